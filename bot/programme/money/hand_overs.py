"""Bank lines that may be a unit's hand-over to the account, which its till has counted already: held for a clerk.

Such a line bears no code, but comes around the day of an open hand-over and is as large as what is still missing of it.
It is kept whole and in no total; the code makes it certain, and a clerk's word does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import func, select

from bot.bank.banking_days import next_banking_day
from bot.chat.phrase import Cash
from bot.programme.money import tellings
from bot.programme.money.memos import codes_in, named
from bot.programme.money.receipts import cash_pledges
from bot.programme.money.tellings import Told
from bot.programme.money.transfers import awaited
from bot.programme.world import World
from bot.storage.rows.money import StoredTransfer
from bot.storage.tables import tellings as rows


async def held_back(tx: World, told: Sequence[Told]) -> set[int]:
    """The rows of those new tellings of one source that a clerk has to look at before they count."""
    hoped = await awaited(tx)
    sums = {(rest.minor, rest.currency) for _transfer, rest in hoped}
    likely = [one for one in told if (one.line.minor, one.line.currency) in sums]
    if not likely:
        return set()
    found_in = {one.row: codes_in(one.line.memo, tx.plan.code_prefix) for one in likely}
    codes = {code.code for found in found_in.values() for code in found if code.sure}
    meant: Collection[str] = {*await cash_pledges(tx, sorted(codes)), *(transfer.code for transfer, _rest in hoped)}
    taken = await _held_of(tx, likely[0].source)
    held_ones: set[int] = set()
    for one in likely:
        sum = one.line.minor, one.line.currency
        fitting = [transfer for transfer, rest in hoped if rest == Cash(*sum) and fits(tx, transfer, one)]
        by_name = named(found_in[one.row], meant) in meant
        if not by_name and len(fitting) > taken[sum]:
            taken[sum] += 1
            held_ones.add(one.row)
    return held_ones


async def hand_over_of(tx: World, told: Told) -> StoredTransfer | None:
    """The open hand-over that a telling may be the arrival of, the nearest in time; None where there is none."""
    cash = Cash(told.line.minor, told.line.currency)
    fitting = [transfer for transfer, rest in await awaited(tx) if rest == cash and fits(tx, transfer, told)]
    return min(fitting, key=lambda transfer: abs(transfer.made_at - told.line.at), default=None)


def fits(tx: World, transfer: StoredTransfer, told: Told) -> bool:
    """Whether a telling may be of a hand-over, by its day."""
    return near(tx, transfer, told.line.at)


def near(tx: World, transfer: StoredTransfer, at: datetime) -> bool:
    """Whether the bank's day is near the hand-over's: the banking day before it, or one of the two after it."""
    said, came = transfer.made_at.astimezone(tx.zone).date(), at.astimezone(tx.zone).date()
    return said <= next_banking_day(came) if came < said else came <= _after_two(said)


async def held(tx: World, telling: int) -> Told | None:
    """A telling that is held back in this drive, by its row."""
    row = await tx.work.one(select(rows).where(_HELD, rows.c.drive == tx.drive, rows.c.id == telling))
    return None if row is None else tellings.told_of(row)


async def held_like(tx: World, told: Told) -> list[Told]:
    """What else is held back on the account, of the same sum."""
    same = (rows.c.account == told.line.account) & (rows.c.minor == told.line.minor) & (rows.c.drive == tx.drive)
    found = await tx.work.rows(select(rows).where(_HELD, same, rows.c.id != told.row).order_by(rows.c.id))
    return [tellings.told_of(row) for row in found]


_HELD = (rows.c.state == "aside") & rows.c.drive.is_not(None)
"""Held back: what was set aside and has its drive."""


async def _held_of(tx: World, source: str) -> Counter[tuple[int, str]]:
    """How many of one source's tellings are held back, by sum."""
    mine = select(rows.c.minor, rows.c.currency, func.count()).where(_HELD, rows.c.drive == tx.drive)
    mine = mine.where(rows.c.source == source).group_by(rows.c.minor, rows.c.currency)
    return Counter({(minor, currency): int(count) for minor, currency, count in await tx.work.rows(mine)})


def _after_two(day: date) -> date:
    return next_banking_day(next_banking_day(day))
