"""A unit's cash book: money taken in or paid out by hand. One person writes a line, a second one counts and signs it.

Until it is signed a line counts for nothing; once signed it is a receipt like any other, and lies in the unit's till. A
signed line is never changed: what was wrong gets a line of its own, with its reason and two persons as well.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal, Protocol

import msgspec
from sqlalchemy import func, select, update

from bot.chat.phrase import Cash, Phrase, _
from bot.chat.words import Offer, Refused, deed, fact
from bot.programme import codes
from bot.programme.giving import journey
from bot.programme.giving.pledges import most_of
from bot.programme.ledger import entries as ledger
from bot.programme.money.drawing import require_unspent
from bot.programme.money.matching import give_back
from bot.programme.money.receipt_sums import count, weigh
from bot.programme.money.receipts import cash_pledges, receipt_of, resettle, write_down
from bot.programme.money.tills import till
from bot.programme.money.transfers import CASHIERS
from bot.programme.people.contacts import holders, reachable, same_person
from bot.programme.people.roles import held_by, require
from bot.programme.people.units import name_of
from bot.programme.world import World
from bot.storage.ids import new_id
from bot.storage.rows.giving import StoredCashPledge
from bot.storage.rows.money import StoredCashLine, StoredReceipt
from bot.storage.tables import cash_lines, contacts, people, pledges

LARGER: Final = 10
"""A line of a cash book may hold so many of the largest gifts."""


class CashLine(msgspec.Struct, frozen=True):
    """One line of a cash book; `cash` is below zero where money was paid out."""

    number: int
    id: int
    unit: str
    cash: Cash
    code: str | None
    source: str
    payer: str
    purpose: str
    status: str
    written_by: str
    made_at: datetime
    corrects: int | None  # the number of the line it corrects


class CashBook(msgspec.Struct, frozen=True):
    """A unit's book: what lies in its till, and its last lines, the latest first.

    `to_sign` are those of them whose second signature the reader may give.
    """

    unit: str
    held: list[Cash]
    lines: list[CashLine]
    to_sign: list[int] = []


@fact("cash_book.units")
async def my_tills(tx: World) -> dict[str, str]:
    """The units whose cash book the person may keep, by number."""
    held = await held_by(tx, tx.actor.person_id)
    return {str(one.unit): one.unit_name for one in held if one.role in CASHIERS and one.unit is not None}


@fact("cash_book.read")
async def cash_book(tx: World, *, unit: int, most: int = 8) -> CashBook:
    """A unit's book, for those who may keep it."""
    await require(tx, unit, *CASHIERS)
    held = [Cash(minor, currency) for currency, minor in (await till(tx, unit)).items()]
    mine = (cash_lines.c.drive == tx.drive) & (cash_lines.c.unit_id == unit)
    newest = _LINES.where(mine).order_by(cash_lines.c.number.desc()).limit(most)
    name = await name_of(tx, unit)
    found = await tx.work.rows(newest)
    to_sign = [row.id for row in found if row.status == "waiting" and not await same_person(tx, row.written_by)]
    return CashBook(name, held, [_seen(row, name) for row in found], to_sign)


@fact("cash_book.promise")
async def pledge_of(tx: World, *, code: str) -> tuple[str, Cash, str] | None:
    """The code, sum and donor's name of a pledge of money; None where there is none."""
    await require_any(tx)
    stored = codes.read_code(code, tx.plan.code_prefix) or codes.repair(code, tx.plan.code_prefix) or ""
    row = (await cash_pledges(tx, [stored])).get(stored)
    return None if row is None else (row.code, Cash(row.minor, row.currency), row.donor_name)


@deed("cash_book.write")
async def write_cash(
    tx: World,
    *,
    unit: int,
    cash: Cash,
    code: str | None = None,
    payer: str = "",
    source: str = "gift",
    purpose: str = "",
) -> CashLine:
    """Writes a line, and asks the unit's other cashiers to count and sign it; a sum below zero was paid out."""
    await require(tx, unit, *CASHIERS)
    terms = tx.plan.cash
    if terms is None or cash.minor == 0 or cash.currency not in terms.currencies:
        raise Refused(_("This drive does not take money in that currency."))
    if abs(cash.minor) > LARGER * most_of(tx.plan, cash.currency):
        most = Cash(LARGER * most_of(tx.plan, cash.currency), cash.currency)
        raise Refused(_("The largest sum is {most}.", most=most))
    if source not in ("gift", "budget", "fund") or ((cash.minor < 0 or source != "gift") and not purpose.strip()):
        raise Refused(_("Please say what it was for; everybody may read that."))
    if cash.minor < 0 and -cash.minor > (await till(tx, unit)).get(cash.currency, 0):
        raise Refused(_("The till does not hold so much."))
    if code is not None and code not in await cash_pledges(tx, [code]):
        raise Refused(_("I can't find a promise of money with the code {code}.", code=code[:20]))
    return await _write(tx, unit, cash, corrects=None, code=code, payer=payer, source=source, purpose=purpose)


@deed("cash_book.correct")
async def correct_cash(tx: World, *, line: int, reason: str) -> CashLine:
    """Writes the line that takes a wrong one out again; signed by a second person, both count for nothing."""
    row = await _line(tx, line)
    await require(tx, row.unit_id, *CASHIERS)
    if row.status != "signed" or row.corrects_id is not None:
        raise Refused(_("Only a signed line can be corrected."))
    again = (cash_lines.c.corrects_id == row.id) & (cash_lines.c.status != "refused")
    if await tx.work.one(select(cash_lines.c.id).where(again)) is not None:
        raise Refused(_("This line is corrected already."))
    receipt = await _receipt(tx, row)
    if receipt.status == "split":
        raise Refused(_("It was split into several gifts; the accountant has to put it together again first."))
    await require_unspent(tx, receipt)
    if row.minor > (await till(tx, row.unit_id)).get(row.currency, 0):
        raise Refused(_("The money was handed on already, so the till does not hold it any more."))
    out = Cash(-row.minor, row.currency)
    return await _write(tx, row.unit_id, out, corrects=row.id, code=None, payer="", source="gift", purpose=reason)


@deed("cash_book.sign")
async def sign_cash(tx: World, *, line: int) -> CashLine:
    """A second person has counted the money: now the line counts, and the donor is told."""
    row = await _to_be_signed(tx, line)
    if await same_person(tx, row.written_by):
        raise Refused(_("Whoever wrote a line cannot sign it as well; a second person has to."))
    cash = Cash(row.minor, row.currency)
    pledge = (await cash_pledges(tx, [row.code])).get(row.code) if row.code else None
    status: Literal["matched", "granted", "open", "spent"] = (
        "matched" if pledge else "granted" if row.source != "gift" else "open" if row.minor > 0 else "spent"
    )
    receipt = write_down(
        tx,
        account=f"till:{row.unit_id}",
        reference=str(row.number),
        cash=cash,
        at=row.made_at,
        memo="",
        payer=row.payer,
        status="void" if row.corrects_id else status,
        pledge=pledge,
        holder=row.unit_id,
        source=row.source,
        purpose=row.purpose,
    )
    if row.corrects_id:
        wrong = await _line(tx, row.corrects_id)
        await _void(tx, await _receipt(tx, wrong))
        await ledger.enter(tx, "corrected", about="", receipt=receipt, cash=cash, reason=row.purpose)
    else:
        await ledger.enter(tx, "money_in" if cash.minor > 0 else "money_out", about="", receipt=receipt, cash=cash)
        match status:
            case "granted" | "spent":
                nothing = Cash(0, cash.currency)
                await ledger.enter(tx, status, about="", receipt=receipt, cash=nothing, reason=row.purpose)
    if pledge is not None:
        await ledger.enter(tx, "matched", about=pledge.code, receipt=receipt, cash=Cash(0, cash.currency))
        await count(tx, [(pledge, cash)])
        await give_back(tx, [pledge] if cash.minor > 0 else [])
    signed = update(cash_lines).where(cash_lines.c.id == row.id)
    await tx.work.execute(signed.values(status="signed", signed_by=tx.actor.id, receipt_id=receipt, ended_at=tx.now))
    await _tell_writer(tx, row, _("Signed: line {number} of the cash book, {sum}.", number=row.number, sum=cash))
    return await line_of(tx, row.id)


@deed("cash_book.refuse")
async def refuse_cash(tx: World, *, line: int, why: str) -> CashLine:
    """The second person says that a line is not right; the writer may also withdraw it. It counts for nothing."""
    row = await _to_be_signed(tx, line)
    refused = update(cash_lines).where(cash_lines.c.id == row.id)
    signer = None if await same_person(tx, row.written_by) else tx.actor.id
    await tx.work.execute(refused.values(status="refused", signed_by=signer, ended_at=tx.now))
    values = {"number": row.number, "sum": Cash(row.minor, row.currency), "why": why}
    await _tell_writer(tx, row, _("Not signed: line {number} of the cash book, {sum}: {why}.", **values))
    return await line_of(tx, row.id)


async def require_any(tx: World) -> None:
    """Refuses whoever keeps no cash book at all."""
    if not await my_tills(tx):
        raise Refused(_("You need an invitation for this. Please ask the reception board for a code."))


async def _void(tx: World, receipt: StoredReceipt) -> None:
    """A receipt that a correction takes out: it is nobody's any more, and counts for nothing."""
    await resettle(tx, receipt, "void")
    if receipt.pledge_id is not None:
        pledge: StoredCashPledge = await tx.work.one(select(pledges).where(pledges.c.id == receipt.pledge_id))
        nothing = Cash(0, receipt.currency)
        await ledger.enter(tx, "unmatched", about=pledge.code, receipt=receipt.id, cash=nothing)
        await weigh(tx, [pledge])
        await journey.moved(tx, [pledge.id], silent=True)


async def _write(
    tx: World,
    unit: int,
    cash: Cash,
    *,
    corrects: int | None,
    code: str | None,
    payer: str,
    source: str,
    purpose: str,
) -> CashLine:
    mine = (cash_lines.c.drive == tx.drive) & (cash_lines.c.unit_id == unit)
    last = (await tx.work.one(select(func.coalesce(func.max(cash_lines.c.number), 0)).where(mine)))[0]
    number = new_id()
    tx.work.add(
        cash_lines,
        id=number,
        drive=tx.drive,
        unit_id=unit,
        number=int(last) + 1,
        minor=cash.minor,
        currency=cash.currency,
        code=code,
        source=source,
        payer=payer,
        purpose=purpose.strip(),
        corrects_id=corrects,
        status="waiting",
        written_by=tx.actor.id,
        signed_by=None,
        receipt_id=None,
        made_at=tx.now,
        ended_at=None,
    )
    line = await line_of(tx, number)
    offers = [Offer(_("✅ Counted, I sign"), f"/kyquy {number}"), Offer(_("It is not right"), f"/khongky {number}")]
    for contact in await holders(tx, unit, CASHIERS):
        if contact.person_id != tx.actor.person_id:
            tx.tell(contact, [*line_lines(line), _("Please count it and sign.")], offers=offers)
    return line


def line_lines(line: CashLine) -> list[Phrase | str]:
    """A line of a cash book as people read it."""
    values = {"number": line.number, "unit": line.unit, "sum": Cash(abs(line.cash.minor), line.cash.currency)}
    if line.corrects is not None:
        head = _("Cash book of {unit}, line {number}: corrects line {wrong}, {sum}.", wrong=line.corrects, **values)
    elif line.cash.minor > 0:
        head = _("Cash book of {unit}, line {number}: {sum} came in.", **values)
    else:
        head = _("Cash book of {unit}, line {number}: {sum} was paid out.", **values)
    lines: list[Phrase | str] = [head]
    if line.code:
        lines.append(_("For the promise {code}.", code=codes.shown(line.code)))
    if line.payer:
        lines.append(_("From: {payer}", payer=line.payer))
    if line.purpose:
        lines.append(_("For: {purpose}", purpose=line.purpose))
    return [*lines, _("Written by {name}.", name=line.written_by)]


_WRONG = cash_lines.alias("wrong")
_LINES = (
    select(cash_lines, people.c.name.label("writer"), _WRONG.c.number.label("wrong"))
    .join(contacts, contacts.c.id == cash_lines.c.written_by)
    .join(people, people.c.id == contacts.c.person_id)
    .outerjoin(_WRONG, _WRONG.c.id == cash_lines.c.corrects_id)
)


class _LineRow(StoredCashLine, Protocol):
    writer: str
    wrong: int | None


def _seen(row: _LineRow, unit: str) -> CashLine:
    cash = Cash(row.minor, row.currency)
    told = (row.code, row.source, row.payer, row.purpose, row.status, row.writer, row.made_at, row.wrong)
    return CashLine(row.number, row.id, unit, cash, *told)


async def line_of(tx: World, number: int) -> CashLine:
    """A line by its number among all, for those who have been let in already."""
    row = await tx.work.one(_LINES.where(cash_lines.c.id == number))
    return _seen(row, await name_of(tx, row.unit_id))


async def _line(tx: World, number: int) -> StoredCashLine:
    mine = (cash_lines.c.id == number) & (cash_lines.c.drive == tx.drive)
    row: StoredCashLine | None = await tx.work.one(select(cash_lines).where(mine))
    if row is None:
        raise Refused(_("There is no such line in the cash book."))
    return row


async def _receipt(tx: World, line: StoredCashLine) -> StoredReceipt:
    """What a signed line became."""
    receipt = await receipt_of(tx, line.receipt_id)
    assert receipt is not None
    return receipt


async def _to_be_signed(tx: World, number: int) -> StoredCashLine:
    row = await _line(tx, number)
    await require(tx, row.unit_id, *CASHIERS)
    if row.status != "waiting":
        raise Refused(_("This line is closed already."))
    return row


async def _tell_writer(tx: World, row: StoredCashLine, said: Phrase) -> None:
    contact = (await reachable(tx, [row.written_by])).get(row.written_by)
    if contact is not None and contact.id != tx.actor.id:
        tx.tell(contact, said)
