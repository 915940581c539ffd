"""The plan's deadlines: which units each concerns, who has done it, and the word by which a unit says so."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, Select, and_, delete, select, update

from bot.chat.phrase import _
from bot.chat.words import Refused, deed
from bot.programme.people.roles import require
from bot.programme.people.units import standing
from bot.programme.plan.rounds import Deadline
from bot.programme.reporting.coverage import coverage
from bot.programme.world import World
from bot.storage.columns import NO
from bot.storage.ids import new_id
from bot.storage.tables import deadline_marks, units

ASKED: Final = ("unit_contact", "school_contact", "reviewer")
"""Who is reminded of what their unit has to do."""
ANSWERING: Final = (*ASKED, "deputy")
"""Who may say that it is done."""


class DeadlineMark(msgspec.Struct, frozen=True):
    """What was said of a deadline for a unit; `silent` for a school that has neither listed nor signed anything."""

    what: dict[str, str]
    unit_name: str
    silent: bool = False


def deadline_named(tx: World, key: str) -> Deadline | None:
    """The plan's deadline with this key."""
    return next((one for one in tx.plan.deadlines if one.key == key), None)


def concerned(tx: World, deadline: Deadline) -> ColumnElement[bool]:
    """A condition on units: those that have to do it; none that is exempt, or does not stand on that day."""
    named = units.c.key.in_(deadline.units) | units.c.kind.in_(deadline.kinds)
    day = deadline.due.astimezone(tx.zone).date()
    return and_(units.c.drive == tx.drive, units.c.exempt == NO, standing(day), named)


def marks_of(tx: World, deadline: str) -> ColumnElement[bool]:
    """A condition on the marks of a deadline."""
    return and_(deadline_marks.c.drive == tx.drive, deadline_marks.c.deadline == deadline)


@deed("deadlines.done")
async def mark_done(tx: World, *, deadline: str, unit: int) -> DeadlineMark:
    """Says that a unit has done what a deadline asks for; saying it twice changes nothing."""
    found = await _own(tx, deadline, unit)
    await mark(tx, deadline, unit)
    schools = await coverage(tx) if tx.plan.students else []
    silent = any(one.id == unit and one.state == "silent" for one in schools)
    return DeadlineMark(found.what, found.unit_name, silent)


@deed("deadlines.reopen")
async def reopen(tx: World, *, deadline: str, unit: int) -> DeadlineMark:
    """Takes it back that something is done: the reminders that are still to come go out again."""
    found = await _own(tx, deadline, unit)
    that = marks_of(tx, deadline) & (deadline_marks.c.unit_id == unit)
    await tx.work.execute(delete(deadline_marks).where(that))
    return found


@deed("deadlines.note")
async def annotate(tx: World, *, deadline: str, unit: int, note: str) -> DeadlineMark:
    """Writes a unit's own words beside what it has done; later words replace earlier ones."""
    found = await _own(tx, deadline, unit)
    if await tx.work.one(_mark(tx, deadline, unit)) is None:
        raise Refused(_("{unit} has not said that it is done.", unit=found.unit_name))
    that = marks_of(tx, deadline) & (deadline_marks.c.unit_id == unit)
    await tx.work.execute(update(deadline_marks).where(that).values(note=note))
    return found


async def mark(tx: World, deadline: str, unit: int) -> None:
    """Notes that a unit has done what a deadline asks for, whoever has looked over that it may."""
    if await tx.work.one(_mark(tx, deadline, unit)) is None:
        tx.work.add(
            deadline_marks,
            id=new_id(),
            drive=tx.drive,
            deadline=deadline,
            unit_id=unit,
            contact_id=tx.actor.id,
            at=tx.now,
            note=None,
        )


async def concerns(tx: World, deadline: str, unit: int) -> bool:
    """Whether a unit has to do what a deadline asks for."""
    known = deadline_named(tx, deadline)
    if known is None:
        return False
    return await tx.work.one(select(units.c.id).where(units.c.id == unit, concerned(tx, known))) is not None


async def _own(tx: World, deadline: str, unit: int) -> DeadlineMark:
    """What the actor may speak of for a unit; raises Refused."""
    known = deadline_named(tx, deadline)
    if known is None or not await concerns(tx, deadline, unit):
        raise Refused(_("This deadline is not one of that unit's."))
    await require(tx, unit, *ANSWERING)
    row = await tx.work.one(select(units.c.name).where(units.c.id == unit))
    return DeadlineMark(known.name, row.name)


def _mark(tx: World, deadline: str, unit: int) -> Select[Any]:
    return select(deadline_marks.c.id).where(marks_of(tx, deadline), deadline_marks.c.unit_id == unit)
