"""The unit tree: found by name, and who comes after a unit that has ended."""

from __future__ import annotations

from datetime import date
from functools import reduce
from typing import Final, cast

import msgspec
from sqlalchemy import ColumnElement, bindparam, func, or_, select

from bot.chat.alphabet import alphabetical
from bot.chat.words import fact
from bot.programme.people.notices import ToldNotice
from bot.programme.people.unit_names import APOSTROPHES, named_in, searchable
from bot.programme.world import World
from bot.storage.rows.people import StoredUnit
from bot.storage.tables import units

_NAME: Final[ColumnElement[str]] = reduce(
    lambda name, mark: func.replace(name, mark, ""), APOSTROPHES, cast("ColumnElement[str]", units.c.folded)
)


class UnitChoice(msgspec.Struct, frozen=True):
    """A unit as people choose it; `notices` hold for whoever comes by its own link."""

    id: int
    name: str
    notices: list[ToldNotice] = []


def stands_on(row: StoredUnit, day: date) -> bool:
    """Whether a unit exists on a day."""
    return (row.valid_from or "") <= day.isoformat() <= (row.valid_to or "9999")


def standing(day: date) -> ColumnElement[bool]:
    """The same as a condition on the table of units."""
    begun = or_(units.c.valid_from.is_(None), units.c.valid_from <= day.isoformat())
    return begun & or_(units.c.valid_to.is_(None), units.c.valid_to >= day.isoformat())


_ORGANISER: Final = select(units).where(units.c.drive == bindparam("drive"), units.c.key == bindparam("key"))


async def organiser_unit(tx: World) -> StoredUnit:
    """The organiser's own unit."""
    row: StoredUnit = await tx.work.one(_ORGANISER, {"drive": tx.drive, "key": tx.plan.organiser.unit})
    return row


async def successors(tx: World) -> dict[int, int]:
    """By every unit that has ended: the unit that stands in its place today, where there is one."""
    mine = (units.c.drive == tx.drive) & (units.c.valid_to < tx.today.isoformat()) & units.c.successor_id.is_not(None)
    rows = await tx.work.rows(select(units.c.id, units.c.successor_id).where(mine))
    following = {row.id: row.successor_id for row in rows}
    found = dict(following)
    for unit in found:
        for _step in following:
            found[unit] = following.get(found[unit], found[unit])
    return found


@fact("units.search")
async def search_units(tx: World, *, words: str, most: int = 8) -> list[UnitChoice]:
    """Units whose names hold all the words, tone marks or not, else those that a sentence names; the shortest first.

    Where one of them has ended, its successor is found instead.
    """
    day, every = tx.today, select(units).where(units.c.drive == tx.drive)
    statement = every
    for word in searchable(words).split()[:6]:
        statement = statement.where(_NAME.contains(word, autoescape=True))
    rows = await tx.work.rows(statement)
    if not rows:
        all_of_them = await tx.work.rows(every)
        rows = [all_of_them[at] for at in named_in(words, [row.name for row in all_of_them])]
    found = {row.id: UnitChoice(row.id, row.name) for row in rows if stands_on(row, day)}
    if len(found) < len(rows):
        heirs = await successors(tx)
        wanted = {heirs[row.id] for row in rows if row.id in heirs} - set(found)
        for row in await tx.work.rows(select(units).where(units.c.id.in_(wanted), standing(day))):
            found[row.id] = UnitChoice(row.id, row.name)
    return sorted(found.values(), key=lambda unit: (len(unit.name), alphabetical(unit.name)))[:most]


async def name_of(tx: World, unit: int | None) -> str:
    """A unit's name; empty for no unit."""
    if unit is None:
        return ""
    row = await tx.work.one(select(units.c.name).where(units.c.id == unit, units.c.drive == tx.drive))
    return row.name if row else ""


async def takes_part(tx: World, unit: int) -> bool:
    """Whether a unit of this drive exists today."""
    mine = (units.c.id == unit) & (units.c.drive == tx.drive) & standing(tx.today)
    return await tx.work.one(select(units.c.id).where(mine)) is not None
