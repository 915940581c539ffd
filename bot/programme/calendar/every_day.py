"""One hour of every day, for what falls due daily."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from bot.programme.plan import Plan

STEP = timedelta(microseconds=1)
"""The least that one moment lies behind another."""


def every_day(plan: Plan, hour: int, minute: int, after: datetime, until: datetime) -> Iterator[datetime]:
    """That hour of each day in (after, until], on the clocks of the drive."""
    trigger = CronTrigger(hour=hour, minute=minute, timezone=ZoneInfo(plan.time_zone))
    # The trigger rounds up to whole seconds: any more than the least step could jump over the very moment.
    at = trigger.get_next_fire_time(None, after + STEP)
    while at is not None and at <= until:
        yield at
        at = trigger.get_next_fire_time(at, at + STEP)


def since_opened(plan: Plan, after: datetime) -> datetime:
    """The later one of a moment and the drive's opening."""
    return max(after, plan.window.opens)
