"""The days on which a plan wants reports; no clock, only the calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal, get_args
from zoneinfo import ZoneInfo

import msgspec

from bot.programme.plan.identity import Window
from bot.programme.plan.schema import Plan
from bot.programme.plan.terms import Weekday

_WEEK = timedelta(days=7)
_WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)


class Period(msgspec.Struct, frozen=True):
    """One report: its key (the ISO date it is due), the time it tells about, when it is due, whether it closes."""

    key: str
    opens: datetime
    due: datetime
    closing: bool = False


def report_periods(plan: Plan, until: datetime | None = None) -> list[Period]:
    """Every report period of a drive in order, weekly ones and the closing one; [] where none are asked for.

    A drive without a known end has no last one: then only periods that open before `until`, else ValueError.
    """
    reporting, window = plan.reporting, plan.window
    if reporting is None:
        return []
    zone = ZoneInfo(plan.time_zone)
    days = list[date]()
    if reporting.weekday is not None:
        end = window.closes or until
        if end is None:
            raise ValueError("a drive without an end needs `until`")
        day = _on_or_after(window.opens.astimezone(zone).date(), reporting.weekday)
        if datetime.combine(day, reporting.at, zone) <= window.opens:
            day += _WEEK
        while day <= end.astimezone(zone).date() or (window.closes is None and day - _WEEK <= end.date()):
            days.append(day)
            day += _WEEK
    periods, opens = list[Period](), window.opens
    for day in days:
        due = datetime.combine(day, reporting.at, zone)
        periods.append(Period(day.isoformat(), opens, due))
        opens = due
    if reporting.closing_on is not None and reporting.closing_on not in days:
        due = datetime.combine(reporting.closing_on, reporting.at, zone)
        periods.append(Period(reporting.closing_on.isoformat(), opens, due, closing=True))
    return [period for period in periods if until is None or period.opens < until]
