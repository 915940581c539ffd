"""Who told of a movement: each source's word of it is a row that points to the one receipt."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final, Literal, Protocol
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import select, update

from bot.bank.banking_days import swapped
from bot.bank.line import BankLine
from bot.bank.numbers import bare, numbers_in, words_of
from bot.programme.money.memos import codes_in
from bot.programme.money.pairing import Arranged, Movement, Telling, arranged
from bot.programme.money.seating import FAR
from bot.programme.world import World
from bot.storage.ids import new_id
from bot.storage.rows.money import StoredTelling
from bot.storage.tables import receipts, statements, tellings

NOT_THE_BANKS: Final = re.compile(r"[0-9a-f]{16}|[a-z]+:.*")
"""References that are no number of the bank's: a fingerprint, or the service's own."""
State = Literal["first", "apart", "same", "doubtful", "aside"]
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)
MADE: Final = ("first", "apart")
"""Those that a receipt was made of."""


class Told(msgspec.Struct, frozen=True):
    """A bank's line, who tells it, under which id and which number; `kept` says that `row` is there already."""

    row: int
    source: str
    told_id: str
    line: BankLine
    number: str
    kept: bool = False


class Kept(msgspec.Struct, frozen=True):
    """Where a telling stands so far, and what it said."""

    told: Told
    receipt: int
    state: State


class Places(msgspec.Struct, frozen=True):
    """What came of comparing: those that nobody else has told, and the movements that the others belong to."""

    fresh: list[Told]
    movements: list[Arranged] = []
    kept: dict[int, Kept] = {}  # tellings of earlier, by their row

    def stands(self, row: int, receipt: int, states: Collection[State]) -> bool:
        """Whether a telling stands so already."""
        kept = self.kept.get(row)
        return kept is not None and kept.receipt == receipt and kept.state in states


async def unheard(tx: World, account: str, source: str, lines: Sequence[BankLine], first: int = 0) -> list[Told]:
    """Those of a source's lines on an account that it has not told before, each once; `first` is the first one's place.

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


def not_yet_told(source: str, lines: Sequence[BankLine]) -> list[Told]:
    """Lines of a source that has told nothing yet, and may never: only to be compared."""
    return [Told(new_id(), source, str(place), line, _number(line)) for place, line in enumerate(lines)]


async def places_of(tx: World, told: Sequence[Told]) -> Places:
    """Finds out which of one source's new tellings on one account are of movements that others have told already."""
    around = await _around(tx, told) if told else _Around()
    if not around.movements:
        return Places(list(told))
    fresh: list[Told] = []
    found: list[Arranged] = []
    by_sum: dict[tuple[int, str], list[Told]] = {}
    for one in told:
        by_sum.setdefault((one.line.minor, one.line.currency), []).append(one)
    sent = await _sent(tx, {one.source for one in told})
    for key, ones in by_sum.items():
        if key in around.movements:
            new = [_telling(tx, one, sent) for one in ones]
            found += arranged(new, list(around.movements[key].values()), around.kin)
        else:
            fresh += ones
    return Places(fresh, found, around.kept)


def hold(tx: World, told: Told) -> None:
    """Keeps a telling that has its drive aside, with no receipt, until a clerk has said what it is."""
    if not told.kept:
        write(tx, told, None, "aside", tx.drive)


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
        fingerprint=fingerprint(tx, line.at, line.memo, line.payer),
        state=state,
    )


def fingerprint(tx: World, at: datetime, memo: str, payer: str) -> bytes:
    """What was told, so that nobody without the key can change it unseen."""
    return tx.secrecy.blind("tellings", f"{(at - EPOCH) // MICROSECOND}\0{memo}\0{payer}")


async def put(tx: World, told: Told, receipt: int, state: State) -> None:
    """Says of which receipt a telling is, anew or for the first time; then it keeps its memo, whatever becomes of the
    receipt's."""
    if not told.kept:
        return write(tx, told, receipt, state, tx.drive)
    change = update(tellings).where(tellings.c.id == told.row)
    values = {"receipt_id": receipt, "state": state, "drive": tx.drive}
    await tx.work.execute(change.values(memo=told.line.memo, payer=told.line.payer, **values))


async def told_at(tx: World, row: int) -> Kept | None:
    """One telling of this drive as it came, and where it stands; None where there is none or it stands nowhere."""
    found = await tx.work.one(_ALL.where(tellings.c.id == row, tellings.c.drive == tx.drive))
    return None if found is None else _kept(found)


def statement_of(source: str) -> int | None:
    """The statement that a source is, if it is one."""
    name, _colon, number = source.partition(":")
    return int(number) if name == "statement" else None


def told_of(row: StoredTelling) -> Told:
    """A row of a telling that was set aside, as it came."""
    return _told(row, row.memo or "", row.payer or "")


def _told(row: StoredTelling, memo: str, payer: str) -> Told:
    line = BankLine(
        reference=row.reference,
        account=row.account,
        at=row.at,
        minor=row.minor,
        currency=row.currency,
        memo=memo,
        payer=payer,
        number=row.number,
        balance=row.balance,
        told_id=row.told_id,
    )
    return Told(row.id, row.source, row.told_id, line, row.number, kept=True)


_ALL: Final = select(
    tellings, receipts.c.memo.label("receipt_memo"), receipts.c.payer.label("receipt_payer"), receipts.c.status,
    receipts.c.asked
).join(receipts, receipts.c.id == tellings.c.receipt_id)  # fmt: skip


class _KeptRow(StoredTelling, Protocol):
    receipt_id: int
    receipt_memo: str
    receipt_payer: str
    state: State


def _kept(row: _KeptRow) -> Kept:
    memo = row.receipt_memo if row.memo is None else row.memo
    payer = row.receipt_payer if row.memo is None else row.payer or ""
    return Kept(_told(row, memo, payer), row.receipt_id, row.state)


class _Around(msgspec.Struct):
    movements: dict[tuple[int, str], dict[int, Movement]] = {}
    kept: dict[int, Kept] = {}
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
    turned = _turned(tx, told)
    days_that_fit = near | (tellings.c.day.in_(turned) & tellings.c.balance.is_not(None)) if turned else near
    by_sum = select(tellings.c.receipt_id).where(others, tellings.c.minor.in_(sums), days_that_fit)
    found.update(row.receipt_id for row in await tx.work.rows(by_sum))
    around = _Around(kin={source for _receipt, source, _minor in shared if source.startswith("statement:")})
    if not found:
        return around
    standing = tellings.c.receipt_id.in_(found) & (receipts.c.status != "void")
    rows = await tx.work.rows(_ALL.where(standing).order_by(receipts.c.moved_at, tellings.c.id))
    sent = await _sent(tx, {row.source for row in rows})
    for row in rows:
        kept = around.kept[row.id] = _kept(row)
        of_sum = around.movements.setdefault((row.minor, row.currency), {})
        movement = of_sum.setdefault(row.receipt_id, Movement(row.receipt_id, []))
        movement.tellings.append(_telling(tx, kept.told, sent, settled=row.state != "doubtful"))
        movement.pinned = row.status != "open" or row.asked != "{}"
        movement.apart = movement.apart or row.state == "apart"
    for of_sum in around.movements.values():
        for movement in of_sum.values():
            movement.tellings.sort(key=lambda one: around.kept[one.id].state not in MADE)
    return around


def _turned(tx: World, told: Sequence[Told]) -> set[str]:
    """The days on which movements without a number may be known by their balance, told with days and months turned."""
    days = {_day(tx, one.line.at) for one in told if not one.number and one.line.balance is not None}
    return {turned.isoformat() for day in days if (turned := swapped(day)) is not None and turned != day}


async def _sent(tx: World, sources: Collection[str]) -> dict[str, datetime]:
    """By those of the sources that are statements: when they were sent to us."""
    numbers = {number: source for source in sources if (number := statement_of(source)) is not None}
    if not numbers:
        return {}
    rows = await tx.work.rows(select(statements.c.id, statements.c.made_at).where(statements.c.id.in_(numbers)))
    return {numbers[row.id]: row.made_at for row in rows}


def _telling(tx: World, told: Told, sent: Mapping[str, datetime], *, settled: bool = False) -> Telling:
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
        settled,
        sent.get(told.source),
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
