"""Purchases compared with the ledger and with what paid for them: no đồng from nowhere, and none spent twice."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import msgspec
from sqlalchemy import func, select

from bot.programme.money.drawing import gaps
from bot.programme.world import World
from bot.storage.rows.purchases import StoredPurchase
from bot.storage.tables import devices, entries, purchase_funds, purchases, receipts


class BookFault(msgspec.Struct, frozen=True):
    """Something that does not agree: the ledger's line, 0 where none is meant, and what is wrong with it."""

    line: int
    what: str


class Spending(msgspec.Struct, frozen=True):
    """What purchases drew from receipts that came in, and account for of those that went out, in minor units."""

    drawn: dict[int, int]
    bought: dict[int, int]

    def of(self, receipt: int) -> int:
        """What the ledger has taken off a receipt for purchases; below zero where it went out."""
        return self.drawn.get(receipt, 0) - self.bought.get(receipt, 0)


async def spending_of(tx: World) -> Spending:
    """What the purchases of a drive say."""
    of_drive = select(purchase_funds, purchases.c.receipt_id.label("paid")).where(purchases.c.drive == tx.drive)
    rows = await tx.work.rows(of_drive.join(purchases, purchases.c.id == purchase_funds.c.purchase_id))
    drawn = _sums((row.receipt_id, row.minor) for row in rows)
    return Spending(drawn, _sums((row.paid, row.minor) for row in rows))


async def purchase_faults(tx: World, spending: Spending) -> list[BookFault]:
    """Whatever does not agree."""
    found = select(purchases).where(purchases.c.drive == tx.drive).order_by(purchases.c.id)
    rows = await tx.work.rows(found)
    faults = [fault for row in rows for fault in await _purchase(tx, row)]
    return [*faults, *await _receipts(tx, spending), *await _gifts(tx), *await _outlays(tx)]


async def _purchase(tx: World, row: StoredPurchase) -> list[BookFault]:
    """One purchase against its stretches, its lines of the ledger, and the devices of it that are in the books."""
    funds = await tx.work.rows(
        select(purchase_funds).where(purchase_funds.c.purchase_id == row.id).order_by(purchase_funds.c.start)
    )
    paid, whole = sum(one.minor for one in funds), row.count * row.price
    faults = []
    if row.status != "standing" and funds:
        faults.append(f"purchase {row.code} is taken back, and still holds money")
    if row.status == "standing" and (paid > whole or paid + sum(minor for _at, minor in gaps(funds, whole)) != whole):
        faults.append(f"the stretches of purchase {row.code} do not lie side by side")
    lines = select(entries.c.sort, func.sum(entries.c.minor)).where(entries.c.drive == tx.drive)
    lines = lines.where(entries.c.about == row.code, entries.c.sort.in_(("drawn", "bought"))).group_by(entries.c.sort)
    said = {sort: int(minor) for sort, minor in await tx.work.rows(lines)}
    if (said.get("drawn", 0), said.get("bought", 0)) != (-paid, paid):
        faults.append(f"purchase {row.code} holds {paid:,}, the ledger says {said.get('bought', 0):,}")
    there = select(func.count(), func.max(devices.c.purchase_place))
    there = there.where(devices.c.purchase_id == row.id, devices.c.status != "withdrawn")
    pieces, last = await tx.work.one(there)
    if pieces and (row.status != "standing" or last > row.count):
        faults.append(f"more devices came in of purchase {row.code} than were bought")
    return [BookFault(0, what) for what in faults]


async def _receipts(tx: World, spending: Spending) -> list[BookFault]:
    """No receipt gave more than it had."""
    mine = select(receipts.c.id, receipts.c.minor).where(receipts.c.id.in_(list(spending.drawn)))
    return [
        BookFault(0, f"{spending.drawn[row.id]:,} were drawn from receipt {row.id}, which holds {row.minor:,}")
        for row in await tx.work.rows(mine)
        if spending.drawn[row.id] > row.minor
    ]


async def _gifts(tx: World) -> list[BookFault]:
    """No gift bought something with what it was given back."""
    whose = receipts.c.pledge_id, receipts.c.currency
    mine = (receipts.c.drive == tx.drive) & receipts.c.pledge_id.is_not(None)
    kept = select(*whose, func.sum(receipts.c.minor)).where(mine).group_by(*whose)
    paid = select(*whose, func.sum(purchase_funds.c.minor)).where(mine).group_by(*whose)
    paid = paid.join(purchase_funds, purchase_funds.c.receipt_id == receipts.c.id)
    left = {(pledge, currency): int(minor) for pledge, currency, minor in await tx.work.rows(kept)}
    return [
        BookFault(0, f"gift {pledge} paid {int(minor):,}, and came to {left[pledge, currency]:,}")
        for pledge, currency, minor in await tx.work.rows(paid)
        if int(minor) > left[pledge, currency]
    ]


async def _outlays(tx: World) -> list[BookFault]:
    """No money that went out paid for more than it was."""
    cost = select(purchases.c.receipt_id, receipts.c.minor, receipts.c.status, purchases.c.count * purchases.c.price)
    cost = cost.join(receipts, receipts.c.id == purchases.c.receipt_id)
    cost = cost.where(purchases.c.drive == tx.drive, purchases.c.status == "standing").order_by(purchases.c.receipt_id)
    faults = []
    for receipt, group in groupby(await tx.work.rows(cost), key=lambda row: row.receipt_id):
        rows = list(group)
        if rows[0].status != "spent" or sum(int(row[3]) for row in rows) > -rows[0].minor:
            faults.append(BookFault(0, f"receipt {receipt} does not pay for what was bought with it"))
    return faults


def _sums(rows: Iterable[tuple[int, int]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for key, minor in rows:
        found[key] = found.get(key, 0) + minor
    return found
