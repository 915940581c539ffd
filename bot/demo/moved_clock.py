"""The demonstration's clock: moved by hand, never back, and where it was left it goes on."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from bot.programme.plan import Plan
from bot.storage.database import Database
from bot.storage.marks import keep_mark, mark_of
from bot.storage.tables import inbox

MARK: Final = "demo_clock"


class DemoClock:
    """The machine's clock, set to another day and moved by hand; never backwards."""

    def __init__(self, start: datetime):
        self._base, self._since = start, time.monotonic()

    def __call__(self) -> datetime:
        return self._base + timedelta(seconds=time.monotonic() - self._since)

    def set(self, to: datetime) -> None:
        """Moves to a later moment."""
        if to > self():
            self._base, self._since = to, time.monotonic()


def first_moment(plan: Plan) -> datetime:
    """Where a demonstration begins: the Monday before the second report is due, at nine, so that a Tuesday is near."""
    zone = ZoneInfo(plan.time_zone)
    opens = plan.window.opens.astimezone(zone)
    monday = opens + timedelta(days=(7 - opens.weekday()) % 7 or 7)
    return monday.replace(hour=9, minute=0, second=0, microsecond=0)


def target(step: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Where a button of the demonstration's bar moves the clock to."""
    local = now.astimezone(zone)
    if step == "hour":
        return now + timedelta(hours=1)
    if step == "tomorrow":
        return (local + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    hour, minute = (8, 0) if step == "tuesday-morning" else (17, 35)
    to = (local + timedelta(days=(1 - local.weekday()) % 7)).replace(hour=hour, minute=minute, second=0, microsecond=0)
    return to if to > local else to + timedelta(days=7)


async def remembered(database: Database, plan: Plan) -> datetime:
    """Where the demonstration's clock was left; however it ended, not before anything that was said or fell due."""
    async with database.read() as connection:
        said = (await connection.execute(select(func.max(inbox.c.at)))).scalar()
    kept = [mark for name in (MARK, f"clock:{plan.slug}") if (mark := await mark_of(database, name))]
    latest: datetime = max([first_moment(plan), *([said] if said else []), *map(datetime.fromisoformat, kept)])
    return latest


async def remember(database: Database, now: datetime) -> None:
    """Keeps where the demonstration's clock is."""
    await keep_mark(database, MARK, now.isoformat(), now)
