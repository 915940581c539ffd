"""Receipts: money that really moved on the drive's accounts, as the bank tells it, and whose gift each was.

A receipt and a promise are apart: one promise may be paid in several parts, and one may be paid twice. Every movement
is one receipt and one line of the ledger, whatever is later found out about it; what nobody can tell stays visible as
unmatched.

    money in, the code right            matched by itself; the giver is told
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
from sqlalchemy import func, select, update

from bot.bank.line import BankLine
from bot.chat.phrase import Cash, Phrase, _
from bot.chat.words import Offer, Refused, deed
from bot.messages import Incoming
from bot.programme import codes, drives, ledger, tallies
from bot.programme.memos import codes_in
from bot.programme.pledges import converted
from bot.programme.reach import reachable
from bot.programme.roles import require
from bot.programme.world import World
from bot.storage.ids import new_id
from bot.storage.tables import pledges, receipts, units
from bot.storage.talks import Contact

SAME: Final = timedelta(days=5)
CLERKS: Final = ("accountant", "manager")
"""Who may say whose money a receipt is."""


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
    meant = await _cash_pledges(tx, [codes[0] for codes in sure if len(codes) == 1])
    bound: list[tuple[Any, BankLine]] = []
    for line, likely, named in zip(fresh, found, sure, strict=True):
        pledge = meant.get(named[0]) if len(named) == 1 else None
        number, cash = new_id(), Cash(line.minor, line.currency)
        vnd, _rate = converted(tx.plan, cash)
        tx.work.add(
            receipts,
            id=number,
            drive=tx.drive,
            account=line.account,
            reference=line.reference,
            statement_id=statement,
            pledge_id=pledge.id if pledge else None,
            likely=msgspec.json.encode([one.code for one in likely]).decode(),
            minor=line.minor,
            currency=line.currency,
            vnd=vnd,
            memo=line.memo,
            payer=line.payer,
            moved_at=line.at,
            late=drives.state_of(tx.plan, line.at) == "after",
            status="matched" if pledge else "open",
            made_at=tx.now,
            settled_by=None,
        )
        await ledger.enter(tx, "money_in" if line.minor > 0 else "money_out", about="", receipt=number, cash=cash)
        if pledge:
            await ledger.enter(tx, "matched", about=pledge.code, receipt=number, cash=Cash(0, line.currency))
            bound.append((pledge, line))
        _tally(tx, (pledge.unit_id if pledge else None) or 0, line.minor > 0, vnd or 0)
    await _count(tx, [(pledge, Cash(line.minor, line.currency)) for pledge, line in bound])


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


async def require_clerk(tx: World) -> None:
    """Refuses whoever may not say whose money a receipt is: that is for clerks of the organiser, or of a unit above."""
    mine = (units.c.drive == tx.drive) & (units.c.key == tx.plan.organiser.unit)
    await require(tx, (await tx.work.one(select(units.c.id).where(mine))).id, *CLERKS)


@deed("receipt.match")
async def match_receipt(tx: World, *, receipt: int, code: str) -> str:
    """A clerk says whose gift an open receipt is; returns the code. Of two clerks at once the first one counts."""
    await require_clerk(tx)
    row = await _open(tx, receipt)
    stored = codes.read_code(code, tx.plan.code_prefix) or codes.repair(code, tx.plan.code_prefix) or ""
    pledge = (await _cash_pledges(tx, [stored])).get(stored)
    if pledge is None:
        raise Refused(_("I know no promise of money with the code {code}.", code=code[:20]))
    await _bind(tx, row, pledge)
    return str(pledge.code)


@deed("receipt.unknown")
async def giver_unknown(tx: World, *, receipt: int) -> None:
    """A clerk says that nobody can tell whose money it is; it stays in the books, and is shown as such."""
    await require_clerk(tx)
    row = await _open(tx, receipt)
    await tx.work.execute(
        update(receipts).where(receipts.c.id == row.id).values(status="unknown", settled_by=tx.actor.id)
    )
    await ledger.enter(tx, "unknown", about="", receipt=row.id, cash=Cash(0, row.currency))


@deed("receipt.reopen")
async def reopen_receipt(tx: World, *, receipt: int) -> None:
    """A clerk takes back what was said of a receipt; it is open again, and the promise counts without it."""
    await require_clerk(tx)
    row = await _receipt(tx, receipt)
    if row is None:
        raise Refused(_("There is no such receipt."))
    if row.status == "open":
        raise Refused(_("This receipt is open already."))
    await tx.work.execute(
        update(receipts).where(receipts.c.id == row.id).values(status="open", pledge_id=None, settled_by=None)
    )
    pledge = None
    if row.pledge_id is not None:
        pledge = await tx.work.one(select(pledges).where(pledges.c.id == row.pledge_id))
        _tally(tx, pledge.unit_id or 0, row.minor > 0, row.vnd or 0, -1)
        _tally(tx, 0, row.minor > 0, row.vnd or 0)
        await _weigh(tx, [pledge])
    about = pledge.code if pledge else ""
    await ledger.enter(tx, "unmatched", about=about, receipt=row.id, cash=Cash(0, row.currency))


async def unmatched(tx: World) -> int:
    """The sum, in đồng, of what came in and has no giver yet, whether it waits for a clerk or nobody can tell."""
    lost = (receipts.c.drive == tx.drive) & receipts.c.status.in_(("open", "unknown")) & (receipts.c.minor > 0)
    return await _sum(tx, receipts.c.vnd, lost)


async def _receipt(tx: World, number: int) -> Any:
    return await tx.work.one(select(receipts).where(receipts.c.id == number, receipts.c.drive == tx.drive))


async def _open(tx: World, number: int) -> Any:
    row = await _receipt(tx, number)
    if row is None or row.status != "open":
        raise Refused(_("Somebody else has settled this receipt in the meantime."))
    return row


async def _cash_pledges(tx: World, codes: Sequence[str]) -> dict[str, Any]:
    """The promises of money with these codes, by code."""
    if not codes:
        return {}
    mine = pledges.c.code.in_(codes) & (pledges.c.drive == tx.drive) & (pledges.c.kind == "cash")
    return {row.code: row for row in await tx.work.rows(select(pledges).where(mine))}


async def _bind(tx: World, receipt: Any, pledge: Any) -> None:
    """Says that an open receipt was for a promise."""
    matched = update(receipts).where(receipts.c.id == receipt.id)
    await tx.work.execute(matched.values(status="matched", pledge_id=pledge.id, settled_by=tx.actor.id))
    await ledger.enter(tx, "matched", about=pledge.code, receipt=receipt.id, cash=Cash(0, receipt.currency))
    if pledge.unit_id is not None:
        _tally(tx, 0, receipt.minor > 0, receipt.vnd or 0, -1)
        _tally(tx, pledge.unit_id, receipt.minor > 0, receipt.vnd or 0)
    await _count(tx, [(pledge, Cash(receipt.minor, receipt.currency))])


async def _count(tx: World, bound: Sequence[tuple[Any, Cash]]) -> None:
    """Sets the promises' states by all that has come in for them, and tells their givers."""
    by_id = {pledge.id: pledge for pledge, _cash in bound}
    for pledge in by_id.values():
        if pledge.status == "cancelled" and any(one.id == pledge.id and cash.minor > 0 for one, cash in bound):
            revived = update(pledges).where(pledges.c.id == pledge.id)
            await tx.work.execute(revived.values(status="promised", ended_at=None))
            period = tallies.period_at(tx.plan, tx.now)
            tx.work.tally(tx.drive, period, pledge.unit_id or 0, "cash", 1, pledge.vnd or 0)
    paid = await _weigh(tx, list(by_id.values()))
    contacts = await reachable(tx, {pledge.contact_id for pledge in by_id.values()})
    for pledge, cash in bound:
        if pledge.contact_id in contacts:
            _tell(tx, contacts[pledge.contact_id], pledge, cash, paid[pledge.id])


def _tally(tx: World, unit: int, gift: bool, vnd: int, times: int = 1) -> None:
    period = tallies.period_at(tx.plan, tx.now)
    tx.work.tally(tx.drive, period, unit, tallies.RECEIVED, times * gift, times * vnd)


async def _weigh(tx: World, weighed: Sequence[Any]) -> dict[int, Cash]:
    """Sets promises' states by all that was received for them; returns that, in the promise's currency or in đồng."""
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
    return paid


async def _sum(tx: World, column: Any, where: Any) -> int:
    row = await tx.work.one(select(func.coalesce(func.sum(column), 0)).where(where))
    return int(row[0])


def _tell(tx: World, to: Contact, pledge: Any, cash: Cash, paid: Cash) -> None:
    """Tells the giver what has come in, or was given back."""
    code = codes.shown(pledge.code)
    lines: list[Phrase | str]
    if cash.minor < 0:
        lines = [_("{sum} of your gift {code} was transferred back.", sum=Cash(-cash.minor, cash.currency), code=code)]
    else:
        lines = [_("Your gift has arrived: {sum}, code {code}. Thank you from the heart!", sum=cash, code=code)]
        rest = pledge.minor - paid.minor
        if paid.currency == pledge.currency and rest > 0:
            lines.append(_("You promised {promised}; {rest} is still open, whenever it suits you.",
                           promised=Cash(pledge.minor, pledge.currency), rest=Cash(rest, pledge.currency)))  # fmt: skip
    tx.tell(to, lines, offers=[Offer(_("🎁 My gifts"), "/my_gifts")])
