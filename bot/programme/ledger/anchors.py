"""The ledger's mark of each day and of each digest: what people have seen must stay true."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

import msgspec
from sqlalchemy import select

from bot.messages import Incoming
from bot.programme.calendar.every_day import every_day, since_opened
from bot.programme.calendar.occasions import Due, occasion
from bot.programme.ledger import entries as ledger
from bot.programme.plan import Plan
from bot.programme.world import World
from bot.storage.tables import anchors, entries, marks

COLUMNS: Final = ("day", "shown by", "lines", "hash")


class Anchor(msgspec.Struct, frozen=True):
    """A mark that was shown, and whether the ledger still has it: `now` is the line's hash today, None without it."""

    name: str
    number: int
    hash: bytes
    at: datetime
    now: bytes | None

    @property
    def holds(self) -> bool:
        """Whether what was shown is still true."""
        return self.hash == self.now

    @property
    def kind(self) -> str:
        """What showed it: day or digest."""
        return self.name.partition(":")[0]


def day_times(plan: Plan, after: datetime, until: datetime) -> Iterator[Due]:
    """Every midnight since the drive opened, also after its close."""
    for at in every_day(plan, 0, 0, since_opened(plan, after), until):
        yield Due(at, f"anchor:{plan.slug}:{at:%Y-%m-%d}", "anchor", plan.slug)


@occasion("anchor", times=day_times)
async def keep_mark(tx: World, update: Incoming) -> None:
    """Keeps the mark of the day that has ended, for the public file."""
    day = update.at.astimezone(tx.zone).date() - timedelta(days=1)
    await ledger.anchor(tx, f"day:{day}")


async def kept(tx: World) -> list[Anchor]:
    """Every mark that was shown of this drive, the oldest first."""
    same = (entries.c.drive == anchors.c.drive) & (entries.c.number == anchors.c.number)
    statement = select(anchors, entries.c.hash.label("now")).outerjoin(entries, same)
    rows = await tx.work.rows(statement.where(anchors.c.drive == tx.drive).order_by(anchors.c.at, anchors.c.name))
    return [Anchor(row.name, row.number, row.hash, row.at, row.now) for row in rows]


async def missing(tx: World) -> list[date]:
    """Days that something was entered on and the clock has seen the end of, and of which no mark is kept."""
    looked = await tx.work.one(select(marks.c.value).where(marks.c.name == f"clock:{tx.drive}"))
    if looked is None:
        return []
    entered = select(entries.c.day).where(entries.c.drive == tx.drive, entries.c.day.is_not(None)).distinct()
    named = select(anchors.c.name).where(anchors.c.drive == tx.drive)
    known = {row.name for row in await tx.work.rows(named)}
    days = [date.fromisoformat(row.day) for row in await tx.work.rows(entered.order_by(entries.c.day))]
    until = datetime.fromisoformat(looked.value)
    return [day for day in days if f"day:{day}" not in known and tx.plan.window.opens < _end(tx, day) <= until]


def _end(tx: World, day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tx.zone)


async def rows(tx: World) -> list[tuple[str | int, ...]]:
    """The marks as rows of the public file; a day's mark bears the day it ended."""
    return [
        (one.name.partition(":")[2] if one.kind == "day" else f"{one.at.astimezone(tx.zone):%Y-%m-%d}",
         one.kind, one.number, one.hash.hex())
        for one in await kept(tx)
    ]  # fmt: skip
