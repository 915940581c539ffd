"""Who has done what the plan's deadlines ask for: one's own units, and the units one looks after."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, and_, select

from bot.chat.alphabet import alphabetical
from bot.chat.words import fact
from bot.programme.people.roles import held_by
from bot.programme.plan.rounds import Deadline
from bot.programme.reporting.deadlines import ANSWERING, concerned, deadline_named, marks_of
from bot.programme.reporting.overseeing import overseen
from bot.programme.world import World
from bot.storage.tables import contacts, deadline_marks, people, units

AT_ONCE: Final = 25
"""Units that are shown in one message; the others wait for the next one."""


class UnitDeadline(msgspec.Struct, frozen=True):
    """A deadline of one unit: `done_at` None while it is open; by whom and with what note it was marked."""

    deadline: str
    what: dict[str, str]
    due: datetime
    as_written: dict[str, str]
    unit: int
    unit_name: str
    done_at: datetime | None = None
    done_by: str = ""
    note: str = ""


class DeadlineState(msgspec.Struct, frozen=True):
    """How many of the units one looks after have done it, and some of those that have not."""

    deadline: str
    what: dict[str, str]
    due: datetime
    done: int
    of: int
    open: list[str]


class DeadlineBoard(msgspec.Struct, frozen=True):
    """The deadlines somebody has to do with."""

    mine: list[UnitDeadline]
    others: list[DeadlineState]


class DeadlinePage(msgspec.Struct, frozen=True):
    """One deadline unit by unit, the open ones first; `following` is where the next page begins."""

    state: DeadlineState
    units: list[UnitDeadline]
    following: int | None


@fact("deadlines.board")
async def deadline_board(tx: World) -> DeadlineBoard:
    """Every deadline of the actor's units, and of the units the actor looks after."""
    held = await held_by(tx, tx.actor.person_id)
    own = [one.unit for one in held if one.role in ANSWERING and one.unit is not None]
    seen = await overseen(tx)
    mine, others = list[UnitDeadline](), list[DeadlineState]()
    for deadline in tx.plan.deadlines:
        if own:
            mine += await _units(tx, deadline, units.c.id.in_(own))
        if seen is not None:
            found = await _units(tx, deadline, seen)
            others += [_state(deadline, found)] if found else []
    return DeadlineBoard(mine, others)


@fact("deadlines.read")
async def deadline_page(tx: World, *, deadline: str, first: int = 0) -> DeadlinePage | None:
    """One deadline, from the unit asked for on; None where there is none, or for somebody who looks after nobody."""
    known, seen = deadline_named(tx, deadline), await overseen(tx)
    if known is None or seen is None:
        return None
    every = await _units(tx, known, seen)
    last = max(first, 0) + AT_ONCE
    return DeadlinePage(_state(known, every), every[max(first, 0) : last], last if last < len(every) else None)


def _state(deadline: Deadline, found: list[UnitDeadline]) -> DeadlineState:
    open_ones = [one.unit_name for one in found if one.done_at is None]
    return DeadlineState(
        deadline.key, deadline.name, deadline.due, len(found) - len(open_ones), len(found), open_ones[:AT_ONCE]
    )


async def _units(tx: World, deadline: Deadline, wanted: ColumnElement[bool]) -> list[UnitDeadline]:
    """Those of the units that have to do it: open ones first, then in the order of the alphabet."""
    statement = (
        select(units.c.id, units.c.name, deadline_marks.c.at, deadline_marks.c.note, people.c.name.label("by"))
        .select_from(units)
        .outerjoin(deadline_marks, and_(deadline_marks.c.unit_id == units.c.id, marks_of(tx, deadline.key)))
        .outerjoin(contacts, contacts.c.id == deadline_marks.c.contact_id)
        .outerjoin(people, people.c.id == contacts.c.person_id)
        .where(concerned(tx, deadline), wanted)
    )
    found = [_unit(deadline, row) for row in await tx.work.rows(statement)]
    return sorted(found, key=lambda one: (one.done_at is not None, alphabetical(one.unit_name)))


def _unit(deadline: Deadline, row: Any) -> UnitDeadline:
    return UnitDeadline(
        deadline.key,
        deadline.name,
        deadline.due,
        deadline.as_written,
        row.id,
        row.name,
        row.at,
        row.by or "",
        row.note or "",
    )
