"""One hour of every day, for what falls due daily."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.programme.plan import Plan

STEP = timedelta(microseconds=1)
"""The least that one moment lies behind another."""


def every_day(plan: Plan, hour: int, minute: int, after: datetime, until: datetime) -> Iterator[datetime]:
    """That hour of each day in (after, until], on the clocks of the drive."""
    zone = ZoneInfo(plan.time_zone)
    day, last = after.astimezone(zone).date(), until.astimezone(zone).date()
    while day <= last:
        if after < (at := datetime.combine(day, time(hour, minute), zone)) <= until:
            yield at
        day += timedelta(days=1)


def since_opened(plan: Plan, after: datetime) -> datetime:
    """The later one of a moment and the drive's opening."""
    return max(after, plan.window.opens)
