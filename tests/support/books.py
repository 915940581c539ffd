"""Deeds done for people of a rig without a talk around them, and the test whether its books are whole."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from sqlalchemy import select

from bot.chat.phrase import Cash
from bot.programme.giving import pledges
from bot.programme.ledger import entries as ledger
from bot.programme.ledger import tallies
from bot.programme.money.receipt_sums import item_of
from bot.programme.world import World
from bot.storage import talks
from bot.storage.tables import pledges as pledge_rows
from bot.storage.tables import receipts as receipt_rows
from tests.support.rig import SITE, Rig


@asynccontextmanager
async def acting(rig: Rig, who: str) -> AsyncIterator[World]:
    """The surroundings of somebody's deed, in a transaction of its own."""
    async with rig.work() as work:
        me = (await talks.load(work, [rig.address(who)]))[rig.address(who)]
        world = World(work, {rig.plan.slug: rig.plan}, rig.plan.slug, rig.secrecy, me, site=SITE)
        yield world
    rig.app.turn.carry(world.out)
    await rig.idle()


async def makes_pledge(rig: Rig, who: str, sum: int, unit: str = "") -> str:
    """Somebody pledges a sum; returns the code."""
    async with acting(rig, who) as tx:
        number = await rig.unit(tx.work, unit) if unit else None
        made = await pledges.add_cash_pledge(tx, cash=Cash(sum), donor="self", name="An", unit=number)
    return made.code


async def state(rig: Rig, code: str) -> str:
    [row] = await rig.rows(select(pledge_rows.c.status).where(pledge_rows.c.code == code))
    return str(row.status)


async def all_receipts(rig: Rig) -> list[Any]:
    return list(await rig.rows(select(receipt_rows).order_by(receipt_rows.c.id)))


async def holds(rig: Rig) -> None:
    """The books are whole: the ledger, the running sums, the parts and the pledges all say what the receipts say."""
    verdict = await rig.app.ask(ledger.verify)
    assert verdict.whole, verdict
    found = await all_receipts(rig)
    for item in (tallies.RECEIVED, tallies.GRANTED, tallies.SPENT):
        summed = sum(row.vnd or 0 for row in found if item_of(row.status, row.minor) == item)
        assert (await rig.app.ask(partial(tallies.received, item=item))).amount == summed, item
    tills = [row for row in found if row.holder_id is not None and item_of(row.status, row.minor) == tallies.RECEIVED]
    assert (await rig.app.ask(tallies.came)).by_hand == sum(row.vnd or 0 for row in tills)
    for row in found:
        if row.status == "split":
            assert sum(part.minor for part in found if part.parent_id == row.id) == row.minor
    for row in await rig.rows(select(pledge_rows).where(pledge_rows.c.kind == "cash")):
        paid = sum(one.minor for one in found if one.pledge_id == row.id)
        if row.status == "cancelled":
            assert paid <= 0
        else:
            assert (row.status == "received") == (paid >= row.minor), (row.status, paid, row.minor)
    async with rig.work() as work:
        world = World(work, {rig.plan.slug: rig.plan}, rig.plan.slug, rig.secrecy)
        by_unit = {unit: sum.amount for unit, _name, sum in await tallies.by_unit(world, tallies.RECEIVED)}
    units = {row.id: row.unit_id for row in await rig.rows(select(pledge_rows))}
    counted: dict[int, int] = {}
    for one in found:
        unit = (units[one.pledge_id] if one.pledge_id else None) or one.holder_id
        if unit and item_of(one.status, one.minor) == tallies.RECEIVED:
            counted[unit] = counted.get(unit, 0) + (one.vnd or 0)
    assert by_unit == {unit: sum for unit, sum in counted.items() if sum > 0}
