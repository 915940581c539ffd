"""What became of services: how many of a quota are bound to students, handed over, in use, and at which schools."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import msgspec
from sqlalchemy import func, select

from bot.chat.alphabet import alphabetical
from bot.programme.giving.bought import HANDED
from bot.programme.world import World
from bot.storage.tables import allocations, students, units

STATES: Final = {"decided": "matched", "handed_over": "handed_over", "in_use": "in_use"}
"""The states of what is bound, as those of devices are called."""


class ServiceGiven(msgspec.Struct):
    """Of one gift: how many by state, and where some were handed over."""

    states: dict[str, int] = {}
    schools: list[str] = []


async def given_with(tx: World, pledges: Collection[int]) -> dict[int, ServiceGiven]:
    """What became of each of these pledged services; nothing of those of which nothing is bound yet."""
    if not pledges:
        return {}
    counted = (
        select(allocations.c.pledge_id, allocations.c.status, units.c.name, func.count())
        .join(students, students.c.id == allocations.c.student_id)
        .join(units, units.c.id == students.c.school_id)
        .where(allocations.c.pledge_id.in_(pledges), allocations.c.status.in_(STATES))
        .group_by(allocations.c.pledge_id, allocations.c.status, units.c.name)
    )
    found: dict[int, ServiceGiven] = {}
    for pledge, status, school, count in await tx.work.rows(counted):
        one, state = found.setdefault(pledge, ServiceGiven()), STATES[status]
        one.states[state] = one.states.get(state, 0) + int(count)
        if state in HANDED and school not in one.schools:
            one.schools = sorted([*one.schools, school], key=alphabetical)
    return found
