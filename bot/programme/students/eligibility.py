"""Which students a drive helps: ages by school level, and its classes of household."""

from __future__ import annotations

from typing import Final

import msgspec

from bot.chat.words import fact
from bot.programme.plan import Plan
from bot.programme.world import World

AGES: Final = {"kindergarten": (2, 7), "primary": (5, 14), "lower_secondary": (10, 18), "upper_secondary": (14, 22)}
"""Years of age at each level, with room for early and late starters."""


class StudentTerms(msgspec.Struct, frozen=True):
    """Ages in years, and household classes in the plan's order of priority."""

    youngest: int
    oldest: int
    households: dict[str, dict[str, str]]


@fact("terms.students")
async def student_terms(tx: World) -> StudentTerms:
    """The drive's terms for students."""
    rules = tx.plan.students
    youngest, oldest = ages_of(tx.plan)
    households = {priority.key: priority.name for priority in (rules.priorities if rules else ())}
    return StudentTerms(youngest, oldest, households)


def ages_of(plan: Plan) -> tuple[int, int]:
    """The least and the most full years of age of the drive's students."""
    levels = [AGES[level] for level in (plan.students.levels if plan.students else AGES)]
    return min(age for age, _oldest in levels), max(age for _youngest, age in levels)
