"""What receipts weigh: in the running sums, and for the pledges they were given for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import func, select, update

from bot import texts
from bot.chat.phrase import Cash
from bot.programme.giving import journey
from bot.programme.ledger import tallies
from bot.programme.money.drawing import GIVEN_BACK, redraw
from bot.programme.world import World
from bot.storage.rows.giving import StoredCashPledge
from bot.storage.tables import pledges, receipts

NOWHERE: Final = ("split", "forwarded", "void")
"""Parts stand for what was split, what was handed on counts already, and what was wrong never did."""


def item_of(status: str, minor: int) -> str | None:
    """Under which item a receipt is summed up: what goes out is spent, unless it is a gift given back."""
    if status in NOWHERE:
        return None
    if status == "granted":
        return tallies.GRANTED
    return tallies.RECEIVED if minor > 0 or status == "matched" else tallies.SPENT


def items_of(status: str, minor: int, by_hand: bool) -> tuple[str, ...]:
    """Every item under which a receipt is summed up; what came into a till counts as that besides."""
    item = item_of(status, minor)
    if item is None:
        return ()
    return (item, tallies.BY_HAND) if by_hand and item == tallies.RECEIVED else (item,)


def tally(
    tx: World, *, status: str, unit: int | None, minor: int, vnd: int | None, by_hand: bool, times: int = 1
) -> None:
    """Adds a receipt to the running sums, or with `times` -1 takes it out again."""
    period = tallies.period_at(tx.plan, tx.now)
    for item in items_of(status, minor, by_hand):
        tx.work.tally(tx.drive, period, unit or 0, item, times * (minor > 0), times * (vnd or 0))


async def summed(tx: World) -> dict[str, int]:
    """What the receipts come to, in đồng by item, without items that come to nothing: the running sums must say so."""
    worth = func.coalesce(func.sum(receipts.c.vnd), 0)
    came_in, by_hand = (receipts.c.minor > 0).label("came"), receipts.c.holder_id.is_not(None).label("by_hand")
    by_state = select(receipts.c.status, came_in, by_hand, worth)
    by_state = by_state.where(receipts.c.drive == tx.drive).group_by(receipts.c.status, came_in, by_hand)
    found: dict[str, int] = {}
    for status, came, hand, dong in await tx.work.rows(by_state):
        for item in items_of(status, 1 if came else -1, bool(hand)):
            found[item] = found.get(item, 0) + int(dong)
    return {item: dong for item, dong in found.items() if dong}


async def count(tx: World, bound: Sequence[tuple[StoredCashPledge, Cash]]) -> None:
    """Sets pledges' states by all that has come in for them, and tells their donors of each (pledge, sum)."""
    by_id = {pledge.id: pledge for pledge, _cash in bound}
    for pledge in by_id.values():
        if pledge.status == "cancelled" and any(one.id == pledge.id and cash.minor > 0 for one, cash in bound):
            revived = update(pledges).where(pledges.c.id == pledge.id)
            await tx.work.execute(revived.values(status="promised", ended_at=None))
            period = tallies.period_at(tx.plan, tx.now)
            tx.work.tally(tx.drive, period, pledge.unit_id or 0, "cash", 1, pledge.vnd or 0)
    await weigh(tx, list(by_id.values()))
    less = dict.fromkeys(pledge.id for pledge, cash in bound if cash.minor < 0)
    instead = await redraw(tx, less, texts.plain(GIVEN_BACK, tx.plan.language))
    await journey.moved(tx, list(dict.fromkeys([*by_id, *instead])))


async def weigh(tx: World, weighed: Sequence[StoredCashPledge]) -> dict[int, Cash]:
    """Sets pledges' states by all that was received for them; returns that, in the pledge's currency or in đồng."""
    if not weighed:
        return {}
    sums = select(receipts.c.pledge_id, receipts.c.currency, func.sum(receipts.c.minor), func.sum(receipts.c.vnd))
    sums = sums.where(receipts.c.pledge_id.in_([pledge.id for pledge in weighed]))
    own: dict[int, int] = {}
    dong: dict[int, int] = {}
    currency = {pledge.id: pledge.currency for pledge in weighed}
    for pledge, kept, minor, vnd in await tx.work.rows(sums.group_by(receipts.c.pledge_id, receipts.c.currency)):
        own[pledge] = own.get(pledge, 0) + (int(minor) if kept == currency[pledge] else 0)
        dong[pledge] = dong.get(pledge, 0) + int(vnd or 0)
    paid: dict[int, Cash] = {}
    there: list[int] = []
    missing: list[int] = []
    for pledge in weighed:
        mine, worth = own.get(pledge.id, 0), dong.get(pledge.id, 0)
        enough = mine >= pledge.minor or (pledge.vnd is not None and worth >= pledge.vnd)
        (there if enough else missing).append(pledge.id)
        paid[pledge.id] = Cash(mine, pledge.currency) if mine or not worth else Cash(worth)
    received = update(pledges).where(pledges.c.id.in_(there), pledges.c.status == "promised")
    await tx.work.execute(received.values(status="received", ended_at=tx.now, remind_at=None))
    again = update(pledges).where(pledges.c.id.in_(missing), pledges.c.status == "received")
    await tx.work.execute(again.values(status="promised", ended_at=None))
    # Whoever was given money back is not asked for it again.
    returned = select(receipts.c.pledge_id).where(receipts.c.pledge_id.in_(missing), receipts.c.minor < 0)
    quiet = update(pledges).where(pledges.c.id.in_(returned), pledges.c.remind_at.is_not(None))
    await tx.work.execute(quiet.values(remind_at=None))
    return paid
