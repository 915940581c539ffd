"""What became of earlier rounds, and of what was taken back: who proposed, decided and ended what, when and why."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import Select, func, select

from bot.chat.words import fact
from bot.programme.allocation.passing_on import ENDS
from bot.programme.allocation.telling import DECIDERS, ITEM, name_of_thing
from bot.programme.people.roles import require_organiser
from bot.programme.world import World
from bot.storage.tables import allocation_places as places
from bot.storage.tables import allocation_rounds as rounds
from bot.storage.tables import allocations, contacts, devices, people, pledge_services, students

MOST: Final = 6
"""So many rounds, and so many things that were taken back, the latest first."""


class PastRound(msgspec.Struct, frozen=True):
    """A round that is decided or given up; `given` still, of `places`."""

    need: str
    number: int
    decided: bool
    places: int
    given: int
    overrides: int
    proposed_by: str
    decided_by: str
    at: datetime | None  # when it was decided, or its list closed
    reason: str


class TakenBack(msgspec.Struct, frozen=True):
    """Something that was decided for a student and is theirs no more; nobody ended what the clock did."""

    code: str
    thing: dict[str, str]
    reason: str
    by: str
    at: datetime


class PastRounds(msgspec.Struct, frozen=True):
    """The latest of both."""

    rounds: list[PastRound]
    taken_back: list[TakenBack]


@fact("allocation.past")
async def past(tx: World) -> PastRounds:
    """What happened so far, for the organiser's office."""
    await require_organiser(tx, *DECIDERS)
    return PastRounds(await _rounds(tx), await _taken_back(tx))


async def _rounds(tx: World) -> list[PastRound]:
    mine = select(rounds).where(rounds.c.drive == tx.drive, rounds.c.status.in_(("decided", "cancelled")))
    found = []
    for row in await tx.work.rows(mine.order_by(rounds.c.id.desc()).limit(MOST)):
        listed = await _count(tx, select(func.count()).select_from(places).where(places.c.round_id == row.id))
        active = (allocations.c.round_id == row.id) & (allocations.c.status != "ended")
        given = select(func.count()).select_from(allocations).where(active)
        found.append(
            PastRound(
                row.need,
                row.number,
                row.status == "decided",
                listed,
                await _count(tx, given),
                await _count(tx, given.where(allocations.c.way == "override")),
                await _name(tx, row.proposed_by),
                await _name(tx, row.decided_by),
                row.decided_at or row.closed_at,
                row.reason or "",
            )
        )
    return found


async def _taken_back(tx: World) -> list[TakenBack]:
    statement = (
        select(allocations.c.ended_at, allocations.c.ended_by, allocations.c.end_reason, students.c.code, ITEM)
        .join(students, students.c.id == allocations.c.student_id)
        .outerjoin(devices, devices.c.id == allocations.c.device_id)
        .outerjoin(pledge_services, pledge_services.c.pledge_id == allocations.c.pledge_id)
        .where(allocations.c.drive == tx.drive, allocations.c.end_reason.in_(ENDS))
        .order_by(allocations.c.ended_at.desc(), allocations.c.id.desc())
        .limit(MOST)
    )
    return [
        TakenBack(row.code, name_of_thing(tx, row.item), row.end_reason, await _name(tx, row.ended_by), row.ended_at)
        for row in await tx.work.rows(statement)
    ]


async def _count(tx: World, counted: Select[Any]) -> int:
    [[number]] = await tx.work.rows(counted)
    return int(number)


async def _name(tx: World, contact: int | None) -> str:
    """What whoever did it is called; empty for nobody."""
    who = select(people.c.name).join(contacts, contacts.c.person_id == people.c.id).where(contacts.c.id == contact)
    row = await tx.work.one(who) if contact is not None else None
    return row.name if row is not None else ""
