"""Booking what banks tell: each movement once, and matched by itself where no doubt is left.

money in, the code right            matched; the donor is told
the code of a transfer              ends that transfer: the unit that sent it has counted it already
several right codes                 the one that somebody was given counts; of two such a person has to choose
money in, the code one slip off     open, with the likely code for a person to confirm
money in, no code or a strange one  open
money for a cancelled pledge        the pledge stands again
less or more than was pledged       all of it counts; the pledge is received once its sum is there
money out with the code             given back, as far as so much came in: it counts against the pledge
no code, as large as a sum handed on  held for a clerk, in no total (hand_overs.py)
told again by the same source       nothing
told by another source              nothing more in the books; where that is a guess, a person has to say (pairing.py)
for no drive that is known          set aside, whole, until one is (aside.py)
after the drive's end               flagged as late, and counted all the same
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import func, select, update

from bot.bank.line import BankLine
from bot.chat.phrase import Cash
from bot.messages import Incoming
from bot.programme.calendar import drives
from bot.programme.calendar.occasions import occasion
from bot.programme.ledger import entries as ledger
from bot.programme.money import tellings, transfers
from bot.programme.money.accounts import drive_of, owners_of
from bot.programme.money.hand_overs import held_back
from bot.programme.money.matching import bind, give_back
from bot.programme.money.memos import codes_in, named
from bot.programme.money.receipt_sums import count
from bot.programme.money.receipts import cash_pledges, receipt_of, write_down
from bot.programme.money.tellings import Told
from bot.programme.world import World
from bot.storage.rows.giving import StoredCashPledge
from bot.storage.rows.money import StoredTransfer
from bot.storage.tables import receipts, statements


@occasion("bank")
async def take_bank_lines(tx: World, update: Incoming) -> None:
    """Books what a bank told, once; the account says which drive it is for."""
    told = update.about
    lines = msgspec.convert(told["lines"] if "lines" in told else [told["line"]], list[BankLine])
    source = told.get("source", "notice")
    if (statement := told.get("statement")) is not None:
        source = f"statement:{statement}"
        tx.drive = (await tx.work.one(select(statements.c.drive).where(statements.c.id == statement))).drive
    in_use = tx.drive
    for account in dict.fromkeys(line.account for line in lines):
        tx.drive = in_use
        mine = [line for line in lines if line.account == account]
        await take(tx, await tellings.unheard(tx, account, source, mine, told.get("first", 0)))


async def take(tx: World, told: Sequence[Told]) -> None:
    """Books one source's tellings on one account, each in its drive; sets aside whatever belongs to none."""
    if not told:
        return
    owners = await owners_of(tx, told[0].line.account)
    by_drive: dict[str | None, list[Told]] = {}
    for one in told:
        by_drive.setdefault(await drive_of(tx, one.line, owners), []).append(one)
    for drive, mine in by_drive.items():
        if drive is None:
            for one in mine:
                tellings.write(tx, one, None, "aside", None)
            continue
        tx.drive = drive
        await book(tx, mine)


async def book(tx: World, told: Sequence[Told]) -> None:
    """Writes movements on one account down, those known already left out, and matches them where no doubt is left."""
    places = await tellings.places_of(tx, told)
    said = {one.row: one for one in told} | {row: kept.told for row, kept in places.kept.items()}
    own = [said[movement.first.id] for movement in places.movements if movement.receipt is None]
    alone = [said[one.first.id] for one in places.movements if one.receipt is None and not one.rest]
    held = await held_back(tx, [*places.fresh, *(one for one in alone if one.row not in places.kept)])
    made = await enter(tx, [one for one in (*places.fresh, *own) if one.row not in held])
    for telling in (*places.fresh, *own):
        if telling.row in held:
            tellings.hold(tx, telling)
    for movement in places.movements:
        if movement.receipt is None and movement.first.id in held:
            continue
        receipt = movement.receipt or made[movement.first.id]
        if movement.receipt and not places.stands(movement.first.id, receipt, tellings.MADE):
            await stand_for(tx, said[movement.first.id], receipt)
        for one, sure in movement.rest:
            state: tellings.State = "same" if sure else "doubtful"
            if not places.stands(one.id, receipt, (state,)):
                await tellings.put(tx, said[one.id], receipt, state)
                if sure:
                    await learn(tx, receipt, said[one.id].line.memo)


async def stand_for(tx: World, told: Told, receipt: int) -> None:
    """Lets an open receipt that turned out to be another's twin stand for this movement, which has none."""
    line = told.line
    values = {
        "reference": line.reference,
        "statement_id": tellings.statement_of(told.source),
        "memo": line.memo,
        "payer": line.payer,
        "moved_at": line.at,
        "late": drives.state_of(tx.plan, line.at) == "after",
        "likely": msgspec.json.encode([one.code for one in codes_in(line.memo, tx.plan.code_prefix)]).decode(),
    }
    await tx.work.execute(update(receipts).where(receipts.c.id == receipt).values(values))
    await tellings.put(tx, told, receipt, "first")
    await learn(tx, receipt, line.memo)


async def enter(tx: World, told: Sequence[Told], arrival: StoredTransfer | None = None) -> dict[int, int]:
    """Makes each telling a movement of its own, whatever others may have told; returns the receipts by its row.

    `arrival`: a clerk has said that it is the arrival of this transfer.
    """
    found = [codes_in(one.line.memo, tx.plan.code_prefix) for one in told]
    sure = {code.code for codes in found for code in codes if code.sure}
    meant = await cash_pledges(tx, sorted(sure))
    sent = await transfers.under_way(tx, sorted(sure - set(meant)))
    code_of_each = [named(codes, meant, sent) for codes in found]
    left = await _came_in(tx, told, [meant.get(code) for code in code_of_each])
    bound: list[tuple[StoredCashPledge, Cash]] = []
    made: dict[int, int] = {}
    for one, likely, code in zip(told, found, code_of_each, strict=True):
        line = one.line
        pledge, cash = meant.get(code), Cash(line.minor, line.currency)
        transfer = arrival or (sent.get(code) if line.minor > 0 else None)
        if pledge and line.minor < 0 and not _gives_back(left, pledge, cash):
            pledge = None
        number = made[one.row] = write_down(
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
            statement=tellings.statement_of(one.source),
            likely=[one.code for one in likely],
        )
        await tellings.put(tx, one, number, "first")
        await ledger.enter(tx, "money_in" if line.minor > 0 else "money_out", about="", receipt=number, cash=cash)
        if pledge:
            await ledger.enter(tx, "matched", about=pledge.code, receipt=number, cash=Cash(0, line.currency))
            bound.append((pledge, cash))
        if transfer:
            await transfers.arrived(tx, transfer, number, cash)
    await count(tx, bound)
    await give_back(tx, [pledge for pledge, cash in bound if cash.minor > 0])
    return made


async def learn(tx: World, receipt: int, memo: str) -> None:
    """What another source's memo says of a receipt that nobody could match: the code that counts, if it bears it."""
    found = codes_in(memo, tx.plan.code_prefix)
    codes = [one.code for one in found if one.sure]
    if not codes:
        return
    row = await receipt_of(tx, receipt)
    if row is None or row.status != "open" or row.minor < 0 or row.parent_id is not None:
        return
    meant = await cash_pledges(tx, codes)
    pledge = meant.get(named(found, meant))
    if pledge is not None:
        await bind(tx, row, pledge)


async def _came_in(
    tx: World, told: Sequence[Told], named: Sequence[StoredCashPledge | None]
) -> dict[tuple[int, str], int]:
    """What has come in for the pledges that money goes back to, by pledge and currency, these lines included."""
    back = {pledge.id for pledge, one in zip(named, told, strict=True) if pledge is not None and one.line.minor < 0}
    if not back:
        return {}
    sums = select(receipts.c.pledge_id, receipts.c.currency, func.sum(receipts.c.minor))
    sums = sums.where(receipts.c.pledge_id.in_(back)).group_by(receipts.c.pledge_id, receipts.c.currency)
    came = {(pledge, currency): int(minor) for pledge, currency, minor in await tx.work.rows(sums)}
    for pledge, one in zip(named, told, strict=True):
        if pledge is not None and pledge.id in back and one.line.minor > 0:
            key = pledge.id, one.line.currency
            came[key] = came.get(key, 0) + one.line.minor
    return came


def _gives_back(left: dict[tuple[int, str], int], pledge: StoredCashPledge, cash: Cash) -> bool:
    """Whether so much has come in that this can go back; more than that is for a clerk to say."""
    key = pledge.id, cash.currency
    rest = left.get(key, 0) + cash.minor
    if rest >= 0:
        left[key] = rest
    return rest >= 0
