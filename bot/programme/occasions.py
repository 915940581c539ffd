"""What the plan makes happen by itself, and when: pure arithmetic over a plan."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec
from apscheduler.triggers.cron import CronTrigger

from bot.programme.periods import periods
from bot.programme.plan import Plan

Sort = Literal["report_reminder", "digest", "pledge_reminders", "tidy"]
WRITES_TO_PEOPLE = ("report_reminder", "digest", "pledge_reminders")
PLEDGES_AT = 9  # o'clock
TIDY_AT = 3


class Due(msgspec.Struct, frozen=True, order=True):
    """One thing that is to happen once: when, its unique name, and what it is about."""

    at: datetime
    key: str
    sort: Sort
    drive: str
    about: dict[str, str] = {}


def due(plan: Plan, after: datetime, until: datetime) -> list[Due]:
    """Everything of a drive that falls into (after, until], in order; reminders and digests only outside quiet hours."""
    zone = ZoneInfo(plan.time_zone)
    found = []
    spoken = spoken_until(plan, until)
    for period in periods(plan, until):
        day = period.due.astimezone(zone)
        if plan.reporting:
            for number, reminder in enumerate(plan.reporting.reminders):
                at = day.replace(hour=reminder.at.hour, minute=reminder.at.minute) + timedelta(days=reminder.days)
                about = {"period": period.key, "to": reminder.to}
                found.append(Due(at, f"reminder:{plan.slug}:{period.key}:{number}", "report_reminder", plan.slug, about))
        if plan.digest and plan.digest.every == "report":
            at = day.replace(hour=plan.digest.at.hour, minute=plan.digest.at.minute)
            found.append(Due(at, f"digest:{plan.slug}:{period.key}", "digest", plan.slug, {"period": period.key}))
    if plan.digest and plan.digest.every == "day":
        for at in _daily(plan.digest.at.hour, plan.digest.at.minute, zone, _opened(plan, after), until):
            found.append(Due(at, f"digest:{plan.slug}:{at:%Y-%m-%d}", "digest", plan.slug, {"period": ""}))
    if plan.pledge_reminders.most:
        for at in _daily(PLEDGES_AT, 0, zone, _opened(plan, after), until):
            found.append(Due(at, f"pledges:{plan.slug}:{at:%Y-%m-%d}", "pledge_reminders", plan.slug))
    for at in _daily(TIDY_AT, 0, zone, after, until):
        found.append(Due(at, f"tidy:{plan.slug}:{at:%Y-%m-%d}", "tidy", plan.slug))
    return sorted(one for one in found if after < one.at <= (spoken if one.sort in WRITES_TO_PEOPLE else until))


def _opened(plan: Plan, after: datetime) -> datetime:
    return max(after, plan.window.opens)


def _daily(hour: int, minute: int, zone: ZoneInfo, after: datetime, until: datetime) -> list[datetime]:
    trigger = CronTrigger(hour=hour, minute=minute, timezone=zone)
    found: list[datetime] = []
    at = trigger.get_next_fire_time(None, after + timedelta(seconds=1))
    while at is not None and at <= until:
        found.append(at)
        at = trigger.get_next_fire_time(at, at + timedelta(seconds=1))
    return found


def spoken_until(plan: Plan, now: datetime) -> datetime:
    """Up to when people may be written to: when the quiet hours that hold now began, or now itself."""
    quiet, zone = plan.quiet_hours, ZoneInfo(plan.time_zone)
    if quiet is None:
        return now
    local = now.astimezone(zone)
    begins = local.replace(hour=quiet.begins.hour, minute=quiet.begins.minute, second=0, microsecond=0)
    ends = local.replace(hour=quiet.ends.hour, minute=quiet.ends.minute, second=0, microsecond=0)
    if quiet.begins <= quiet.ends:
        return begins if begins <= local < ends else now
    if local >= begins:
        return begins
    return begins - timedelta(days=1) if local < ends else now
