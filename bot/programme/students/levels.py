"""Levels of school: which of them a school teaches and a drive helps, the ages there, and the level of a class."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.chat.kinds.school_class import grade_of
from bot.chat.phrase import Phrase, _
from bot.programme.plan import Plan

AGES: Final = {"kindergarten": (2, 7), "primary": (5, 14), "lower_secondary": (10, 18), "upper_secondary": (14, 22)}
"""Years of age at each level, with room for early and late starters."""
GRADES: Final = {
    "kindergarten": range(0),
    "primary": range(1, 6),
    "lower_secondary": range(6, 10),
    "upper_secondary": range(10, 13),
}
LAST_YEARS: Final = {"kindergarten": 5, "primary": 10, "lower_secondary": 14, "upper_secondary": 22}
"""The age of most in the last class of each level."""
LEVEL_NAMES: Final[dict[str, Phrase]] = {
    "kindergarten": _("kindergarten"),
    "primary": _("primary school"),
    "lower_secondary": _("lower secondary school"),
    "upper_secondary": _("upper secondary school"),
}


def helped_levels(plan: Plan, school: str) -> tuple[str, ...]:
    """The levels whose students the drive helps at the school of a key; none where it teaches others only."""
    helped = plan.students.levels if plan.students else ()
    taught = next((unit.levels for unit in plan.units if unit.key == school), ())
    return tuple(level for level in AGES if level in helped and (not taught or level in taught))


def level_of(levels: Sequence[str], class_name: str) -> str | None:
    """The level of a class, of these: the only one, or the one with its grade; None where its name does not say."""
    if len(levels) == 1:
        return levels[0]
    grade = grade_of(class_name)
    return next((level for level in levels if grade is not None and grade in GRADES[level]), None)


def level_by_age(levels: Sequence[str], age: int) -> str:
    """The level, of these, at which most are of an age; the highest for whoever is older."""
    return next((level for level in levels if age <= LAST_YEARS[level]), levels[-1])


def grades_of(levels: Sequence[str]) -> tuple[int, ...]:
    """The grades of these levels, ascending; none where a kindergarten is among them, whose classes bear any names."""
    if "kindergarten" in levels:
        return ()
    return tuple(grade for level in AGES if level in levels for grade in GRADES[level])


def ages_of(levels: Sequence[str]) -> tuple[int, int]:
    """The youngest and oldest in years at these levels."""
    ages = [AGES[level] for level in levels]
    return min(age for age, _oldest in ages), max(age for _youngest, age in ages)
