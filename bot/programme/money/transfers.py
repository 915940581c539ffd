"""Money handed on from one unit's till to another unit, or to the drive's account; it was counted where it came in.

The sender says what is sent and gets a code. By hand, the receiver counts and acknowledges it, and it lies in that till
from then on. By bank, the code stands in the memo, and the bank's own line acknowledges it, in parts if it comes so.
Until then it is on its way, and still the sender's to answer for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import func, select, update

from bot.chat.phrase import Cash, Phrase, _
from bot.chat.words import Offer, Refused, deed, fact
from bot.programme import codes
from bot.programme.ledger import entries as ledger
from bot.programme.money.tills import on_its_way, till
from bot.programme.people.contacts import holders, reachable, same_person
from bot.programme.people.roles import require
from bot.programme.world import World
from bot.storage.ids import new_id
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


class Target(msgspec.Struct, frozen=True):
    """Where a unit may hand money on to."""

    unit: int
    name: str


@fact("transfer.targets")
async def targets(tx: World, *, unit: int) -> list[Target]:
    """Where the plan has a unit hand its money on to, nearest first."""
    row = await tx.work.one(select(units.c.key, units.c.kind).where(units.c.id == unit, units.c.drive == tx.drive))
    if row is None:
        return []
    cash = [rule for rule in tx.plan.forwarding if "cash" in rule.what]
    keys = [rule.to for rule in cash if row.key in rule.units or row.kind in rule.kinds]
    if not keys and row.key != tx.plan.organiser.unit:
        keys = [tx.plan.organiser.unit]
    rows = await tx.work.rows(select(units).where(units.c.drive == tx.drive, units.c.key.in_(keys)))
    found = {one.key: Target(one.id, one.name) for one in rows}
    return [found[key] for key in dict.fromkeys(keys) if key in found]


@deed("transfer.send")
async def send_on(tx: World, *, unit: int, to: int, cash: Cash, way: str) -> Sent:
    """Notes that a unit hands money on; raises Refused where its till does not hold so much."""
    await require(tx, unit, *CASHIERS)
    if way not in ("bank", "hand") or cash.minor <= 0 or to not in [one.unit for one in await targets(tx, unit=unit)]:
        raise Refused(_("This unit does not hand money on there."))
    under_way = sum(one.minor for one in await on_its_way(tx, unit) if one.currency == cash.currency)
    held = (await till(tx, unit)).get(cash.currency, 0) - under_way
    if cash.minor > held:
        raise Refused(_("The till holds only {held}. Please write what came in into the cash book first.",
                        held=Cash(max(held, 0), cash.currency)))  # fmt: skip
    number, code = new_id(), codes.new_code(tx.plan.code_prefix)
    tx.work.add(
        transfers,
        id=number,
        code=code,
        drive=tx.drive,
        from_id=unit,
        to_id=to,
        way=way,
        minor=cash.minor,
        currency=cash.currency,
        status="sent",
        made_by=tx.actor.id,
        ended_by=None,
        made_at=tx.now,
        ended_at=None,
    )
    sent = await _seen(tx, number)
    if way == "hand":
        said = _("{sender} brings you {sum}, code {code}. Please count it.",
                 sender=sent.sender, sum=cash, code=codes.shown(code))  # fmt: skip
        offers = [Offer(_("✅ I have received it"), f"/nhanchuyen {number}"),
                  Offer(_("It is not right"), f"/tuchoichuyen {number}")]  # fmt: skip
        for contact in await holders(tx, to, CASHIERS):
            if contact.id != tx.actor.id:
                tx.tell(contact, said, offers=offers)
    return sent


@deed("transfer.acknowledge")
async def acknowledge(tx: World, *, number: int) -> Sent:
    """The receiver has counted what was brought; it lies in the receiver's till now."""
    row = await _waiting(tx, number)
    await require(tx, row.to_id, *CASHIERS)
    if row.way != "hand":
        raise Refused(_("This comes by bank; the bank's own line will acknowledge it."))
    if await same_person(tx, row.made_by):
        raise Refused(_("Whoever sent it cannot acknowledge it as well; a second person has to."))
    await _end(tx, row, "acknowledged")
    for sort, times in (("handed_on", -1), ("taken_over", 1)):
        await ledger.enter(tx, sort, about=row.code, cash=Cash(times * row.minor, row.currency))  # type: ignore[arg-type]  # both are sorts
    await _tell_sender(tx, row, _("{sum} has arrived and is acknowledged, code {code}.", **_told(row)))
    return await _seen(tx, row.id)


@deed("transfer.refuse")
async def refuse(tx: World, *, number: int, why: str) -> Sent:
    """The receiver says that it is not right; the money stays in the sender's till."""
    row = await _waiting(tx, number)
    await require(tx, row.to_id, *CASHIERS)
    await _end(tx, row, "refused")
    said = _("{sum}, code {code}, was not acknowledged: {why}. It still lies in your till.", why=why, **_told(row))
    await _tell_sender(tx, row, said)
    return await _seen(tx, row.id)


@deed("transfer.take_back")
async def take_back(tx: World, *, number: int) -> Sent:
    """The sender takes back what nobody has acknowledged yet."""
    row = await _waiting(tx, number)
    await require(tx, row.from_id, *CASHIERS)
    if await _arrived_so_far(tx, row.id):
        raise Refused(_("A part of it has arrived already, so it cannot be taken back."))
    await _end(tx, row, "taken_back")
    return await _seen(tx, row.id)


@fact("transfer.mine")
async def transfers_of(tx: World, *, unit: int, most: int = 10) -> list[Sent]:
    """A unit's transfers, out and in, the latest first."""
    await require(tx, unit, *CASHIERS)
    ends = (transfers.c.from_id == unit) | (transfers.c.to_id == unit)
    mine = (transfers.c.drive == tx.drive) & (transfers.c.way != "goods") & ends
    rows = await tx.work.rows(select(transfers.c.id).where(mine).order_by(transfers.c.id.desc()).limit(most))
    return [await _seen(tx, row.id) for row in rows]


async def under_way(tx: World, wanted: Sequence[str]) -> dict[str, Any]:
    """Transfers by bank that have not fully arrived, by code."""
    if not wanted:
        return {}
    open_ones = (transfers.c.drive == tx.drive) & (transfers.c.way == "bank") & (transfers.c.status == "sent")
    rows = await tx.work.rows(select(transfers).where(open_ones, transfers.c.code.in_(wanted)))
    return {row.code: row for row in rows}


async def arrived(tx: World, transfer: Any, receipt: int, cash: Cash) -> None:
    """Counts what the bank tells of a transfer out of the sender's till; all there, it is acknowledged."""
    out = Cash(-cash.minor, cash.currency)
    await ledger.enter(tx, "handed_on", about=transfer.code, receipt=receipt, cash=out)
    if await _arrived_so_far(tx, transfer.id) >= transfer.minor:
        await _end(tx, transfer, "acknowledged")
        await _tell_sender(tx, transfer, _("{sum} has arrived and is acknowledged, code {code}.", **_told(transfer)))


async def not_arrived(tx: World, transfer: int) -> None:
    """A receipt that was taken for a transfer's was none; call it once the receipt is open again."""
    row = await tx.work.one(select(transfers).where(transfers.c.id == transfer))
    if row.status == "acknowledged" and await _arrived_so_far(tx, row.id) < row.minor:
        again = update(transfers).where(transfers.c.id == row.id)
        await tx.work.execute(again.values(status="sent", ended_by=None, ended_at=None))


async def _arrived_so_far(tx: World, transfer: int) -> int:
    sums = select(func.coalesce(func.sum(receipts.c.minor), 0)).where(receipts.c.transfer_id == transfer)
    return int((await tx.work.one(sums))[0])


async def _waiting(tx: World, number: int) -> Any:
    money = (transfers.c.drive == tx.drive) & (transfers.c.way != "goods")
    row = await tx.work.one(select(transfers).where(transfers.c.id == number, money))
    if row is None:
        raise Refused(_("There is no such transfer."))
    if row.status != "sent":
        raise Refused(_("This transfer is closed already."))
    return row


async def _end(tx: World, row: Any, status: str) -> None:
    who = tx.me.id if tx.me else None
    ended = update(transfers).where(transfers.c.id == row.id)
    await tx.work.execute(ended.values(status=status, ended_by=who, ended_at=tx.now))


def _told(row: Any) -> dict[str, Any]:
    return {"sum": Cash(row.minor, row.currency), "code": codes.shown(row.code)}


async def _tell_sender(tx: World, row: Any, said: Phrase) -> None:
    contact = (await reachable(tx, [row.made_by])).get(row.made_by)
    if contact is not None and (tx.me is None or contact.id != tx.me.id):
        tx.tell(contact, said)


async def _seen(tx: World, number: int) -> Sent:
    sender, receiver = units.alias("sender"), units.alias("receiver")
    statement = (
        select(transfers, sender.c.name.label("sender"), receiver.c.name.label("receiver"))
        .join(sender, sender.c.id == transfers.c.from_id)
        .join(receiver, receiver.c.id == transfers.c.to_id)
        .where(transfers.c.id == number)
    )
    row = await tx.work.one(statement)
    cash = Cash(row.minor or 0, row.currency or "VND")
    return Sent(row.id, row.code, cash, row.way, row.status, row.sender, row.receiver, row.made_at)
