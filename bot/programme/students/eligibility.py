"""Which students a drive helps: its levels and ages, its areas, what they lack, its classes of household."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import msgspec
from sqlalchemy import select

from bot.chat.phrase import _, joined
from bot.chat.words import Refused, fact
from bot.programme.people.unit_names import searchable
from bot.programme.people.units import UnitChoice, standing
from bot.programme.plan import Plan
from bot.programme.students.consents import years_old
from bot.programme.students.levels import AGES, LEVEL_NAMES, ages_of, helped_levels, level_by_age, level_of
from bot.programme.world import World
from bot.storage.rows.people import StoredUnit
from bot.storage.tables import units

MOST_HOMES: Final = 8
HOMES: Final = ("commune", "town")
"""The kinds of units where a family lives."""


class StudentTerms(msgspec.Struct, frozen=True):
    """Ages in years, and household classes in the plan's order of priority."""

    youngest: int
    oldest: int
    households: dict[str, dict[str, str]]


@fact("terms.students")
async def student_terms(tx: World) -> StudentTerms:
    """The drive's terms for students, wherever they go to school."""
    youngest, oldest = all_ages(tx.plan)
    return StudentTerms(youngest, oldest, households(tx))


def all_ages(plan: Plan) -> tuple[int, int]:
    """The least and the most full years of age of the drive's students."""
    return ages_of(plan.students.levels if plan.students else tuple(AGES))


def households(tx: World) -> dict[str, dict[str, str]]:
    """The drive's classes of household by key, in their order."""
    return {priority.key: priority.name for priority in (tx.plan.students.priorities if tx.plan.students else ())}


def lacks(tx: World) -> list[str]:
    """What the drive helps with, as a student lacks it: "device", "line"."""
    rules = tx.plan.students
    return [{"device": "device", "connection": "line"}[lack] for lack in (rules.lacks if rules else ())]


async def helped_areas(tx: World) -> list[StoredUnit]:
    """The units in which the drive helps, as the plan names them; none: wherever."""
    rules = tx.plan.students
    named = units.c.key.in_(rules.areas if rules else ())
    return list(await tx.work.rows(select(units).where(units.c.drive == tx.drive, named).order_by(units.c.id)))


def lies_in(areas: Sequence[StoredUnit], path: str) -> bool:
    """Whether a unit lies in one of these areas."""
    return not areas or any(path.startswith(area.path) for area in areas)


async def helped_school(tx: World, school: int) -> tuple[StoredUnit, tuple[str, ...]]:
    """A school, and the levels whose students the drive helps there; raises Refused where it helps none of them."""
    row: StoredUnit | None = await tx.work.one(select(units).where(units.c.id == school, units.c.drive == tx.drive))
    if row is None:
        raise Refused(_("That unit does not take part in this drive."))
    areas, levels = await helped_areas(tx), helped_levels(tx.plan, row.key)
    if not lies_in(areas, row.path):
        raise Refused(_("This drive helps pupils in {areas}; {school} lies elsewhere.",
                        areas=joined([area.name for area in areas]), school=row.name))  # fmt: skip
    if not levels:
        helped = tx.plan.students.levels if tx.plan.students else ()
        raise Refused(_("This drive helps pupils of these levels: {levels}. {school} has none of them.",
                        levels=joined([LEVEL_NAMES[level] for level in helped]), school=row.name))  # fmt: skip
    return row, levels


async def homes(tx: World) -> list[UnitChoice]:
    """Where the families may live whom the drive helps: its communes and towns that exist today, by name."""
    areas = await helped_areas(tx)
    places = select(units).where(units.c.drive == tx.drive, units.c.kind.in_(HOMES), standing(tx.today))
    rows = await tx.work.rows(places.order_by(units.c.folded, units.c.id))
    return [UnitChoice(row.id, row.name) for row in rows if lies_in(areas, row.path)]


class HomesFound(msgspec.Struct, frozen=True):
    """Places that may be meant, and the areas, for families elsewhere in them."""

    places: list[UnitChoice]
    areas: list[UnitChoice]


@fact("students.find_homes")
async def find_homes(tx: World, *, words: str) -> HomesFound:
    """The places whose names hold all the words, tone marks or not."""
    wanted = searchable(words).split()
    found = [place for place in await homes(tx) if all(word in searchable(place.name).split() for word in wanted)]
    return HomesFound(found[:MOST_HOMES], [UnitChoice(area.id, area.name) for area in await helped_areas(tx)])


def level_at(levels: Sequence[str], class_name: str, birth: date, today: date) -> str:
    """The level of a student, of those helped at their school: by the class, else by age."""
    return level_of(levels, class_name) or level_by_age(levels, years_old(birth, today))


def require_needs(tx: World, needs_device: bool, needs_line: bool) -> None:
    """Refuses whoever lacks nothing that the drive gives."""
    if not (needs_device or needs_line):
        raise Refused(_("A pupil on the list needs a device or a connection."))
    helped = lacks(tx)
    if (needs_device and "device" in helped) or (needs_line and "line" in helped):
        return
    if "device" in helped:
        raise Refused(_("This drive gives devices only: a pupil who lacks nothing but a connection is not listed."))
    raise Refused(_("This drive gives connections only: a pupil who lacks nothing but a device is not listed."))


def require_age(tx: World, level: str, birth: date) -> None:
    """Refuses whoever is too young or too old for a level."""
    youngest, oldest = AGES[level]
    if not youngest <= years_old(birth, tx.today) <= oldest:
        why = _("At the level “{level}” pupils are {youngest} to {oldest} years old. Please check the birth date.",
                level=LEVEL_NAMES[level], youngest=youngest, oldest=oldest)  # fmt: skip
        raise Refused(why)


def require_household(tx: World, household: str) -> None:
    """Refuses a class of household that the drive does not have; none is right where it has none."""
    if household not in (households(tx) or ("",)):
        raise Refused(_("This drive has no such household class."))


async def require_home(tx: World, home: int | None) -> None:
    """Refuses families who live outside of the drive's areas."""
    if home is None:
        return
    row = await tx.work.one(select(units.c.path).where(units.c.id == home, units.c.drive == tx.drive))
    areas = await helped_areas(tx)
    if row is None or not lies_in(areas, row.path):
        raise Refused(_("This drive helps families in {areas}.", areas=joined([area.name for area in areas])))
