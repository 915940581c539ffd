"""What lies in store, by kind and state, in the units somebody keeps devices for."""

from __future__ import annotations

import msgspec
from sqlalchemy import ColumnElement, func, or_, select

from bot.chat.phrase import _
from bot.chat.words import Refused, fact
from bot.programme.devices.reception import KEEPERS
from bot.programme.people.roles import held_by
from bot.programme.world import World
from bot.storage.tables import devices, units

OLDEST = 3


class Stock(msgspec.Struct, frozen=True):
    """How many pieces of one kind lie there in each state."""

    item: str
    name: dict[str, str]
    states: dict[str, int]


class Store(msgspec.Struct, frozen=True):
    """All kinds in the order of the catalogue, and the tags that have waited longest to be wiped and unlocked."""

    kinds: list[Stock]
    waiting: list[str]


async def kept_by_actor(tx: World) -> ColumnElement[bool]:
    """The condition under which a device lies in a unit the actor keeps devices for; raises Refused for others.

    For a query that joins `devices` with `units` by the holder.
    """
    held = [one for one in await held_by(tx, tx.actor.person_id) if one.role in KEEPERS and one.unit is not None]
    if not held:
        raise Refused(_("You need an invitation for this. Please ask the reception board for a code."))
    return (devices.c.drive == tx.drive) & or_(*(units.c.path.startswith(one.path, autoescape=True) for one in held))


@fact("stock.mine")
async def store(tx: World) -> Store:
    """What lies in the actor's units and below, but for what went out or was handed over."""
    mine = (await kept_by_actor(tx)) & devices.c.status.not_in(("withdrawn", "handed_over", "in_use"))
    count = select(devices.c.item, devices.c.status, func.count()).join(units, units.c.id == devices.c.holder_id)
    found: dict[str, dict[str, int]] = {}
    for item, status, pieces in await tx.work.rows(count.where(mine).group_by(devices.c.item, devices.c.status)):
        found.setdefault(item, {})[status] = int(pieces)
    names = {item.key: item.name for item in tx.plan.catalogue}
    order = [key for key in names if key in found] + sorted(key for key in found if key not in names)
    oldest = select(devices.c.tag).join(units, units.c.id == devices.c.holder_id)
    oldest = oldest.where(mine, devices.c.status == "received").order_by(devices.c.id).limit(OLDEST)
    waiting = [row.tag for row in await tx.work.rows(oldest)]
    return Store([Stock(key, names.get(key, {"": key}), found[key]) for key in order], waiting)
