"""Students who have a device and no connection: not learning yet, so they wait for a voucher, SIM card or router."""

from __future__ import annotations

from typing import Final

import msgspec
from sqlalchemy import ColumnElement, func, select

from bot.chat.words import fact
from bot.programme.allocation.free_things import free_things
from bot.programme.allocation.rounds import under_way
from bot.programme.allocation.telling import DECIDERS
from bot.programme.people.roles import require_organiser
from bot.programme.world import World
from bot.storage.columns import YES
from bot.storage.tables import allocations, students, units

BOUND: Final = ("decided", "handed_over", "in_use")
MOST: Final = 10


class Offline(msgspec.Struct, frozen=True):
    """A student with a device and without a connection."""

    code: str
    school: str
    handed_over: bool


class OfflineQueue(msgspec.Struct, frozen=True):
    """How many they are, whoever has had a device longest first, what is there for them, and the open list."""

    count: int
    first: list[Offline]
    free: int
    state: str  # of the round of connections: "", open, proposed


def _without(tx: World) -> ColumnElement[bool]:
    """A condition on allocations joined with students: a device is bound to them, and no connection."""
    lines = allocations.alias("lines")
    line = select(lines.c.id).where(
        lines.c.student_id == allocations.c.student_id, lines.c.need == "line", lines.c.status != "ended"
    )
    mine = (allocations.c.drive == tx.drive) & (allocations.c.need == "device") & allocations.c.status.in_(BOUND)
    return mine & (students.c.needs_line == YES) & (students.c.status == "approved") & ~line.exists()


async def count_without_line(tx: World) -> int:
    """How many have a device and no connection."""
    counted = select(func.count()).select_from(allocations).join(students, students.c.id == allocations.c.student_id)
    [[number]] = await tx.work.rows(counted.where(_without(tx)))
    return int(number)


@fact("allocation.without_line")
async def without_line(tx: World) -> OfflineQueue:
    """The queue for connections, as the office sees it."""
    await require_organiser(tx, *DECIDERS)
    first = (
        select(students.c.code, units.c.name, allocations.c.status)
        .select_from(allocations)
        .join(students, students.c.id == allocations.c.student_id)
        .join(units, units.c.id == students.c.school_id)
        .where(_without(tx))
        .order_by(allocations.c.decided_at, allocations.c.id)
        .limit(MOST)
    )
    found = [Offline(row.code, row.name, row.status != "decided") for row in await tx.work.rows(first)]
    row = await under_way(tx, "line")
    count = await count_without_line(tx)
    free = len(await free_things(tx, "line", most=count)) if count else 0
    return OfflineQueue(count, found, free, row.status if row is not None else "")
