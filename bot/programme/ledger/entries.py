"""The public ledger: append-only entries, each bound to the one before it by its hash; nothing in it is personal.

Every movement of money is one entry with its amount. What is later found out about it (whose gift it is) is a further
line without an amount, so that the sum of the lines is at any time the sum of the money. Money that is handed on from
one till to another is two lines, out and in; where it comes in by a bank, the bank's own line is the second one. Things
come in and go out as lines without an amount, about their tag. What bought something is two kinds of lines that come to
nothing together: drawn from the money that came in, bought with the money that went out. A correction is a new line
with its reason.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

import msgspec
from sqlalchemy import bindparam, func, select

from bot.chat.phrase import Cash
from bot.chat.words import fact
from bot.programme.world import World
from bot.storage.rows.ledger import StoredEntry
from bot.storage.secrecy import Secrecy
from bot.storage.tables import anchors, entries, receipts
from bot.storage.work import Work

Sort = Literal[
    "money_in",
    "money_out",
    "matched",
    "unmatched",
    "unknown",
    "split",
    "granted",
    "spent",
    "corrected",
    "handed_on",
    "taken_over",
    "device_in",
    "device_out",
    "device_moved",
    "drawn",
    "bought",
    "list_opened",
    "list_closed",
]
NOTHING: Final = Cash(0)
START: Final = bytes(32)
"""The hash before the first entry."""
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
PAGE: Final = 5_000


COUNTS: Final = receipts.c.status.not_in(("split", "forwarded"))
"""Receipts whose sum counts: not those split into parts, nor money that was counted where it came in first."""


class Verdict(msgspec.Struct, frozen=True):
    """Whether a ledger is whole. `broken` is the first entry that does not follow from the one before it, 0 if none."""

    entries: int
    root: bytes
    broken: int
    sums: dict[str, int]
    booked: dict[str, int]

    @property
    def whole(self) -> bool:
        return not self.broken and self.sums == self.booked


class LedgerEntry(msgspec.Struct, frozen=True):
    """An entry without its hash. `day` is the drive's own; None of one that an earlier release wrote."""

    drive: str
    number: int
    at: datetime
    day: str | None
    sort: str
    about: str
    reason: str
    receipt_id: int | None
    minor: int
    currency: str


def told(secrecy: Secrecy, one: LedgerEntry) -> list[str | int]:
    """What is hashed of an entry and published, in the order of the public file; the reason only where there is one.

    The exact time, and the receipt's number, which tells it too, are there as marks that say nothing without the key.
    """
    microseconds = (one.at - EPOCH) // timedelta(microseconds=1)
    when: list[str | int] = [microseconds]
    receipt: str | int = one.receipt_id or 0
    if one.day is not None:
        salt = secrecy.blind("entry", f"{one.drive}:{one.number}")
        when = [one.day, hashlib.sha256(salt + str(microseconds).encode()).hexdigest()[:32]]
        receipt = secrecy.blind("receipt", str(one.receipt_id)).hex() if one.receipt_id else ""
    rest = [one.sort, one.about, receipt, one.minor, one.currency]
    return [one.drive, one.number, *when, *rest, *([one.reason] if one.reason else [])]


def hashed(before: bytes, told: Sequence[str | int]) -> bytes:
    """An entry's hash: SHA-256 over the hash before it and what is told of the entry as a JSON list."""
    return hashlib.sha256(before + msgspec.json.encode(told)).digest()


def entry_of(row: StoredEntry) -> LedgerEntry:
    """The entry of a row of the table."""
    what = (row.sort, row.about, row.reason, row.receipt_id, row.minor, row.currency)
    return LedgerEntry(row.drive, row.number, row.at, row.day, *what)


async def enter(
    tx: World, sort: Sort, *, about: str, receipt: int | None = None, cash: Cash = NOTHING, reason: str = ""
) -> None:
    """Appends an entry; the writer's lock, held since the turn began, keeps any other from coming between."""
    number, before = await _head(tx.work, tx.drive)
    number += 1
    day = tx.today.isoformat()
    one = LedgerEntry(
        drive=tx.drive,
        number=number,
        at=tx.now,
        day=day,
        sort=sort,
        about=about,
        reason=reason,
        receipt_id=receipt,
        minor=cash.minor,
        currency=cash.currency,
    )
    sealed = hashed(before, told(tx.secrecy, one))
    tx.work.add(entries, **msgspec.structs.asdict(one), hash=sealed)
    tx.work.heads[tx.drive] = number, sealed


_LAST: Final = (
    select(entries.c.number, entries.c.hash)
    .where(entries.c.drive == bindparam("drive"))
    .order_by(entries.c.number.desc())
    .limit(1)
)


async def _head(work: Work, drive: str) -> tuple[int, bytes]:
    """The last entry's number and hash; asked for once in a turn."""
    if drive not in work.heads:
        row = await work.one(_LAST, {"drive": drive})
        work.heads[drive] = (row.number, row.hash) if row else (0, START)
    return work.heads[drive]


async def verify(tx: World) -> Verdict:
    """Goes through a drive's whole ledger, and compares its sums by currency with the receipts."""
    number, before, broken = 0, START, 0
    sums: dict[str, int] = {}
    while True:
        later = select(entries).where(entries.c.drive == tx.drive, entries.c.number > number)
        rows = await tx.work.rows(later.order_by(entries.c.number).limit(PAGE))
        for row in rows:
            right = hashed(before, told(tx.secrecy, entry_of(row)))
            if (row.number, row.hash) != (number + 1, right) and not broken:
                broken = number + 1
            number, before = row.number, row.hash
            if row.minor:
                sums[row.currency] = sums.get(row.currency, 0) + row.minor
        if len(rows) < PAGE:
            break
    money = select(receipts.c.currency, func.sum(receipts.c.minor)).where(receipts.c.drive == tx.drive, COUNTS)
    booked = {currency: int(sum) for currency, sum in await tx.work.rows(money.group_by(receipts.c.currency)) if sum}
    return Verdict(number, before, broken, {currency: sum for currency, sum in sums.items() if sum}, booked)


async def anchor(tx: World, name: str) -> None:
    """Keeps where the head stands, because people are shown it now; under one name only once."""
    number, mark = await _head(tx.work, tx.drive)
    if number:
        kept = tx.work.upsert(anchors).values(drive=tx.drive, name=name, number=number, hash=mark, at=tx.now)
        await tx.work.execute(kept.on_conflict_do_nothing(index_elements=["drive", "name"]))


@fact("ledger.root")
async def root(tx: World) -> tuple[int, str]:
    """How many entries the ledger has, and the first 16 hex digits of the last one's hash."""
    number, before = await _head(tx.work, tx.drive)
    return number, before.hex()[:16]
