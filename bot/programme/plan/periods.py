"""The days on which a plan wants reports; no clock, only the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import msgspec

from bot.programme.plan.rounds import Reporting
from bot.programme.plan.schema import Plan
from bot.programme.plan.terms import Weekday

_WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)


class Period(msgspec.Struct, frozen=True):
    """One report: its key (the ISO day it is due), from when it tells, when it is due, whether it is the last."""

    key: str
    opens: datetime
    due: datetime
    closing: bool = False


def report_periods(plan: Plan, until: datetime | None = None) -> list[Period]:
    """Every report period in order, the closing one last; [] where the plan wants no reports.

    With `until` only those that open before it. A drive without a known end has no last period: there `until`
    must be given, else ValueError.
    """
    reporting = plan.reporting
    if reporting is None:
        return []
    endless = plan.window.closes is None and reporting.closing_on is None and reporting.weekday is not None
    if endless and until is None:
        raise ValueError("a drive without an end needs `until`")
    zone, opens, periods = ZoneInfo(plan.time_zone), plan.window.opens, list[Period]()
    for day in _due_days(plan, reporting, zone):
        if until is not None and opens >= until:
            break
        due = datetime.combine(day, reporting.at, zone)
        periods.append(Period(day.isoformat(), opens, due, day == reporting.closing_on))
        opens = due
    return periods


def _due_days(plan: Plan, reporting: Reporting, zone: ZoneInfo) -> Iterator[date]:
    """The days on which a report is due; endless for a drive without an end."""
    if reporting.weekday is not None:
        last = plan.window.closes.astimezone(zone).date() if plan.window.closes else date.max
        if reporting.closing_on is not None:
            last = min(last, reporting.closing_on - timedelta(days=1))
        day = on_or_after(plan.window.opens.astimezone(zone).date(), reporting.weekday)
        if datetime.combine(day, reporting.at, zone) <= plan.window.opens:
            day += timedelta(days=7)
        while day <= last:
            yield day
            day += timedelta(days=7)
    if reporting.closing_on is not None:
        yield reporting.closing_on


def on_or_after(day: date, weekday: Weekday) -> date:
    """The first such weekday from a day on."""
    return day + timedelta(days=(_WEEKDAYS.index(weekday) - day.weekday()) % 7)


def on_or_before(day: date, weekday: Weekday) -> date:
    """The last such weekday up to a day."""
    return day - timedelta(days=(day.weekday() - _WEEKDAYS.index(weekday)) % 7)
