"""Who stands in the order: students whose list was approved, in the drive's areas, with a need that nobody has met.

`once_per_pupil`: whoever had a thing handed over for a need is helped for it once and for all, whatever became of it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import ColumnElement, Select, false, or_, select

from bot.programme.plan.units import PlanUnit
from bot.programme.students.particulars import revealed
from bot.programme.world import World
from bot.storage.columns import YES
from bot.storage.tables import allocations, students, units

FLAGS: Final = {"device": students.c.needs_device, "line": students.c.needs_line}
HELPED: Final = ("returned", "lost", "broken")
"""Why an allocation ended whose thing the student had had."""
_GRADES: Final = ((5, "primary"), (9, "lower_secondary"), (12, "upper_secondary"))


class Needy(msgspec.Struct, frozen=True):
    """A student in the order; `path` are the numbers of their school and the units above it, the school first."""

    student: int
    slot: str
    household: str
    verified_on: str
    level: str
    path: tuple[int, ...]


async def candidates(tx: World, need: str, besides: int | None = None) -> list[Needy]:
    """All who may be given something for a need now; what the round `besides` proposes counts as not given."""
    rows = await tx.work.rows(await _eligible(tx, need, besides))
    schools = {unit.key: unit for unit in tx.plan.units}
    days: dict[datetime, str] = {}
    paths: dict[str, tuple[int, ...]] = {}
    levels: dict[str, str | None] = {}
    found = []
    for id, slot, household, verified_at, path, key in rows:
        day = days.get(verified_at)
        if day is None:
            day = days[verified_at] = _day(tx, verified_at)
        above = paths.get(path)
        if above is None:
            above = paths[path] = tuple(int(number) for number in reversed(path.strip("/").split("/")))
            levels[key] = _only_level(schools.get(key))
        level = levels[key] or await _level_by_class(tx, schools.get(key), id)
        found.append(Needy(id, slot, household, day, level, above))
    return found


async def _eligible(tx: World, need: str, besides: int | None) -> Select[tuple[int, str, str, datetime, str, str]]:
    rules = tx.plan.students
    mine = select(students.c.id, students.c.slot, students.c.household, students.c.verified_at, units.c.path,
                  units.c.key).join(units, units.c.id == students.c.school_id)  # fmt: skip
    if rules is None:
        return mine.where(false())
    served = allocations.c.status != "ended"
    if besides is not None:
        served &= (allocations.c.round_id != besides) | (allocations.c.status != "proposed")
    if rules.once_per_pupil:
        served |= allocations.c.end_reason.in_(HELPED)
    had = select(allocations.c.student_id).where(allocations.c.need == need, allocations.c.drive == tx.drive, served)
    return mine.where(
        students.c.drive == tx.drive,
        students.c.status == "approved",
        FLAGS[need] == YES,
        await _areas(tx),
        students.c.id.not_in(had),
    ).order_by(students.c.id)


async def _areas(tx: World) -> ColumnElement[bool]:
    """A condition on the units of schools: they lie in an area the plan names."""
    rules = tx.plan.students
    named = select(units.c.path).where(units.c.drive == tx.drive, units.c.key.in_(rules.areas if rules else ()))
    paths = [row.path for row in await tx.work.rows(named)]
    return or_(false(), *(units.c.path.startswith(path, autoescape=True) for path in paths))


def _only_level(school: PlanUnit | None) -> str | None:
    """The level a school teaches; None where it teaches several, or the plan does not say."""
    return school.levels[0] if school is not None and len(school.levels) == 1 else None


async def _level_by_class(tx: World, school: PlanUnit | None, student: int) -> str:
    """A student's level of school by the grade of the class, within what the school teaches."""
    levels = school.levels if school is not None else ()
    known = revealed(tx, await tx.work.one(select(students).where(students.c.id == student)))
    digits = "".join(letter for letter in (known.class_name if known else "")[:2] if letter.isdecimal())
    by_grade = next((level for last, level in _GRADES if digits and int(digits) <= last), "kindergarten")
    return by_grade if not levels or by_grade in levels else levels[0]


def _day(tx: World, at: datetime) -> str:
    return at.astimezone(tx.zone).date().isoformat()
