"""Who told of a movement: each source's word of it is a row that points to the one receipt."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import select, update

from bot.bank.line import BankLine
from bot.bank.numbers import bare, numbers_in, words_of
from bot.programme.money.memos import codes_in
from bot.programme.money.pairing import FAR, Movement, Telling, pair
from bot.programme.world import World
from bot.storage.ids import new_id
from bot.storage.tables import receipts, tellings

NOT_THE_BANKS: Final = re.compile(r"[0-9a-f]{16}|[a-z]+:.*")
"""References that are no number of the bank's: a fingerprint, or the service's own."""
State = Literal["first", "same", "doubtful", "aside"]


class Told(msgspec.Struct, frozen=True):
    """A bank's line, who tells it, under which id and which number; `kept` says that `row` is there already."""

    row: int
    source: str
    told_id: str
    line: BankLine
    number: str
    kept: bool = False


class Places(msgspec.Struct, frozen=True):
    """What came of comparing: those that are movements of their own, and those that another source has told already."""

    fresh: list[Told]
    known: list[tuple[Told, int, bool]]  # with the receipt, and whether it is certain


async def unheard(tx: World, account: str, source: str, lines: Sequence[BankLine], first: int = 0) -> list[Told]:
    """Those of a source's lines on an account that it has not told before, each once; `first` is the place of the first.

    A notice without an id of its own is known by its reference and sum within a few days.
    """
    wanted: dict[str, BankLine] = {}
    for place, line in enumerate(lines, first):
        wanted.setdefault(line.told_id or (str(place) if source.startswith("statement:") else _day_id(tx, line)), line)
    mine = (tellings.c.account == account) & (tellings.c.source == source)
    rows = await tx.work.rows(select(tellings.c.told_id).where(mine, tellings.c.told_id.in_(wanted)))
    told = {row.told_id for row in rows}
    found = [Told(new_id(), source, id, line, _number(line)) for id, line in wanted.items() if id not in told]
    if source.startswith("statement:") or all(line.told_id for line in lines):
        return found
    return [one for one in found if one.line.told_id or not await _near(tx, account, one)]


async def paired(tx: World, told: Sequence[Told]) -> Places:
    """Finds out which of one source's new tellings on one account are of movements that others have told already."""
    if not told:
        return Places([], [])
    around = await _around(tx, told)
    if not around.movements:
        return Places(list(told), [])
    fresh: list[Told] = []
    known: list[tuple[Told, int, bool]] = []
    by_sum: dict[tuple[int, str], list[Told]] = {}
    for one in told:
        by_sum.setdefault((one.line.minor, one.line.currency), []).append(one)
    for key, ones in by_sum.items():
        movements = around.movements.get(key, [])
        if not movements:
            fresh += ones
            continue
        found = pair([_telling(tx, one) for one in ones], movements, around.kin)
        by_row = {one.row: one for one in ones}
        for number, (receipt, sure) in found.joined.items():
            if number in by_row:
                known.append((by_row[number], receipt, sure))
            else:
                await settle(tx, number, receipt, "same" if sure else "doubtful")
        fresh += [one for one in ones if one.row not in found.joined]
        fresh += [await told_before(tx, one.id) for one in found.displaced]
    return Places(fresh, known)


def write(tx: World, told: Told, receipt: int | None, state: State, drive: str | None) -> None:
    """Writes a telling down; the memo of the one that made the receipt is the receipt's own."""
    line, first = told.line, state == "first"
    tx.work.add(
        tellings,
        id=told.row,
        drive=drive,
        receipt_id=receipt,
        source=told.source,
        told_id=told.told_id,
        account=line.account,
        day=_day(tx, line.at).isoformat(),
        at=line.at,
        minor=line.minor,
        currency=line.currency,
        number=told.number,
        balance=line.balance,
        reference=line.reference,
        memo=None if first else line.memo,
        payer=None if first else line.payer,
        state=state,
        made_at=tx.now,
    )


async def settle(tx: World, row: int, receipt: int, state: State) -> None:
    """Says anew of which receipt a telling is."""
    change = update(tellings).where(tellings.c.id == row)
    await tx.work.execute(change.values(receipt_id=receipt, state=state, drive=tx.drive))


async def told_before(tx: World, row: int) -> Told:
    """A telling that is kept, as it came."""
    return told_of(await tx.work.one(select(tellings).where(tellings.c.id == row)))


def told_of(row: Any) -> Told:
    """A row of a telling that made no receipt, as it came."""
    line = BankLine(
        reference=row.reference,
        account=row.account,
        at=row.at,
        minor=row.minor,
        currency=row.currency,
        memo=row.memo or "",
        payer=row.payer or "",
        number=row.number,
        balance=row.balance,
        told_id=row.told_id,
    )
    return Told(row.id, row.source, row.told_id, line, row.number, kept=True)


class _Around(msgspec.Struct):
    movements: dict[tuple[int, str], list[Movement]] = {}
    kin: Collection[str] = frozenset()


async def _around(tx: World, told: Sequence[Told]) -> _Around:
    """The movements that others have told and these may be of, by sum; and the statements with numbers in common."""
    account, source = told[0].line.account, told[0].source
    days, sums = [_day(tx, one.line.at) for one in told], {one.line.minor for one in told}
    others = (tellings.c.account == account) & (tellings.c.source != source) & tellings.c.receipt_id.is_not(None)
    far = timedelta(days=FAR)
    near = tellings.c.day.between((min(days) - far).isoformat(), (max(days) + far).isoformat())
    numbers = {one.number for one in told} - {""}
    by_number = select(tellings.c.receipt_id, tellings.c.source, tellings.c.minor)
    shared = await tx.work.rows(by_number.where(others, tellings.c.number.in_(numbers))) if numbers else []
    found = {receipt for receipt, _source, minor in shared if minor in sums}
    by_sum = select(tellings.c.receipt_id).where(others, tellings.c.minor.in_(sums), near)
    found.update(row.receipt_id for row in await tx.work.rows(by_sum))
    if not found:
        return _Around()
    statement = (
        select(tellings, receipts.c.memo.label("first_memo"))
        .join(receipts, receipts.c.id == tellings.c.receipt_id)
        .where(tellings.c.receipt_id.in_(found))
        .order_by(receipts.c.moved_at, receipts.c.id)
    )
    movements: dict[tuple[int, str], dict[int, Movement]] = {}
    for row in await tx.work.rows(statement):
        of_sum = movements.setdefault((row.minor, row.currency), {})
        memo = row.first_memo if row.memo is None else row.memo
        of_sum.setdefault(row.receipt_id, Movement(row.receipt_id, [])).tellings.append(_kept(tx, row, memo))
    kin = {source for _receipt, source, _minor in shared if source.startswith("statement:")}
    return _Around({key: list(of_sum.values()) for key, of_sum in movements.items()}, kin)


def _telling(tx: World, told: Told) -> Telling:
    line = told.line
    return Telling(
        told.row,
        told.source,
        _day(tx, line.at),
        line.at.astimezone(tx.zone),
        told.number,
        line.balance,
        _codes(tx, line.memo),
        numbers_in(line.memo, line.account),
        words_of(line.memo),
        settled=False,
    )


def _kept(tx: World, row: Any, memo: str) -> Telling:
    return Telling(
        row.id,
        row.source,
        date.fromisoformat(row.day),
        row.at.astimezone(tx.zone),
        row.number,
        row.balance,
        _codes(tx, memo),
        numbers_in(memo, row.account),
        words_of(memo),
        settled=row.state != "doubtful",
    )


def _codes(tx: World, memo: str) -> frozenset[str]:
    return frozenset(one.code for one in codes_in(memo, tx.plan.code_prefix) if one.sure)


async def _near(tx: World, account: str, told: Told) -> bool:
    """Whether somebody has told the same number and sum within a few days."""
    same = (tellings.c.account == account) & (tellings.c.minor == told.line.minor)
    same &= tellings.c.reference == told.line.reference
    far, at = timedelta(days=FAR), told.line.at
    near = tellings.c.at.between(at - far, at + far)
    return await tx.work.one(select(tellings.c.id).where(same, near)) is not None


def _number(line: BankLine) -> str:
    """The bank's number of a line, as far as it can be compared."""
    if line.number:
        return bare(line.number)
    return "" if NOT_THE_BANKS.fullmatch(line.reference) else bare(line.reference)


def _day_id(tx: World, line: BankLine) -> str:
    return f"{line.reference}@{_day(tx, line.at)}:{line.minor}"


def _day(tx: World, at: datetime) -> date:
    zone: ZoneInfo = tx.zone
    return at.astimezone(zone).date()
