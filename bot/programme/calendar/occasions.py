"""What the plan makes happen by itself, and when: pure arithmetic over a plan."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec
from apscheduler.triggers.cron import CronTrigger

from bot.programme.calendar.drop_off_hours import hours_of
from bot.programme.calendar.periods import periods
from bot.programme.plan import Plan

Sort = Literal["report_reminder", "digest", "pledge_reminders", "visit_reminders", "tidy", "card_news"]
WRITES_TO_PEOPLE = ("report_reminder", "digest", "pledge_reminders", "visit_reminders")
PLEDGES_AT = 9  # o'clock
VISITS_AT = 18  # o'clock the evening before
VISITS_BEFORE = timedelta(hours=2)
"""How long before their hours those are reminded who made their appointment after that evening."""
TIDY_AT = 3
STEP = timedelta(microseconds=1)


class Due(msgspec.Struct, frozen=True, order=True):
    """One thing that is to happen once: when, its unique name, and what it is about."""

    at: datetime
    key: str
    sort: Sort
    drive: str
    about: dict[str, str] = {}


def due(plan: Plan, after: datetime, until: datetime) -> list[Due]:
    """What is to be done at `until` of all that falls into (after, until]; in quiet hours nobody is written to.

    Go on from `seen` the next time, so that what waits for the morning is found again then.
    """
    found, waits = planned(plan, after, until), quiet(plan, until)
    return [one for one in found if not (waits and one.sort in WRITES_TO_PEOPLE)]


def seen(plan: Plan, after: datetime, until: datetime) -> datetime:
    """Up to when everything has been seen to once `due(plan, after, until)` is done."""
    return after if quiet(plan, until) else until


def planned(plan: Plan, after: datetime, until: datetime) -> list[Due]:
    """Everything of a drive that falls into (after, until], in order, whatever the hour."""
    zone = ZoneInfo(plan.time_zone)
    found = []
    for period in periods(plan, until):
        day = period.due.astimezone(zone)
        if plan.reporting:
            for number, reminder in enumerate(plan.reporting.reminders):
                at = day.replace(hour=reminder.at.hour, minute=reminder.at.minute) + timedelta(days=reminder.days)
                about = {"period": period.key, "to": reminder.to}
                found.append(
                    Due(at, f"reminder:{plan.slug}:{period.key}:{number}", "report_reminder", plan.slug, about)
                )
        if plan.digest and plan.digest.every == "report":
            at = day.replace(hour=plan.digest.at.hour, minute=plan.digest.at.minute)
            found.append(Due(at, f"digest:{plan.slug}:{period.key}", "digest", plan.slug, {"period": period.key}))
    if plan.digest and plan.digest.every == "day":
        last = _last_day(plan, until)
        for at in _daily(plan.digest.at.hour, plan.digest.at.minute, zone, _opened(plan, after), min(last, until)):
            found.append(Due(at, f"digest:{plan.slug}:{at:%Y-%m-%d}", "digest", plan.slug, {"period": ""}))
    if plan.pledge_reminders.most:
        for at in _daily(PLEDGES_AT, 0, zone, _opened(plan, after), until):
            found.append(Due(at, f"pledges:{plan.slug}:{at:%Y-%m-%d}", "pledge_reminders", plan.slug))
    found += _visits(plan, zone, _opened(plan, after), until)
    if plan.quiet_hours:
        ends = plan.quiet_hours.ends
        for at in _daily(ends.hour, ends.minute, zone, _opened(plan, after), until):
            found.append(Due(at, f"card_news:{plan.slug}:{at:%Y-%m-%d}", "card_news", plan.slug))
    for at in _daily(TIDY_AT, 0, zone, after, until):
        found.append(Due(at, f"tidy:{plan.slug}:{at:%Y-%m-%d}", "tidy", plan.slug))
    return sorted(one for one in found if after < one.at <= until)


def _visits(plan: Plan, zone: ZoneInfo, after: datetime, until: datetime) -> list[Due]:
    """Reminders of appointments: every evening of the next day's, and two hours ahead of those of each slot."""
    places = plan.goods.drop_off if plan.goods and "devices" in plan.modules else ()
    found = []
    for at in _daily(VISITS_AT, 0, zone, after, until) if places else ():
        morning = datetime.combine(at.astimezone(zone).date() + timedelta(days=1), time(), zone)
        about = {"since": morning.isoformat(), "until": (morning + timedelta(days=1)).isoformat()}
        found.append(Due(at, f"visits:{plan.slug}:{morning:%Y-%m-%d}", "visit_reminders", plan.slug, about))
    ahead = {slot.begins for place in places
             for slot in hours_of(plan, place, after + VISITS_BEFORE, until + VISITS_BEFORE)}  # fmt: skip
    for begins in ahead:
        about = {"since": begins.isoformat(), "until": (begins + STEP).isoformat()}
        key = f"visits:{plan.slug}:{begins:%Y-%m-%dT%H:%M}"
        found.append(Due(begins - VISITS_BEFORE, key, "visit_reminders", plan.slug, about))
    return found


def _opened(plan: Plan, after: datetime) -> datetime:
    return max(after, plan.window.opens)


def _last_day(plan: Plan, until: datetime) -> datetime:
    """Up to when daily digests go out: a day after the last report is due or the drive closes, so that all is in it."""
    if plan.window.closes is None:
        return until
    return max([plan.window.closes, *(period.due for period in periods(plan, until)[-1:])]) + timedelta(days=1)


def _daily(hour: int, minute: int, zone: ZoneInfo, after: datetime, until: datetime) -> list[datetime]:
    trigger = CronTrigger(hour=hour, minute=minute, timezone=zone)
    found: list[datetime] = []
    # The trigger rounds up to whole seconds: any more than the least step could jump over the very moment.
    at = trigger.get_next_fire_time(None, after + STEP)
    while at is not None and at <= until:
        found.append(at)
        at = trigger.get_next_fire_time(at, at + STEP)
    return found


def quiet(plan: Plan, now: datetime) -> bool:
    """Whether nobody is to be written to now who did not just write himself."""
    hours = plan.quiet_hours
    if hours is None:
        return False
    local = now.astimezone(ZoneInfo(plan.time_zone)).time()
    if hours.begins <= hours.ends:
        return hours.begins <= local < hours.ends
    return local >= hours.begins or local < hours.ends
