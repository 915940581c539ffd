"""Which đồng of which receipts paid for a purchase: drawn once, the oldest first, and never what was given back.

The đồng of a purchase are numbered from 0; each stretch of them comes from one receipt. Money that came into the same
till or account is drawn before any other, and only what is settled: gifts, budget and fund money, and money of which
nobody can tell the donor. In the ledger each stretch is an entry "drawn" of its receipt, below zero, and their sum is
the entry "bought" of the money that went out; so the entries of a receipt come to what is left of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final

import msgspec
from sqlalchemy import and_, delete, func, select, update

from bot.chat.phrase import Cash, Phrase, _
from bot.chat.words import Refused
from bot.programme import codes
from bot.programme.ledger import entries as ledger
from bot.programme.world import World
from bot.storage.rows.money import StoredReceipt
from bot.storage.rows.purchases import StoredFund, StoredPurchase
from bot.storage.tables import purchase_funds as funds
from bot.storage.tables import purchases, receipts

SETTLED: Final = ("matched", "granted", "unknown")
"""States of a receipt in which its money may be drawn."""


class FreeMoney(msgspec.Struct):
    """What is left of a receipt, in minor units."""

    receipt: int
    pledge: int | None
    source: str
    minor: int


async def free_money(tx: World, currency: str, account: str = "") -> list[FreeMoney]:
    """What may still be drawn, in the order in which it is: of `account` first, then the oldest."""
    drawn = select(funds.c.receipt_id, func.sum(funds.c.minor).label("minor")).group_by(funds.c.receipt_id).subquery()
    left = receipts.c.minor - func.coalesce(drawn.c.minor, 0)
    mine = and_(receipts.c.drive == tx.drive, receipts.c.currency == currency, receipts.c.status.in_(SETTLED))
    found = select(receipts.c.id, receipts.c.pledge_id, receipts.c.source, left.label("left"))
    found = found.outerjoin(drawn, drawn.c.receipt_id == receipts.c.id).where(mine, receipts.c.minor > 0, left > 0)
    rows = await tx.work.rows(found.order_by(receipts.c.account != account, receipts.c.moved_at, receipts.c.id))
    free = [FreeMoney(row.id, row.pledge_id, row.source, int(row.left)) for row in rows]
    back = select(receipts.c.pledge_id, func.sum(-receipts.c.minor)).where(mine, receipts.c.minor < 0)
    owed = {
        pledge: int(minor)
        for pledge, minor in await tx.work.rows(back.where(receipts.c.pledge_id.is_not(None)).group_by("pledge_id"))
    }
    for one in reversed(free):
        if one.pledge in owed:
            owed[one.pledge] -= _take(one, owed[one.pledge])
    debt = sum(owed.values())
    for one in reversed(free):
        debt -= _take(one, debt)
    return [one for one in free if one.minor]


async def fill(tx: World, purchase: StoredPurchase, start: int, minor: int) -> int:
    """Draws free money for `minor` đồng of a purchase from the `start`th on; returns how many of them it found."""
    account = await tx.work.one(select(receipts.c.account).where(receipts.c.id == purchase.receipt_id))
    found = 0
    for one in await free_money(tx, purchase.currency, account.account):
        piece = _take(one, minor - found)
        if piece:
            key = {"purchase_id": purchase.id, "start": start + found}
            tx.work.add(funds, **key, receipt_id=one.receipt, minor=piece)
            await _enter_drawn(tx, purchase, one.receipt, -piece)
            found += piece
    return found


async def enter_bought(tx: World, purchase: StoredPurchase, minor: int, reason: str) -> None:
    """The entry of the money that went out: so much of it is accounted for; below zero where it is no longer."""
    cash = Cash(minor, purchase.currency)
    await ledger.enter(tx, "bought", about=purchase.code, receipt=purchase.receipt_id, cash=cash, reason=reason)


async def put_back(tx: World, purchase: StoredPurchase, reason: str) -> None:
    """Takes all of a purchase's đồng back to their receipts."""
    mine = await funds_of(tx, purchase.id)
    for one in mine:
        await _enter_drawn(tx, purchase, one.receipt_id, one.minor, reason)
    await tx.work.execute(delete(funds).where(funds.c.purchase_id == purchase.id))
    if mine:
        await enter_bought(tx, purchase, -sum(one.minor for one in mine), reason)


async def redraw(tx: World, pledges: Collection[int], reason: str) -> list[int]:
    """Takes what was given back of these pledges out of the purchases it had paid, and draws other money instead.

    Where there is none, those đồng of a purchase come from nowhere until `retrace`. Returns the pledges drawn instead.
    """
    drawn: list[int] = []
    for pledge in pledges:
        mine = and_(receipts.c.pledge_id == pledge, receipts.c.drive == tx.drive)
        kept = select(receipts.c.currency, func.sum(receipts.c.minor)).where(mine).group_by(receipts.c.currency)
        left = {currency: int(minor) for currency, minor in await tx.work.rows(kept)}
        paid = select(funds, receipts.c.currency).join(receipts, receipts.c.id == funds.c.receipt_id).where(mine)
        for row in await tx.work.rows(paid.order_by(funds.c.purchase_id, funds.c.start)):
            over = row.minor - max(left[row.currency], 0)
            left[row.currency] -= row.minor
            if over > 0:
                drawn += await _replace(tx, row, min(over, row.minor), reason)
    return drawn


async def retrace(tx: World, purchase: StoredPurchase, reason: str) -> int:
    """Draws money for those đồng of a purchase that come from nowhere; returns how many still do."""
    missing = 0
    for start, minor in gaps(await funds_of(tx, purchase.id), purchase.count * purchase.price):
        found = await fill(tx, purchase, start, minor)
        if found:
            await enter_bought(tx, purchase, found, reason)
        missing += minor - found
    return missing


def gaps(rows: Iterable[StoredFund], whole: int) -> list[tuple[int, int]]:
    """(start, number) of the đồng of a purchase that no receipt stands for; `rows` in their order."""
    found, at = [], 0
    for row in rows:
        if row.start > at:
            found.append((at, row.start - at))
        at = row.start + row.minor
    return [*found, (at, whole - at)] if at < whole else found


async def funds_of(tx: World, purchase: int) -> Sequence[StoredFund]:
    """What paid for a purchase, from its first đồng to its last."""
    rows: Sequence[StoredFund] = await tx.work.rows(
        select(funds).where(funds.c.purchase_id == purchase).order_by(funds.c.start)
    )
    return rows


async def require_unspent(tx: World, row: StoredReceipt) -> None:
    """Refuses to take a receipt out of the books, or to call it something else, while a purchase rests on it."""
    ours = select(purchases.c.code).where(purchases.c.drive == tx.drive, purchases.c.status == "standing")
    if row.minor < 0:
        found = await tx.work.one(ours.where(purchases.c.receipt_id == row.id))
    else:
        found = await tx.work.one(
            ours.join(funds, funds.c.purchase_id == purchases.c.id).where(funds.c.receipt_id == row.id)
        )
    if found is not None:
        raise Refused(_("The purchase {code} was paid with this money. Please take that back first.",
                        code=codes.shown(found.code)))  # fmt: skip


async def _replace(tx: World, row: StoredFund, minor: int, reason: str) -> list[int]:
    """Takes the last `minor` đồng of a stretch back, and draws other money for them."""
    mine = and_(funds.c.purchase_id == row.purchase_id, funds.c.start == row.start)
    if minor == row.minor:
        await tx.work.execute(delete(funds).where(mine))
    else:
        await tx.work.execute(update(funds).where(mine).values(minor=row.minor - minor))
    purchase: StoredPurchase = await tx.work.one(select(purchases).where(purchases.c.id == row.purchase_id))
    await _enter_drawn(tx, purchase, row.receipt_id, minor, reason)
    start = row.start + row.minor - minor
    found = await fill(tx, purchase, start, minor)
    if found < minor:
        await enter_bought(tx, purchase, found - minor, reason)
    there = and_(funds.c.purchase_id == row.purchase_id, funds.c.start >= start, funds.c.start < start + minor)
    by = select(receipts.c.pledge_id).join(funds, funds.c.receipt_id == receipts.c.id).where(there)
    return [one.pledge_id for one in await tx.work.rows(by) if one.pledge_id is not None]


async def _enter_drawn(tx: World, purchase: StoredPurchase, receipt: int, minor: int, reason: str = "") -> None:
    cash = Cash(minor, purchase.currency)
    await ledger.enter(tx, "drawn", about=purchase.code, receipt=receipt, cash=cash, reason=reason)


def _take(one: FreeMoney, most: int) -> int:
    """Takes up to `most` from what is free; returns how much it was."""
    piece = max(min(one.minor, most), 0)
    one.minor -= piece
    return piece


GIVEN_BACK: Final[Phrase] = _("given back to its giver")
"""Why money was taken out of a purchase."""
