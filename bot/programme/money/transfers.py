"""Money handed on from one unit's till to another unit, or to the drive's account; it was counted where it came in.

The sender says what is sent and gets a code. By hand, the receiver counts and acknowledges it, and it lies in that till
from then on. By bank, the code stands in the memo, and the bank's own line acknowledges it, in parts if it comes so.
Until then it is on its way, and still the sender's to answer for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import ColumnElement, func, select, update

from bot.chat.phrase import Cash, _
from bot.chat.words import Refused, deed, fact
from bot.programme import codes
from bot.programme.ledger import entries as ledger
from bot.programme.money.between_units import (
    Target,
    end,
    ends_of,
    require_second_person,
    targets_of,
    tell_sender,
    waiting,
)
from bot.programme.people.roles import require
from bot.programme.world import World
from bot.storage.rows.money import StoredTransfer
from bot.storage.tables import receipts, transfers, units

CASHIERS: Final = ("unit_contact", "deputy", "coordinator", "accountant", "manager")
"""Who may keep a unit's cash book and hand its money on."""


class Sent(msgspec.Struct, frozen=True):
    """A transfer as the two units see it."""

    number: int
    code: str
    cash: Cash
    way: str
    status: str
    sender: str
    receiver: str
    made_at: datetime


@fact("transfer.targets")
async def targets(tx: World, *, unit: int) -> list[Target]:
    """Where the plan has a unit hand its money on to, nearest first."""
    return await targets_of(tx, unit, "cash")


@deed("transfer.acknowledge")
async def acknowledge(tx: World, *, number: int) -> Sent:
    """The receiver has counted what was brought; it lies in the receiver's till now."""
    row = await waiting(tx, number, goods=False)
    await require(tx, row.to_id, *CASHIERS)
    if row.way != "hand":
        raise Refused(_("This comes by bank; the bank's own line will acknowledge it."))
    await require_second_person(tx, row)
    await end(tx, row, "acknowledged")
    cash = _sum(row)
    await ledger.enter(tx, "handed_on", about=row.code, cash=Cash(-cash.minor, cash.currency))
    await ledger.enter(tx, "taken_over", about=row.code, cash=cash)
    await tell_sender(tx, row, _("{sum} has arrived and is acknowledged, code {code}.", **_told(row)))
    return await seen(tx, row.id)


@deed("transfer.refuse")
async def refuse(tx: World, *, number: int, why: str) -> Sent:
    """The receiver says that it is not right; the money stays in the sender's till."""
    row = await waiting(tx, number, goods=False)
    await require(tx, row.to_id, *CASHIERS)
    await end(tx, row, "refused")
    said = _("{sum}, code {code}, was not acknowledged: {why}. It still lies in your till.", why=why, **_told(row))
    await tell_sender(tx, row, said)
    return await seen(tx, row.id)


@deed("transfer.take_back")
async def take_back(tx: World, *, number: int) -> Sent:
    """The sender takes back what nobody has acknowledged yet."""
    row = await waiting(tx, number, goods=False)
    await require(tx, row.from_id, *CASHIERS)
    if await _arrived_so_far(tx, row.id):
        raise Refused(_("A part of it has arrived already, so it cannot be taken back."))
    await end(tx, row, "taken_back")
    return await seen(tx, row.id)


@fact("transfer.mine")
async def transfers_of(tx: World, *, unit: int, most: int = 10) -> list[Sent]:
    """A unit's transfers, out and in, the latest first."""
    await require(tx, unit, *CASHIERS)
    ends = (transfers.c.from_id == unit) | (transfers.c.to_id == unit)
    mine = (transfers.c.drive == tx.drive) & (transfers.c.way != "goods") & ends
    rows = await tx.work.rows(select(transfers.c.id).where(mine).order_by(transfers.c.id.desc()).limit(most))
    return [await seen(tx, row.id) for row in rows]


def _by_bank(tx: World) -> ColumnElement[bool]:
    """Those by bank that have not fully arrived."""
    return (transfers.c.drive == tx.drive) & (transfers.c.way == "bank") & (transfers.c.status == "sent")


async def under_way(tx: World, wanted: Sequence[str]) -> dict[str, StoredTransfer]:
    """Transfers by bank that have not fully arrived, by code."""
    if not wanted:
        return {}
    rows = await tx.work.rows(select(transfers).where(_by_bank(tx), transfers.c.code.in_(wanted)))
    return {row.code: row for row in rows}


async def like(tx: World, cash: Cash, most: int = 2) -> list[tuple[str, str]]:
    """Codes and senders of transfers by bank of just this sum that nobody has seen arrive, the latest first."""
    same = (transfers.c.minor == cash.minor) & (transfers.c.currency == cash.currency)
    found = select(transfers.c.code, units.c.name).join(units, units.c.id == transfers.c.from_id)
    rows = await tx.work.rows(found.where(_by_bank(tx), same).order_by(transfers.c.id.desc()).limit(most))
    return [(row.code, row.name) for row in rows]


async def awaited(tx: World) -> list[tuple[StoredTransfer, Cash]]:
    """Transfers by bank that have not fully arrived, each with what is still missing of it."""
    came = select(func.coalesce(func.sum(receipts.c.minor), 0)).where(receipts.c.transfer_id == transfers.c.id)
    rest = (transfers.c.minor - came.scalar_subquery()).label("rest")
    found = await tx.work.rows(select(transfers, rest).where(_by_bank(tx)).order_by(transfers.c.id))
    return [(row, Cash(int(row.rest), row.currency)) for row in found]


async def arrived(tx: World, transfer: StoredTransfer, receipt: int, cash: Cash) -> None:
    """Counts what the bank tells of a transfer out of the sender's till; all there, it is acknowledged."""
    out = Cash(-cash.minor, cash.currency)
    await ledger.enter(tx, "handed_on", about=transfer.code, receipt=receipt, cash=out)
    if await _arrived_so_far(tx, transfer.id) >= _sum(transfer).minor:
        await end(tx, transfer, "acknowledged")
        await tell_sender(tx, transfer, _("{sum} has arrived and is acknowledged, code {code}.", **_told(transfer)))


async def not_arrived(tx: World, transfer: int) -> None:
    """A receipt that was taken for a transfer's was none; call it once the receipt is open again."""
    row: StoredTransfer = await tx.work.one(select(transfers).where(transfers.c.id == transfer))
    if row.status == "acknowledged" and await _arrived_so_far(tx, row.id) < _sum(row).minor:
        again = update(transfers).where(transfers.c.id == row.id)
        await tx.work.execute(again.values(status="sent", ended_by=None, ended_at=None))


async def _arrived_so_far(tx: World, transfer: int) -> int:
    sums = select(func.coalesce(func.sum(receipts.c.minor), 0)).where(receipts.c.transfer_id == transfer)
    return int((await tx.work.one(sums))[0])


def _sum(row: StoredTransfer) -> Cash:
    assert row.minor is not None  # as the table has it for all but goods
    assert row.currency is not None
    return Cash(row.minor, row.currency)


def _told(row: StoredTransfer) -> dict[str, Cash | str]:
    return {"sum": _sum(row), "code": codes.shown(row.code)}


async def seen(tx: World, number: int) -> Sent:
    """A transfer by its number, for those who have been let in already."""
    row, ends = await ends_of(tx, number)
    return Sent(row.id, row.code, _sum(row), row.way, row.status, ends.sender, ends.receiver, row.made_at)
