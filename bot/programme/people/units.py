"""The unit tree: found by name, and loaded from a plan."""

from __future__ import annotations

import msgspec
from sqlalchemy import select

from bot.chat.kind import folded
from bot.chat.words import fact
from bot.programme.people.notices import Told
from bot.programme.world import World
from bot.storage.tables import units


class UnitChoice(msgspec.Struct, frozen=True):
    """A unit as people choose it; `notices` hold for whoever comes by its own link."""

    id: int
    name: str
    notices: list[Told] = []


@fact("units.search")
async def search_units(tx: World, *, words: str, kind: str = "", most: int = 8) -> list[UnitChoice]:
    """Units whose names hold all the words, tone marks or not; the shortest names first."""
    statement = select(units.c.id, units.c.name).where(units.c.drive == tx.drive)
    for word in folded(words).split()[:6]:
        statement = statement.where(units.c.folded.contains(word, autoescape=True))
    if kind:
        statement = statement.where(units.c.kind == kind)
    found = await tx.work.rows(statement.order_by(units.c.name).limit(200))
    return sorted((UnitChoice(*row) for row in found), key=lambda unit: (len(unit.name), unit.name))[:most]


async def name_of(tx: World, unit: int | None) -> str:
    """A unit's name; empty for no unit."""
    if unit is None:
        return ""
    row = await tx.work.one(select(units.c.name).where(units.c.id == unit, units.c.drive == tx.drive))
    return row.name if row else ""
