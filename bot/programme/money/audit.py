"""`ledger verify`: the books compared with themselves line by line: chain, receipts, running sums, marks once shown."""

from __future__ import annotations

from typing import Final, Protocol

import msgspec
from sqlalchemy import select

from bot.chat.phrase import Cash
from bot.programme.ledger import anchors, tallies
from bot.programme.ledger import entries as ledger
from bot.programme.ledger.anchors import Anchor
from bot.programme.money import tellings
from bot.programme.money.audit_purchases import BookFault, Spending, purchase_faults, spending_of
from bot.programme.money.receipt_sums import item_of, summed
from bot.programme.money.taking_out import OUT
from bot.programme.world import World
from bot.storage.rows.money import StoredReceipt
from bot.storage.tables import cash_lines, entries, pledges, receipts
from bot.storage.tables import tallies as tally_rows
from bot.storage.tables import tellings as telling_rows

MOST: Final = 100
"""Faults that are named one by one."""
SAID: Final = {
    "matched": "matched",
    "unmatched": "open",
    "unknown": "unknown",
    "split": "split",
    "granted": "granted",
    "spent": "spent",
    "handed_on": "forwarded",
    "corrected": "open",
}
"""What a receipt is after a line of this sort about it."""


class Audit(msgspec.Struct, frozen=True):
    """What came of it; the verdict is about chain and sums, `unchecked` counts receipts older than tellings."""

    verdict: ledger.Verdict
    faults: list[BookFault]
    anchors: list[Anchor]
    unchecked: int

    @property
    def whole(self) -> bool:
        """Whether nothing at all was found."""
        return self.verdict.whole and not self.faults and all(one.holds for one in self.anchors)


class _Said(msgspec.Struct):
    """What the ledger says of one receipt."""

    line: int
    minor: int = 0
    currency: str = ""
    state: str = "open"
    code: str = ""
    last: int = 0


async def audit(tx: World) -> Audit:
    """Compares everything in a drive's books that can be compared."""
    said = await _of_ledger(tx)
    spending = await spending_of(tx)
    faults = [*await _receipts(tx, said, spending), *await _running(tx), *await _cash_books(tx)]
    faults += await purchase_faults(tx, spending)
    told, unchecked = await _tellings(tx, said)
    told += [BookFault(0, f"the mark of {day:%d/%m/%Y} is gone") for day in await anchors.missing(tx)]
    faults = sorted([*faults, *told], key=lambda fault: fault.line)[:MOST]
    return Audit(await ledger.verify(tx), faults, await anchors.kept(tx), unchecked)


async def _of_ledger(tx: World) -> dict[int, _Said]:
    said: dict[int, _Said] = {}
    number = 0
    while True:
        page = select(entries).where(entries.c.drive == tx.drive, entries.c.number > number)
        rows = await tx.work.rows(page.order_by(entries.c.number).limit(ledger.PAGE))
        for row in rows:
            number = row.number
            if row.receipt_id is None:
                continue
            one = said.setdefault(row.receipt_id, _Said(row.number, currency=row.currency))
            one.minor, one.last = one.minor + row.minor, row.number
            if row.sort in SAID:
                one.state, one.code = SAID[row.sort], row.about if row.sort in ("matched", "handed_on") else ""
        if len(rows) < ledger.PAGE:
            return said


async def _receipts(tx: World, said: dict[int, _Said], spending: Spending) -> list[BookFault]:
    """Each receipt against its own lines: its sum, what it is, and whose it is."""
    statement = select(receipts, pledges.c.code).outerjoin(pledges, pledges.c.id == receipts.c.pledge_id)
    rows = await tx.work.rows(statement.where(receipts.c.drive == tx.drive))
    known, parts = {row.id for row in rows}, {row.id: row for row in rows}
    faults = [
        BookFault(one.line, f"its receipt {number} is gone") for number, one in said.items() if number not in known
    ]
    pieces: dict[int, int] = {}
    for row in rows:
        faults += _receipt(row, said.get(row.id), spending.of(row.id))
        if row.parent_id is not None:
            pieces[row.parent_id] = pieces.get(row.parent_id, 0) + row.minor
    for number, minor in pieces.items():
        whole = parts.get(number)
        line = said[number].line if number in said else 0
        if whole is None or whole.status != "split" or whole.minor != minor:
            faults.append(BookFault(line, f"the parts of receipt {number} do not come to the whole"))
    return faults


class _Matched(StoredReceipt, Protocol):
    code: str | None


def _receipt(row: _Matched, one: _Said | None, spent: int) -> list[BookFault]:
    """What is wrong with one receipt, by what the ledger says of it; `spent` is what purchases take off it."""
    part = row.parent_id is not None
    if one is None:
        return [] if part and row.status == "open" else [BookFault(0, f"receipt {row.id} has no line in the ledger")]
    due = (0 if part else row.minor) - (row.minor if row.status == "forwarded" else 0) - spent
    faults = []
    if one.minor != due or one.currency != row.currency:
        there, here = Cash(due, row.currency), Cash(one.minor, one.currency)
        faults.append(BookFault(one.line, f"receipt {row.id} holds {there.minor:,} {there.currency}, the ledger "
                                      f"{here.minor:,} {here.currency}"))  # fmt: skip
    if row.status not in (one.state, "void"):
        faults.append(BookFault(one.last, f"receipt {row.id} is {row.status}, the ledger says {one.state}"))
    elif row.status == "matched" and row.code != one.code:
        faults.append(BookFault(one.last, f"receipt {row.id} counts for {row.code}, the ledger says {one.code}"))
    return faults


async def _running(tx: World) -> list[BookFault]:
    """The running sums against what they sum up."""
    wanted = await summed(tx)
    faults = []
    for item in (tallies.RECEIVED, tallies.BY_HAND, tallies.GRANTED, tallies.SPENT):
        shown, there = (await tallies.received(tx, item=item)).amount, wanted.get(item, 0)
        if shown != there:
            faults.append(BookFault(0, f"the running sum {item} is {shown:,} đồng, the receipts come to {there:,}"))
    pledged = select(pledges.c.vnd).where(
        pledges.c.drive == tx.drive, pledges.c.kind == "cash", pledges.c.status != "cancelled"
    )
    due = sum(row.vnd or 0 for row in await tx.work.rows(pledged))
    shown = (await tallies.totals(tx)).get("cash", tallies.Sum()).amount
    if shown != due:
        faults.append(BookFault(0, f"the running sum cash is {shown:,} đồng, the promises come to {due:,}"))
    return [*faults, *await _by_unit(tx)]


async def _by_unit(tx: World) -> list[BookFault]:
    """The running sums of what came in, unit by unit."""
    statement = select(receipts.c.status, receipts.c.minor, receipts.c.vnd, receipts.c.holder_id, pledges.c.unit_id)
    statement = statement.outerjoin(pledges, pledges.c.id == receipts.c.pledge_id)
    due: dict[int, int] = {}
    for row in await tx.work.rows(statement.where(receipts.c.drive == tx.drive)):
        if item_of(row.status, row.minor) == tallies.RECEIVED:
            unit = row.unit_id or row.holder_id or 0
            due[unit] = due.get(unit, 0) + (row.vnd or 0)
    mine = (tally_rows.c.drive == tx.drive) & (tally_rows.c.item == tallies.RECEIVED)
    shown: dict[int, int] = {}
    for row in await tx.work.rows(select(tally_rows).where(mine)):
        shown[row.unit_id] = shown.get(row.unit_id, 0) + row.amount
    return [
        BookFault(0, f"the running sum of unit {unit} is {shown.get(unit, 0):,} đồng, its receipts come to "
                 f"{due.get(unit, 0):,}")
        for unit in sorted({*due, *shown}) if due.get(unit, 0) != shown.get(unit, 0)
    ]  # fmt: skip


async def _tellings(tx: World, said: dict[int, _Said]) -> tuple[list[BookFault], int]:
    """Each bank receipt against what was told of it when it was made; and how many are older than that."""
    statement = (
        select(telling_rows.c.fingerprint, telling_rows.c.minor, telling_rows.c.currency, telling_rows.c.account,
               receipts.c.id, receipts.c.minor.label("booked"), receipts.c.account.label("booked_on"),
               receipts.c.moved_at, receipts.c.memo, receipts.c.payer)
        .join(receipts, receipts.c.id == telling_rows.c.receipt_id)
        .where(receipts.c.drive == tx.drive, telling_rows.c.state.in_(tellings.MADE))
    )  # fmt: skip
    faults, unchecked = [], 0
    for row in await tx.work.rows(statement):
        line = said[row.id].line if row.id in said else 0
        if row.minor != row.booked:
            faults.append(BookFault(line, f"receipt {row.id} holds {row.booked:,}, the bank told {row.minor:,}"))
        if row.account != row.booked_on:
            faults.append(BookFault(line, f"receipt {row.id} is on {row.booked_on}, the bank told of {row.account}"))
        if row.fingerprint is None:
            unchecked += 1
        elif row.fingerprint != tellings.fingerprint(tx, row.moved_at, row.memo, row.payer):
            faults.append(BookFault(line, f"receipt {row.id} has another time, memo or payer than the bank told"))
    return [*faults, *await _untold(tx, said)], unchecked


async def _untold(tx: World, said: dict[int, _Said]) -> list[BookFault]:
    """Receipts of a bank that nobody told of, and parts that lie elsewhere than their whole."""
    whole, counter = receipts.alias("whole"), receipts.alias("counter")
    written_out = select(counter.c.id).where(
        receipts.c.status == "void", counter.c.reference == receipts.c.reference + OUT,
        counter.c.account == receipts.c.account, counter.c.minor == -receipts.c.minor,
    )  # fmt: skip
    told = select(telling_rows.c.receipt_id).where(telling_rows.c.state.in_(tellings.MADE))
    alone = select(receipts.c.id).where(
        receipts.c.drive == tx.drive, receipts.c.parent_id.is_(None), receipts.c.holder_id.is_(None),
        ~receipts.c.reference.endswith(OUT), receipts.c.id.not_in(told),
        ~written_out.exists(),
    )  # fmt: skip
    moved = select(receipts.c.id).join(whole, whole.c.id == receipts.c.parent_id)
    moved = moved.where(receipts.c.drive == tx.drive, receipts.c.account != whole.c.account)
    faults = {row.id: "is of a bank, and what the bank told of it is gone" for row in await tx.work.rows(alone)}
    faults |= {row.id: "is on another account than what it is a part of" for row in await tx.work.rows(moved)}
    return [
        BookFault(said[number].line if number in said else 0, f"receipt {number} {what}")
        for number, what in faults.items()
    ]


async def _cash_books(tx: World) -> list[BookFault]:
    """Each signed line of a cash book against its receipt."""
    statement = select(
        cash_lines, receipts.c.id.label("receipt"), receipts.c.minor.label("booked"), receipts.c.moved_at
    )
    statement = statement.outerjoin(receipts, receipts.c.id == cash_lines.c.receipt_id)
    signed = (cash_lines.c.drive == tx.drive) & (cash_lines.c.status == "signed")
    return [
        BookFault(0, f"line {row.number} of the cash book of unit {row.unit_id} is not what its receipt says")
        for row in await tx.work.rows(statement.where(signed))
        if row.receipt is None or (row.booked, row.moved_at) != (row.minor, row.made_at)
    ]
