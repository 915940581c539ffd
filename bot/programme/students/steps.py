"""The way of an entry: the plan's steps, one after the other.

    listed      it waits at a step, for the units that have not approved it there yet
    returned    it waits for its school, which mends it and sends it on again
    approved    the last step has approved it: it has its place in the order from that day on
    rejected    a step has rejected it, for a reason
    merged      it is the same child as another entry, which goes on for both

The first step of a school's own contacts is the entry itself.
"""

from __future__ import annotations

from typing import Final

from bot.programme.plan import Plan
from bot.programme.plan.needs import Step
from bot.storage.rows.students import StoredStudent

ON_LIST: Final = ("listed", "returned", "approved")
"""The states of those who count as needing what they lack."""


def reviews(plan: Plan) -> tuple[Step, ...]:
    """The steps after the school's own."""
    return plan.students.reviews if plan.students else ()


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
