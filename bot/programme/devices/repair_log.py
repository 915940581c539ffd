"""Repairs of a device: what was broken, by whom, the parts, the cost, the time, and why one was given up."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import select, update

from bot.chat.phrase import Phrase, _
from bot.programme.devices.sorters import sorting
from bot.programme.world import World
from bot.storage.rows.devices import StoredRepair
from bot.storage.tables import contacts, people, repairs, units

WHY_GIVEN_UP: Final[dict[str, Phrase]] = {
    "no_parts": _("Parts are not to be had"),
    "too_dear": _("It would cost too much"),
    "beyond": _("It cannot be repaired"),
    "unsafe": _("It is not safe to use"),
}
"""Why a repair is given up."""


class Repair(msgspec.Struct, frozen=True):
    """One repair; `cost` in đồng, `minutes` of work, `why` it was given up; `mine` if the reader may end it."""

    unit: str
    who: str
    broken: str
    state: str
    taken_at: datetime
    ended_at: datetime | None
    parts: str
    cost: int
    minutes: int
    why: str
    mine: bool


async def repairs_of(tx: World, device: int) -> list[Repair]:
    """Every repair of a device, the first one first."""
    paths = [one.path for one in await sorting(tx)]
    found = (
        select(repairs, units.c.name.label("unit"), units.c.path, people.c.name.label("who"))
        .join(units, units.c.id == repairs.c.unit_id)
        .join(contacts, contacts.c.id == repairs.c.contact_id)
        .join(people, people.c.id == contacts.c.person_id)
    )
    rows = await tx.work.rows(found.where(repairs.c.device_id == device).order_by(repairs.c.id))
    return [
        Repair(row.unit, row.who, row.broken, row.state, row.taken_at, row.ended_at, row.parts, row.cost, row.minutes,
               row.why,
               any(row.path.startswith(path) for path in paths))
        for row in rows
    ]  # fmt: skip


async def under_way(tx: World, device: int) -> StoredRepair | None:
    """The repair somebody is at, or None."""
    mine = (repairs.c.device_id == device) & (repairs.c.state == "under_way")
    row: StoredRepair | None = await tx.work.one(select(repairs).where(mine))
    return row


async def end(tx: World, device: int, state: str, **values: str | int) -> None:
    """Ends the repair that is under way, if one is."""
    mine = (repairs.c.device_id == device) & (repairs.c.state == "under_way")
    await tx.work.execute(update(repairs).where(mine).values(state=state, ended_at=tx.now, **values))
