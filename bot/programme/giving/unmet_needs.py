"""What is missing now, and what a sum would do about it: counted from the books and the plan's prices, never invented.

Counted so that the gap is rather shown too small than too large. A student's need is open unless something may meet it:

    unmet devices       students on the list who need one
                        − devices taken in that are not for spare parts and not withdrawn, wherever they are now
                        − pieces of open pledges, all of them, even if some have come in already
    unmet connections   students on the list who need one
                        − wifi devices and SIM cards, counted likewise
                        − quotas of services that are pledged or in force and not over

Money is not taken off: what it will buy is not decided yet. Only numbers leave here, nothing of a student.
"""

from __future__ import annotations

from typing import Final

import msgspec
from sqlalchemy import func, select

from bot.chat.phrase import Cash
from bot.chat.words import fact
from bot.programme.giving.pledges import converted
from bot.programme.giving.services import quotas
from bot.programme.giving.terms import priced
from bot.programme.plan.gifts import Item
from bot.programme.students import students
from bot.programme.world import World
from bot.storage.tables import devices, pledge_goods, pledge_services, pledges
from bot.storage.tables import students as students_table

SMALLEST_SHARE: Final = 10
"""Less than a tenth of a thing is not named: no gift shall look small."""
RESTS_ON: Final = frozenset({students_table, devices, pledge_goods, pledge_services, pledges})
"""The tables of which the count may change with any line written."""


class Price(msgspec.Struct, frozen=True):
    """A thing of the catalogue that meets a need ("device" or "connection"), and what one is about, in đồng."""

    item: str
    name: dict[str, str]
    plural: dict[str, str]
    meets: str
    costs: int


class Missing(msgspec.Struct, frozen=True):
    """How many students' needs nothing is in sight for, and the plan's prices of what would meet them."""

    devices: int
    connections: int
    prices: list[Price]
    listed: int = 0  # how many students are on the list at all


class Meant(msgspec.Struct, frozen=True):
    """What a sum would do: buy `count` whole ones of a thing; where that is 0, `share` such sums buy one."""

    name: dict[str, str]
    plural: dict[str, str]
    meets: str
    count: int
    share: int
    unmet: int


def meant_by(sum: int, missing: Missing) -> Meant | None:
    """What a sum in đồng would do for the needs that are open; a device before a connection, the cheapest of a kind.

    None where nothing is missing or priced, or where it is less than a tenth of anything.
    """
    unmet = {"device": missing.devices, "connection": missing.connections}
    open_ones = [price for price in missing.prices if unmet[price.meets] > 0]
    cheapest = {price.meets: price for price in sorted(open_ones, key=lambda price: (-price.costs, price.item))}
    needs = [cheapest[need] for need in ("device", "connection") if need in cheapest]
    for price in needs:
        count = min(sum // price.costs, unmet[price.meets])
        if count:
            return Meant(price.name, price.plural, price.meets, count, 0, unmet[price.meets])
    for price in needs:
        share = -(-price.costs // sum) if sum > 0 else 0
        if 1 < share <= SMALLEST_SHARE:
            return Meant(price.name, price.plural, price.meets, 0, share, unmet[price.meets])
    return None


@fact("gap.missing")
async def missing_now(tx: World) -> Missing:
    """What is missing at this moment; numbers that everybody may see."""
    return await tx.work.once(f"missing:{tx.drive}", RESTS_ON, lambda: _missing(tx))


async def _missing(tx: World) -> Missing:
    listed, need_device, need_connection = await students.counts(tx)
    if not need_device and not need_connection:
        return Missing(0, 0, [price for item in tx.plan.catalogue for price in _price(item)], listed)
    there = await _things_there(tx)
    for status in ("promised", "received"):
        for key, quota in (await quotas(tx, status)).items():
            there[key] = there.get(key, 0) + quota
    met = {"device": 0, "connection": 0}
    prices = []
    for item in tx.plan.catalogue:
        if item.meets is not None:
            met[item.meets] += there.get(item.key, 0)
            prices += _price(item)
    return Missing(max(0, need_device - met["device"]), max(0, need_connection - met["connection"]), prices, listed)


@fact("gap.meant")
async def what_it_means(tx: World, *, cash: Cash) -> Meant | None:
    """What a sum would do now; foreign sums at the plan's rate. None where there is nothing true to say."""
    dong, _rate = converted(tx.plan, cash)
    return meant_by(dong, await missing_now(tx)) if dong and priced(tx.plan) else None


async def _things_there(tx: World) -> dict[str, int]:
    """Pieces in the books by item: taken in and of use, or still pledged."""
    taken = select(devices.c.item, func.count()).where(
        devices.c.drive == tx.drive, devices.c.status.not_in(("parts", "withdrawn"))
    )
    pledged = (
        select(pledge_goods.c.item, func.sum(pledge_goods.c.count))
        .join(pledges, pledges.c.id == pledge_goods.c.pledge_id)
        .where(pledges.c.drive == tx.drive, pledges.c.status == "promised")
    )
    found: dict[str, int] = {}
    for statement in (taken.group_by(devices.c.item), pledged.group_by(pledge_goods.c.item)):
        for item, pieces in await tx.work.rows(statement):
            found[item] = found.get(item, 0) + int(pieces)
    return found


def _price(item: Item) -> list[Price]:
    if item.costs is None or item.meets is None:
        return []
    return [Price(item.key, item.name, item.plural or item.name, item.meets, item.costs)]
