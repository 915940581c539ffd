"""Devices that the drive's money bought: which pieces of a purchase are still to be taken in."""

from __future__ import annotations

from typing import Final

import msgspec
from sqlalchemy import func, select

from bot.chat.phrase import _, _n
from bot.chat.words import Refused, fact
from bot.programme import codes
from bot.programme.money.purchases import purchase_prefix, purchase_with
from bot.programme.people.roles import KEEPERS, held_by
from bot.programme.world import World
from bot.storage.rows.purchases import StoredPurchase
from bot.storage.tables import devices, purchases

MOST_SHOWN: Final = 8


class AwaitedPurchase(msgspec.Struct, frozen=True):
    """A purchase of which pieces are still to come."""

    code: str
    item: str
    name: dict[str, str]
    left: int
    seller: str


@fact("purchase.awaited")
async def awaited_purchases(tx: World) -> list[AwaitedPurchase]:
    """Purchases of which not every piece is taken in, the oldest first; for whoever takes devices in."""
    if not any(one.role in KEEPERS for one in await held_by(tx, tx.actor.person_id)):
        raise Refused(_("You need an invitation for this. Please ask the reception board for a code."))
    came = select(func.count()).where(devices.c.purchase_id == purchases.c.id, devices.c.status != "withdrawn")
    left = purchases.c.count - came.scalar_subquery()
    open_ones = select(purchases, left.label("left")).where(purchases.c.drive == tx.drive, left > 0)
    open_ones = open_ones.where(purchases.c.status == "standing").order_by(purchases.c.id).limit(MOST_SHOWN)
    names = {item.key: item.name for item in tx.plan.catalogue}
    return [
        AwaitedPurchase(row.code, row.item, names.get(row.item, {"": row.item}), int(row.left), row.seller)
        for row in await tx.work.rows(open_ones)
    ]


async def places_for(tx: World, code: str, item: str, pieces: int) -> tuple[StoredPurchase, list[int]]:
    """The purchase with a code and the places in it of so many pieces that come in now; raises Refused."""
    row = await purchase_with(tx, codes.read_code(code, purchase_prefix(tx.plan.code_prefix)) or "")
    if row is None or row.status != "standing":
        raise Refused(_("I can't find a purchase with the code {code}.", code=code[:20]))
    if row.item != item:
        raise Refused(_("Something else was bought with {code}.", code=codes.shown(row.code)))
    taken = await _taken(tx, row)
    free = [place for place in range(1, row.count + 1) if place not in taken]
    if len(free) < pieces:
        raise Refused(_n("Only {n} piece of {code} is still to come.", "Only {n} pieces of {code} are still to come.",
                         len(free), code=codes.shown(row.code)))  # fmt: skip
    return row, free[:pieces]


async def still_to_come(tx: World, purchase: StoredPurchase) -> int:
    """How many pieces of a purchase are not taken in yet."""
    return purchase.count - len(await _taken(tx, purchase))


async def _taken(tx: World, purchase: StoredPurchase) -> set[int]:
    there = select(devices.c.purchase_place)
    there = there.where(devices.c.purchase_id == purchase.id, devices.c.status != "withdrawn")
    return {row.purchase_place for row in await tx.work.rows(there)}
