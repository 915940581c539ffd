"""Receipts: money that really moved, and what is known about it: whose gift it was, or what else.

A receipt and a pledge are apart: one pledge may be paid in several parts, and one may be paid twice. Every movement
is one receipt and one entry of the ledger, whatever is later found out about it; what nobody can tell stays visible as
unmatched. What a receipt may be:

    open        nobody has said yet whose it is
    matched     a gift, for a pledge; money out with its code was given back
    unknown     nobody can tell
    split       several in one: its parts are receipts of their own and count instead
    forwarded   handed on by a unit that has counted it already when it came in there
    granted     budget or fund money, no gift
    spent       money out, with its purpose
    void        a wrong line of a cash book, and the line that corrects it
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import bindparam, delete, func, select, update

from bot import texts
from bot.chat.phrase import Cash, Phrase, _
from bot.chat.words import Refused, deed
from bot.programme.calendar import drives
from bot.programme.giving import journey
from bot.programme.giving.pledges import converted
from bot.programme.ledger import entries as ledger
from bot.programme.money import transfers
from bot.programme.money.drawing import require_unspent
from bot.programme.money.receipt_sums import NOWHERE, tally, weigh
from bot.programme.people.roles import require_clerk
from bot.programme.world import World
from bot.storage.columns import NO
from bot.storage.ids import new_id
from bot.storage.rows.giving import StoredCashPledge, StoredPledge
from bot.storage.rows.money import StoredReceipt, StoredTransfer
from bot.storage.tables import entries, pledges, receipts


def write_down(
    tx: World,
    *,
    account: str,
    reference: str,
    cash: Cash,
    at: datetime,
    memo: str,
    payer: str,
    status: str = "open",
    pledge: StoredPledge | None = None,
    transfer: StoredTransfer | None = None,
    parent: int | None = None,
    holder: int | None = None,
    statement: int | None = None,
    source: str = "gift",
    purpose: str = "",
    likely: Sequence[str] = (),
) -> int:
    """Writes a movement of money down and into the running sums; returns its number. The ledger is the caller's."""
    number = new_id()
    vnd, rate = converted(tx.plan, cash)
    tx.work.add(
        receipts,
        id=number,
        drive=tx.drive,
        account=account,
        reference=reference,
        statement_id=statement,
        parent_id=parent,
        pledge_id=pledge.id if pledge else None,
        transfer_id=transfer.id if transfer else None,
        holder_id=holder,
        source=source,
        likely=msgspec.json.encode(likely).decode(),
        asked="{}",
        minor=cash.minor,
        currency=cash.currency,
        vnd=vnd,
        rate=rate,
        purpose=purpose,
        memo=memo,
        payer=payer,
        brought=holder is not None and bool(payer.strip()),
        moved_at=at,
        late=drives.state_of(tx.plan, at) == "after",
        status=status,
        made_at=tx.now,
        settled_by=tx.me.id if tx.me else None,
    )
    unit = (pledge.unit_id if pledge else None) or holder
    tally(tx, status=status, unit=unit, minor=cash.minor, vnd=vnd, by_hand=holder is not None)
    return number


@deed("receipt.unknown")
async def donor_unknown(tx: World, *, receipt: int) -> None:
    """A clerk says that nobody can tell whose money it is; it stays in the books, and is shown as such."""
    await require_clerk(tx)
    row = await open_receipt(tx, receipt)
    await resettle(tx, row, "unknown")
    await ledger.enter(tx, "unknown", about="", receipt=row.id, cash=Cash(0, row.currency))


@deed("receipt.reopen")
async def reopen_receipt(tx: World, *, receipt: int) -> None:
    """A clerk takes back what was said of a receipt; it is open again, and whatever counted it counts without it."""
    await require_clerk(tx)
    row = await receipt_of(tx, receipt)
    if row is None:
        raise Refused(_("There is no such receipt."))
    if row.status == "open":
        raise Refused(_("This receipt is open already."))
    if row.status == "void":
        raise Refused(_("This line of the cash book was corrected; please write a new one."))
    if row.status == "split":
        await _join(tx, row)
    nothing, slip = Cash(0, row.currency), told_to_all(tx, _("taken back by the clerk"))
    pledge = await _pledge(tx, row.pledge_id)
    await resettle(tx, row, "open")
    match row.status:
        case "matched" | "unknown":
            await ledger.enter(tx, "unmatched", about=pledge.code if pledge else "", receipt=row.id, cash=nothing)
        case "forwarded":
            assert row.transfer_id is not None
            await transfers.not_arrived(tx, row.transfer_id)
            cash = Cash(row.minor, row.currency)
            await ledger.enter(tx, "corrected", about="", receipt=row.id, cash=cash, reason=slip)
        case _other:
            await ledger.enter(tx, "corrected", about="", receipt=row.id, cash=nothing, reason=slip)
    if pledge is not None:
        await weigh(tx, [pledge])
        await journey.moved(tx, [pledge.id], silent=True)


async def resettle(
    tx: World,
    row: StoredReceipt,
    status: str,
    *,
    pledge: StoredPledge | None = None,
    transfer: StoredTransfer | None = None,
    source: str = "gift",
    purpose: str = "",
) -> None:
    """Says anew what a receipt is; the running sums follow. Refuses where a purchase rests on what it was."""
    if status in NOWHERE or row.status == "spent":
        await require_unspent(tx, row)
    before = await _pledge(tx, row.pledge_id)
    by_hand = row.holder_id is not None
    for said, whose, times in ((row.status, before, -1), (status, pledge, 1)):
        unit = (whose.unit_id if whose else None) or row.holder_id
        tally(tx, status=said, unit=unit, minor=row.minor, vnd=row.vnd, by_hand=by_hand, times=times)
    values = {
        "status": status,
        "pledge_id": pledge.id if pledge else None,
        "transfer_id": transfer.id if transfer else None,
        "source": source,
        "purpose": purpose,
        "settled_by": None if status == "open" or tx.me is None else tx.me.id,
    }
    await tx.work.execute(update(receipts).where(receipts.c.id == row.id).values(values))


_LOST: Final = (
    (receipts.c.drive == bindparam("drive"))
    & (receipts.c.minor > 0)
    & ((receipts.c.status == "unknown") | ((receipts.c.status == "open") & (receipts.c.brought == NO)))
)
_UNMATCHED: Final = select(func.coalesce(func.sum(receipts.c.vnd), 0)).where(_LOST)


async def unmatched(tx: World) -> int:
    """The sum, in đồng, of what came in and has no donor yet, whether it waits for a clerk or nobody can tell.

    Of what was brought by hand with a name, the donor is known, also without a pledge.
    """
    row = await tx.work.one(_UNMATCHED, {"drive": tx.drive})
    return int(row[0])


async def receipt_of(tx: World, number: int | None) -> StoredReceipt | None:
    """A receipt of this drive by its number, or None."""
    mine = (receipts.c.id == number) & (receipts.c.drive == tx.drive)
    row: StoredReceipt | None = await tx.work.one(select(receipts).where(mine))
    return row


async def open_receipt(tx: World, number: int) -> StoredReceipt:
    """A receipt that still waits for a clerk; raises Refused."""
    row = await receipt_of(tx, number)
    if row is None or row.status != "open":
        raise Refused(_("Somebody else has settled this receipt in the meantime."))
    return row


async def cash_pledges(tx: World, codes: Sequence[str]) -> dict[str, StoredCashPledge]:
    """The pledges of money with these codes, by code."""
    if not codes:
        return {}
    mine = pledges.c.code.in_(codes) & (pledges.c.drive == tx.drive) & (pledges.c.kind == "cash")
    return {row.code: row for row in await tx.work.rows(select(pledges).where(mine))}


def told_to_all(tx: World, why: Phrase) -> str:
    """A reason as the public ledger keeps it: in the drive's own language."""
    return texts.plain(why, tx.plan.language)


async def _join(tx: World, row: StoredReceipt) -> None:
    """Puts the parts of a split receipt together again, if nothing was said of them yet."""
    parts = await tx.work.rows(select(receipts).where(receipts.c.parent_id == row.id))
    told = select(entries.c.number).where(entries.c.receipt_id.in_([part.id for part in parts])).limit(1)
    if any(part.status != "open" for part in parts) or await tx.work.one(told) is not None:
        raise Refused(_("Something was said of its parts already, so they stay apart."))
    for part in parts:
        by_hand = part.holder_id is not None
        tally(tx, status="open", unit=part.holder_id, minor=part.minor, vnd=part.vnd, by_hand=by_hand, times=-1)
    await tx.work.execute(delete(receipts).where(receipts.c.parent_id == row.id))


async def _pledge(tx: World, number: int | None) -> StoredCashPledge | None:
    if number is None:
        return None
    row: StoredCashPledge | None = await tx.work.one(select(pledges).where(pledges.c.id == number))
    return row
