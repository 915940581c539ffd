"""What lies in store, by kind and state, in the units somebody keeps devices for."""

from __future__ import annotations

import msgspec
from sqlalchemy import ColumnElement, false, func, or_, select

from bot.chat.phrase import _
from bot.chat.words import Refused, fact
from bot.programme.devices.reception import KEEPERS
from bot.programme.people.roles import held_by
from bot.programme.world import World
from bot.storage.tables import devices, transfers, units

OLDEST = 3


ON_ITS_WAY = "way"
"""The state, in a count, of whatever is on its way to another unit."""


class Stock(msgspec.Struct, frozen=True):
    """How many pieces of one kind lie there in each state."""

    item: str
    name: dict[str, str]
    states: dict[str, int]

    @property
    def free(self) -> int:
        """Pieces that may be given to anybody."""
        return self.states.get("ready", 0)

    @property
    def committed(self) -> int:
        """Pieces that are meant for a student already, or for another unit's store."""
        return self.states.get("matched", 0) + self.states.get(ON_ITS_WAY, 0)


class Store(msgspec.Struct, frozen=True):
    """All kinds in the order of the catalogue, and the tags that have waited longest to be checked.

    `sources` says where all of it comes from: gift, bought, budget, central.
    """

    kinds: list[Stock]
    waiting: list[str]
    sources: dict[str, int] = {}


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
    way = func.coalesce(transfers.c.status == "sent", false())
    count = select(devices.c.item, devices.c.status, devices.c.source, way, func.count())
    count = count.join(units, units.c.id == devices.c.holder_id)
    count = count.outerjoin(transfers, transfers.c.id == devices.c.transfer_id)
    found: dict[str, dict[str, int]] = {}
    sources: dict[str, int] = {}
    groups = count.where(mine).group_by(devices.c.item, devices.c.status, devices.c.source, way)
    for item, status, source, leaving, pieces in await tx.work.rows(groups):
        states, state = found.setdefault(item, {}), ON_ITS_WAY if leaving else status
        states[state] = states.get(state, 0) + int(pieces)
        sources[source] = sources.get(source, 0) + int(pieces)
    names = {item.key: item.name for item in tx.plan.catalogue}
    order = [key for key in names if key in found] + sorted(key for key in found if key not in names)
    oldest = select(devices.c.tag).join(units, units.c.id == devices.c.holder_id)
    oldest = oldest.where(mine, devices.c.status == "received").order_by(devices.c.id).limit(OLDEST)
    waiting = [row.tag for row in await tx.work.rows(oldest)]
    return Store([Stock(key, names.get(key, {"": key}), found[key]) for key in order], waiting, sources)
