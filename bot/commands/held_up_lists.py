"""Whether students wait at a unit in which nobody holds the role to review them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.app import wall_clock
from bot.commands.findings import Findings
from bot.programme.plan import Plan
from bot.programme.students.review_notices import HeldUp, stuck
from bot.programme.world import World
from bot.storage.secrecy import Secrecy
from bot.storage.tables import units
from bot.storage.work import Work

MOST_SHOWN: Final = 5
"""Units that are named; the rest is counted."""


async def held_up_lists(findings: Findings, connection: AsyncConnection, plan: Plan, secrecy: Secrecy) -> None:
    """Names the units with their keys, so that somebody can be invited."""
    world = World(Work(connection, wall_clock()), {plan.slug: plan}, plan.slug, secrecy)
    found = await stuck(world)
    keys = select(units.c.id, units.c.key).where(units.c.id.in_([held.part.unit for held in found]))
    named = {row.id: row.key for row in await world.work.rows(keys)}
    for held in found[:MOST_SHOWN]:
        _say(findings, held, named[held.part.unit])
    if found[MOST_SHOWN:]:
        findings.note(f"and lists are held up at {len(found) - MOST_SHOWN} more units")


def _say(findings: Findings, held: HeldUp, key: str) -> None:
    step, role = held.part.step, held.part.step.role
    what = f"{held.students} pupils wait at {held.part.name} ({step.key}) since {held.since:%Y-%m-%d}"
    findings.say(False, f"{what}, where nobody is {role}", f"invite somebody: python -m bot invite {role} {key}")
