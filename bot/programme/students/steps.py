"""The way of an entry: the plan's steps, one after the other, and which units look it over at each.

    listed      it waits at a step, for the units that have not approved it there yet
    returned    it waits for its school, which mends it and sends it on again
    approved    the last step has approved it: it has its place in the order from that day on
    rejected    a step has rejected it, for a reason

The first step of a school's own contacts is the entry itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, false, or_, select

from bot.programme.people.roles import Held
from bot.programme.plan import Plan
from bot.programme.plan.needs import Step
from bot.programme.world import World
from bot.storage.rows.people import StoredUnit
from bot.storage.rows.students import StoredStudent
from bot.storage.tables import students, units

ON_LIST: Final = ("listed", "returned", "approved")
"""The states of those who count as needing what they lack."""


def reviews(plan: Plan) -> tuple[Step, ...]:
    """The steps after the school's own."""
    return tuple(step for step in (plan.students.steps if plan.students else ()) if step.role != "school_contact")


def step_of(plan: Plan, row: StoredStudent) -> Step | None:
    """The step at which a listed entry waits; the first where it says none, or one the plan has no more. None: it is
    listed in a drive without reviews."""
    after = reviews(plan)
    return next((step for step in after if step.key == row.step), after[0] if after else None)


def step_after(plan: Plan, step: Step | None) -> Step | None:
    """The next step; None behind the last one."""
    after = reviews(plan)
    if step is None:
        return after[0] if after else None
    return next(iter(after[after.index(step) + 1 :]), None)


async def responsible(tx: World, step: Step, school: int) -> list[StoredUnit]:
    """The units that look a school's entries over at a step: those the plan names, or the one the school belongs to.

    Nobody, where the school belongs to no unit of these kinds.
    """
    row = await tx.work.one(select(units.c.path).where(units.c.id == school))
    above = [int(number) for number in row.path.strip("/").split("/")]
    named = units.c.key.in_(step.units) | (units.c.kind.in_(step.kinds) & units.c.id.in_(above))
    return list(await tx.work.rows(select(units).where(units.c.drive == tx.drive, named).order_by(units.c.id)))


def waiting_for(plan: Plan, held: Sequence[Held], keys: dict[int, tuple[str, str]]) -> ColumnElement[bool]:
    """A condition on students joined with their school's unit: those who wait at a step of somebody's roles.

    `keys`: key and kind of each unit for which a role is held.
    """
    mine: list[ColumnElement[bool]] = []
    first = reviews(plan)[:1]
    for step in reviews(plan):
        here = students.c.step == step.key
        if [step] == list(first):
            here |= students.c.step.is_(None)
        for one in held:
            if one.role != step.role or one.unit is None:
                continue
            key, kind = keys[one.unit]
            if key in step.units:
                mine.append(here)
            elif kind in step.kinds:
                mine.append(here & units.c.path.startswith(one.path))
    return or_(false(), *mine)
