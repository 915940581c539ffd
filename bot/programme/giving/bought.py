"""What gifts of money bought: which pieces of which purchases their đồng paid for, wholly or in part."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import msgspec
from sqlalchemy import and_, func, select

from bot.chat.alphabet import alphabetical
from bot.programme.world import World
from bot.storage.rows.devices import StoredDevice
from bot.storage.tables import devices, purchase_funds, purchases, receipts, units

HANDED: Final = ("handed_over", "in_use")


class Bought(msgspec.Struct):
    """Of one gift: what bought something, by currency; pieces it paid for alone, and with others, by item.

    `states` are those of the devices among them that are taken in, `schools` where such were handed over.
    """

    used: dict[str, int] = {}
    whole: dict[str, int] = {}
    shared: dict[str, int] = {}
    states: dict[str, int] = {}
    schools: list[str] = []


async def bought_with(tx: World, pledges: Collection[int]) -> dict[int, Bought]:
    """What each of these gifts has bought; nothing of those that bought nothing."""
    anything = await tx.work.once(f"purchases:{tx.drive}", frozenset({purchases}), lambda: _anything(tx))
    if not anything or not pledges:
        return {}
    paid = (
        select(receipts.c.pledge_id, purchase_funds, purchases.c.item, purchases.c.price, purchases.c.currency)
        .join(purchase_funds, purchase_funds.c.receipt_id == receipts.c.id)
        .join(purchases, purchases.c.id == purchase_funds.c.purchase_id)
        .where(receipts.c.pledge_id.in_(pledges))
        .order_by(purchase_funds.c.purchase_id, purchase_funds.c.start)
    )
    found: dict[int, Bought] = {}
    covered: dict[int, dict[tuple[int, int], int]] = {}  # đồng by (purchase, piece), by gift
    made: dict[int, tuple[str, int]] = {}
    for row in await tx.work.rows(paid):
        used = found.setdefault(row.pledge_id, Bought()).used
        used[row.currency] = used.get(row.currency, 0) + row.minor
        made[row.purchase_id] = row.item, row.price
        for piece, minor in pieces_of(row.start, row.minor, row.price):
            mine = covered.setdefault(row.pledge_id, {})
            mine[row.purchase_id, piece] = mine.get((row.purchase_id, piece), 0) + minor
    there = await _taken_in(tx, made)
    for pledge, mine in covered.items():
        one = found[pledge]
        for place, minor in mine.items():
            item, price = made[place[0]]
            kind = one.whole if minor == price else one.shared
            kind[item] = kind.get(item, 0) + 1
            if place in there:
                status, school = there[place]
                one.states[status] = one.states.get(status, 0) + 1
                if status in HANDED and school not in one.schools:
                    one.schools = sorted([*one.schools, school], key=alphabetical)
    return found


def pieces_of(start: int, minor: int, price: int) -> list[tuple[int, int]]:
    """The pieces, counted from 1, that a stretch of a purchase's đồng pays for, and how many đồng of each."""
    end = start + minor
    return [
        (piece + 1, min(end, (piece + 1) * price) - max(start, piece * price))
        for piece in range(start // price, (end - 1) // price + 1)
    ]


async def givers_of(tx: World, device: StoredDevice) -> list[int]:
    """The gifts a device came from: its own, or those whose money bought it; by their numbers."""
    if device.pledge_id is not None:
        return [device.pledge_id]
    if device.purchase_id is None or device.purchase_place is None:
        return []
    price = select(purchases.c.price).where(purchases.c.id == device.purchase_id).scalar_subquery()
    begins, ends = price * (device.purchase_place - 1), price * device.purchase_place
    of_it = and_(
        purchase_funds.c.purchase_id == device.purchase_id,
        purchase_funds.c.start < ends,
        purchase_funds.c.start + purchase_funds.c.minor > begins,
    )
    paid = select(receipts.c.pledge_id).join(purchase_funds, purchase_funds.c.receipt_id == receipts.c.id)
    rows = await tx.work.rows(paid.where(of_it, receipts.c.pledge_id.is_not(None)).distinct())
    return sorted(row.pledge_id for row in rows)


async def devices_bought_with(tx: World, pledge: int) -> list[int]:
    """The devices in the books that a gift's money paid for, wholly or in part; by their numbers."""
    price = purchases.c.price
    of_it = (
        (purchase_funds.c.start < devices.c.purchase_place * price)
        & (purchase_funds.c.start + purchase_funds.c.minor > (devices.c.purchase_place - 1) * price)
        & (devices.c.status != "withdrawn")
    )
    there = (
        select(devices.c.id)
        .join(purchases, purchases.c.id == devices.c.purchase_id)
        .join(purchase_funds, purchase_funds.c.purchase_id == purchases.c.id)
        .join(receipts, receipts.c.id == purchase_funds.c.receipt_id)
        .where(receipts.c.pledge_id == pledge, of_it)
    )
    return [row.id for row in await tx.work.rows(there.distinct().order_by(devices.c.id))]


async def _taken_in(tx: World, wanted: Collection[int]) -> dict[tuple[int, int], tuple[str, str]]:
    """(state, where it lies) of the devices of these purchases that are in the books, by (purchase, piece)."""
    came = select(devices.c.purchase_id, devices.c.purchase_place, devices.c.status, units.c.name)
    came = came.join(units, units.c.id == devices.c.holder_id)
    came = came.where(devices.c.purchase_id.in_(wanted), devices.c.status != "withdrawn")
    return {(purchase, place): (status, name) for purchase, place, status, name in await tx.work.rows(came)}


async def _anything(tx: World) -> bool:
    row = await tx.work.one(select(func.count()).where(purchases.c.drive == tx.drive))
    return bool(row[0])
