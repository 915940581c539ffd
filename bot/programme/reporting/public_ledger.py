"""The ledger as everybody may read it: page by page, the newest entry first, and as rows that recompute its chain."""

from __future__ import annotations

from datetime import date
from typing import Final

import msgspec
from sqlalchemy import select

from bot.chat.phrase import Cash, Phrase, _
from bot.programme import codes
from bot.programme.ledger import entries as ledger
from bot.programme.reporting import progress
from bot.programme.world import World
from bot.storage.rows.ledger import StoredEntry
from bot.storage.tables import entries

PAGE: Final = 50
CHUNK: Final = 1_000
COLUMNS: Final = (
    "drive",
    "number",
    "day",
    "moment",
    "sort",
    "code",
    "receipt",
    "sum",
    "currency",
    "reason",
    "hash",
)
"""Of the file: all an entry's hash is made of, and the hash itself in hex. The moment is a mark that hides the time."""
FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r", "'")
"""How a text begins that a spreadsheet would not take as text; the last so that taking it off again is certain."""

WORDS: Final[dict[str, Phrase]] = {
    "money_in": _("Money came in"),
    "money_out": _("Money went out"),
    "matched": _("Matched with a gift"),
    "unmatched": _("No longer matched with a gift"),
    "unknown": _("Nobody can tell whose gift it is"),
    "split": _("Split into several gifts"),
    "granted": _("Budget or fund money"),
    "spent": _("Paid out for"),
    "corrected": _("Corrected"),
    "handed_on": _("Handed on"),
    "taken_over": _("Taken over"),
    "device_in": _("Device came in"),
    "device_out": _("Device went out"),
    "device_moved": _("Device changed its place"),
    "drawn": _("Used for a purchase"),
    "bought": _("Bought"),
    "list_opened": _("A list of pupils was opened"),
    "list_closed": _("A list of pupils was closed"),
}
"""What happened, by the sort of an entry."""


class PublicEntry(msgspec.Struct, frozen=True):
    """An entry of the ledger as people read it; `cash` is None where no money moved, `code` in groups or empty."""

    number: int
    day: date
    what: Phrase
    code: str
    reason: str
    cash: Cash | None
    mark: str  # the first 16 hex digits of its hash


class Book(msgspec.Struct, frozen=True):
    """A page of the ledger, and the drive's sums in đồng as they stand now."""

    drive: dict[str, str]
    head: int  # the last entry's number, 0 where there is none
    mark: str
    received: int
    granted: int
    spent: int
    unmatched: int
    entries: list[PublicEntry]
    newer: int | None  # the entry to begin with one page on, or None
    older: int | None


async def page(tx: World, *, first: int | None = None) -> Book:
    """The entries from number `first` downwards, by default from the last one."""
    head, mark = await ledger.root(tx)
    first = head if first is None else min(max(first, 1), head)
    mine = (entries.c.drive == tx.drive) & (entries.c.number <= first)
    rows = await tx.work.rows(select(entries).where(mine).order_by(entries.c.number.desc()).limit(PAGE))
    sums = await progress.drive_progress(tx)
    return Book(
        tx.plan.short_name,
        head,
        mark if head else "",
        sums.received,
        sums.granted,
        sums.spent,
        sums.unmatched,
        [_public(tx, row) for row in rows],
        min(first + PAGE, head) if first < head else None,
        first - PAGE if first > PAGE else None,
    )


async def chunk(tx: World, *, after: int, last: int) -> tuple[int, list[tuple[str | int, ...]]]:
    """Rows of the file behind entry `after`, up to `last` and CHUNK at most; and the number they end with."""
    mine = (entries.c.drive == tx.drive) & (entries.c.number > after) & (entries.c.number <= last)
    rows = await tx.work.rows(select(entries).where(mine).order_by(entries.c.number).limit(CHUNK))
    return (rows[-1].number if rows else last), [_row(tx, row) for row in rows]


def guarded(text: str) -> str:
    """A text that a spreadsheet takes as text: an apostrophe before what might be a formula, to be taken off again."""
    return f"'{text}" if text.startswith(FORMULAS) else text


def _public(tx: World, row: StoredEntry) -> PublicEntry:
    cash = Cash(row.minor, row.currency) if row.minor else None
    code = codes.shown(row.about) if row.about else ""
    day = date.fromisoformat(row.day) if row.day else row.at.astimezone(tx.zone).date()
    return PublicEntry(row.number, day, WORDS[row.sort], code, row.reason, cash, row.hash.hex()[:16])


def _row(tx: World, row: StoredEntry) -> tuple[str | int, ...]:
    drive, number, *when, sort, about, receipt, minor, currency = ledger.told(
        tx.secrecy, msgspec.structs.replace(ledger.entry_of(row), reason="")
    )
    texts = (guarded(str(about)), receipt, minor, currency, guarded(row.reason), row.hash.hex())
    return (guarded(str(drive)), number, *([""] if len(when) == 1 else []), *when, sort, *texts)
