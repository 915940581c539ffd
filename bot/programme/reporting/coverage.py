"""How far the list of pupils has come, school by school: what is listed beside what a school has; numbers alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal

import msgspec
from sqlalchemy import func, select

from bot.chat.alphabet import alphabetical
from bot.chat.words import fact
from bot.programme.people.units import standing
from bot.programme.reporting.overseeing import overseen
from bot.programme.students.steps import ON_LIST
from bot.programme.world import World
from bot.storage.columns import NO
from bot.storage.tables import contacts, list_closings, people, students, units

FAR_BELOW: Final = 4
"""A school is far below where it lists less than a fourth of what its size would have at the other schools' rate."""
AT_ONCE: Final = 25
"""Schools that are shown in one message; the others wait for the next one."""

State = Literal["silent", "few", "listed", "signed"]


class SchoolCoverage(msgspec.Struct, frozen=True):
    """One school: `pupils` as the plan says, None where it does not; `signed_by` and `signed_at` where its contact
    has said that nobody is left, and nobody was listed or taken off since."""

    id: int
    name: str
    above: str
    pupils: int | None
    listed: int
    state: State
    signed_by: str = ""
    signed_at: datetime | None = None


class AreaCoverage(msgspec.Struct, frozen=True):
    """The schools of one commune; `pupils` counts those whose number the plan knows."""

    name: str
    listed: int
    pupils: int
    schools: list[SchoolCoverage]


class CoveragePage(msgspec.Struct, frozen=True):
    """All schools in numbers, and some of them by commune; `following` is where the next page begins."""

    schools: int
    listed: int
    pupils: int
    silent: int
    few: int
    signed: int
    areas: list[AreaCoverage]
    following: int | None


class _Signed(msgspec.Struct, frozen=True):
    listed: int
    by: str
    at: datetime


@fact("coverage.read")
async def coverage_page(tx: World, *, first: int = 0) -> CoveragePage | None:
    """The schools the actor looks after, from the one asked for on; None for somebody who is not to have them."""
    mine = await overseen(tx)
    if mine is None or tx.plan.students is None:
        return None
    seen = select(units.c.id).where(units.c.drive == tx.drive, mine)
    wanted = {row.id for row in await tx.work.rows(seen)}
    every = [one for one in await coverage(tx) if one.id in wanted]
    shown, last = every[max(first, 0) :][:AT_ONCE], max(first, 0) + AT_ONCE
    states = [one.state for one in every]
    return CoveragePage(
        len(every),
        sum(one.listed for one in every),
        sum(one.pupils or 0 for one in every),
        states.count("silent"),
        states.count("few"),
        states.count("signed"),
        [_area(name, every, shown) for name in dict.fromkeys(one.above for one in shown)],
        last if last < len(every) else None,
    )


async def coverage(tx: World) -> list[SchoolCoverage]:
    """Every school that teaches a level of the drive, by commune and name; none that is exempt or has ended."""
    plan = tx.plan
    levels = set(plan.students.levels) if plan.students else set()
    planned = {unit.key: unit for unit in plan.units if not unit.levels or levels & set(unit.levels)}
    names = {row.id: row for row in await tx.work.rows(select(units).where(units.c.drive == tx.drive))}
    statement = select(units.c.id).where(
        units.c.drive == tx.drive, units.c.kind == "school", units.c.exempt == NO, standing(tx.today)
    )
    schools = [names[row.id] for row in await tx.work.rows(statement) if names[row.id].key in planned]
    listed, closings = await _listed(tx), await _closings(tx)
    pupils = {row.id: planned[row.key].pupils for row in schools}
    rate = _rate([(pupils[row.id], listed.get(row.id, 0)) for row in schools])
    found = []
    for row in schools:
        count, closing = listed.get(row.id, 0), closings.get(row.id)
        above = names.get(int(row.path.strip("/").split("/")[-2])) if row.path.count("/") > 2 else None
        signed = closing is not None and closing.listed == count
        found.append(
            SchoolCoverage(
                row.id,
                row.name,
                above.name if above else "",
                pupils[row.id],
                count,
                "signed" if signed else state_of(count, pupils[row.id], rate),
                closing.by if closing and signed else "",
                closing.at if closing and signed else None,
            )
        )
    return sorted(found, key=lambda one: (alphabetical(one.above), alphabetical(one.name)))


def state_of(listed: int, pupils: int | None, rate: tuple[int, int]) -> State:
    """How far a school is that has not said that it is done. `rate`: (listed, pupils) of the schools that list any."""
    if not listed:
        return "silent"
    expected = (pupils or 0) * rate[0]
    return "few" if rate[1] and FAR_BELOW * listed * rate[1] < expected else "listed"


def _rate(schools: Sequence[tuple[int | None, int]]) -> tuple[int, int]:
    known = [(count, pupils) for pupils, count in schools if pupils and count]
    return sum(count for count, _pupils in known), sum(pupils for _count, pupils in known)


def _area(name: str, every: Sequence[SchoolCoverage], shown: Sequence[SchoolCoverage]) -> AreaCoverage:
    """A commune's numbers are of all its schools, also where a page shows some of them."""
    its = [one for one in every if one.above == name]
    here = [one for one in shown if one.above == name]
    return AreaCoverage(name, sum(one.listed for one in its), sum(one.pupils or 0 for one in its), here)


async def _listed(tx: World) -> dict[int, int]:
    counted = (
        select(students.c.school_id, func.count().label("count"))
        .where(students.c.drive == tx.drive, students.c.status.in_(ON_LIST))
        .group_by(students.c.school_id)
    )
    return {row.school_id: row[1] for row in await tx.work.rows(counted)}


async def _closings(tx: World) -> dict[int, _Signed]:
    """By school: the last time that its contact has said that nobody is left."""
    signed = (
        select(list_closings.c.school_id, list_closings.c.listed, list_closings.c.at, people.c.name)
        .join(contacts, contacts.c.id == list_closings.c.contact_id)
        .join(people, people.c.id == contacts.c.person_id)
        .where(list_closings.c.drive == tx.drive)
        .order_by(list_closings.c.id)
    )
    return {row.school_id: _Signed(row.listed, row.name, row.at) for row in await tx.work.rows(signed)}
