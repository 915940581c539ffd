"""Booking what banks tell: each movement once, and matched by itself where no doubt is left.

money in, the code right            matched; the giver is told
the code of a transfer              ends that transfer: the unit that sent it has counted it already
money in, the code one slip off     open, with the likely code for a person to confirm
money in, no code or a strange one  open
money for a cancelled promise       the promise stands again
less or more than was promised      all of it counts; the promise is received once its sum is there
money out with the code             given back: it counts against the promise, which may be open again
the same movement told twice        nothing
after the drive's end               flagged as late, and counted all the same
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

import msgspec
from sqlalchemy import select

from bot.bank.line import BankLine
from bot.chat.phrase import Cash
from bot.messages import Incoming
from bot.programme.calendar.occasions import occasion
from bot.programme.ledger import entries as ledger
from bot.programme.money import transfers
from bot.programme.money.memos import codes_in
from bot.programme.money.receipt_sums import count
from bot.programme.money.receipts import cash_pledges, write_down
from bot.programme.world import World
from bot.storage.tables import receipts

SAME: Final = timedelta(days=5)


@occasion("bank")
async def take_bank_lines(tx: World, update: Incoming) -> None:
    """Books what a bank told, once; the account says which drive it is for."""
    told = update.about
    lines = msgspec.convert(told["lines"] if "lines" in told else [told["line"]], list[BankLine])
    for account in dict.fromkeys(line.account for line in lines):
        drive = drive_of(tx, account)
        if drive is None:
            raise LookupError("a bank line came for an account that is in no plan")
        tx.drive = drive
        await book(tx, [line for line in lines if line.account == account], told.get("statement"))


def drive_of(tx: World, account: str) -> str | None:
    """The drive whose plan names this account."""
    for slug, plan in tx.plans.items():
        if plan.cash is not None and any(one.number == account for one in plan.cash.accounts):
            return slug
    return None


async def book(tx: World, lines: Sequence[BankLine], statement: int | None = None) -> None:
    """Writes movements on one account down, those known already left out, and matches them where no doubt is left."""
    fresh = await _fresh(tx, lines)
    found = [codes_in(line.memo, tx.plan.code_prefix) for line in fresh]
    sure = [[one.code for one in codes if one.sure] for codes in found]
    named = [codes[0] if len(codes) == 1 else "" for codes in sure]
    meant = await cash_pledges(tx, [code for code in named if code])
    sent = await transfers.under_way(tx, [code for code in named if code and code not in meant])
    bound: list[tuple[Any, Cash]] = []
    for line, likely, code in zip(fresh, found, named, strict=True):
        pledge, cash = meant.get(code), Cash(line.minor, line.currency)
        transfer = sent.get(code) if line.minor > 0 else None
        number = write_down(
            tx,
            account=line.account,
            reference=line.reference,
            cash=cash,
            at=line.at,
            memo=line.memo,
            payer=line.payer,
            status="matched" if pledge else "forwarded" if transfer else "open",
            pledge=pledge,
            transfer=transfer,
            statement=statement,
            likely=[one.code for one in likely],
        )
        await ledger.enter(tx, "money_in" if line.minor > 0 else "money_out", about="", receipt=number, cash=cash)
        if pledge:
            await ledger.enter(tx, "matched", about=pledge.code, receipt=number, cash=Cash(0, line.currency))
            bound.append((pledge, cash))
        if transfer:
            await transfers.arrived(tx, transfer, number, cash)
    await count(tx, bound)


async def _fresh(tx: World, lines: Sequence[BankLine]) -> list[BankLine]:
    """The movements on one account that are not booked yet, each once.

    The same number and sum within a few days is the same movement: a notice tells the day of the transfer, a statement
    that of the booking. Some banks give a number out again; then the later movement's reference gets its day.
    """
    if not lines:
        return []
    named = {line.reference for line in lines} | {_dated(line).reference for line in lines}
    mine = (receipts.c.drive == tx.drive) & (receipts.c.account == lines[0].account)
    rows = await tx.work.rows(
        select(receipts.c.reference, receipts.c.minor, receipts.c.moved_at).where(mine, receipts.c.reference.in_(named))
    )
    known = {(reference, minor): at for reference, minor, at in rows}
    fresh = []
    for told in lines:
        line = told
        booked = known.get((line.reference, line.minor))
        if booked is not None and abs(booked - line.at) > SAME:
            line = _dated(line)
            booked = known.get((line.reference, line.minor))
        if booked is None:
            known[line.reference, line.minor] = line.at
            fresh.append(line)
    return fresh


def _dated(line: BankLine) -> BankLine:
    return msgspec.structs.replace(line, reference=f"{line.reference}@{line.at:%Y-%m-%d}")
