"""Report periods follow the calendar of the drive's own zone."""

from __future__ import annotations

import itertools
from datetime import date, datetime, time
from typing import get_args
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.plan import Plan, load_plan, report_periods
from bot.programme.plan.periods import on_or_after, on_or_before
from bot.programme.plan.terms import Weekday

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
THANH_OAI = load_plan("thanh-oai")


def drive(opens: datetime, closes: datetime | None, **reporting: object) -> Plan:
    """Thanh Oai with another window and other reports."""
    assert THANH_OAI.reporting is not None
    return msgspec.structs.replace(
        THANH_OAI,
        window=msgspec.structs.replace(THANH_OAI.window, opens=opens, closes=closes),
        reporting=msgspec.structs.replace(THANH_OAI.reporting, **reporting),
    )


def moment(day: date, hour: int = 0) -> datetime:
    return datetime.combine(day, time(hour), HERE)


def test_a_plan_without_reports_has_no_periods() -> None:
    assert report_periods(load_plan("hai-phong")) == []


def test_a_drive_that_opens_after_the_hour_of_its_weekday_begins_with_the_next() -> None:
    tuesday = date(2021, 9, 28)
    assert report_periods(drive(moment(tuesday, 16), None), moment(date(2022, 1, 1)))[0].key == "2021-09-28"
    assert report_periods(drive(moment(tuesday, 17), None), moment(date(2022, 1, 1)))[0].key == "2021-10-05"


def test_a_closing_report_on_a_weekly_day_takes_its_place() -> None:
    periods = report_periods(
        drive(moment(date(2021, 9, 23)), moment(date(2021, 10, 12), 23), closing_on=date(2021, 10, 12))
    )
    assert [(period.key, period.closing) for period in periods] == [
        ("2021-09-28", False),
        ("2021-10-05", False),
        ("2021-10-12", True),
    ]


def test_a_drive_without_an_end_tells_only_up_to_a_moment() -> None:
    endless = drive(moment(date(2021, 9, 23)), None, closing_on=None)
    with pytest.raises(ValueError, match="until"):
        report_periods(endless)
    keys = [period.key for period in report_periods(endless, moment(date(2021, 10, 6)))]
    assert keys == ["2021-09-28", "2021-10-05", "2021-10-12"]


def test_until_cuts_a_drive_with_an_end_too() -> None:
    assert [period.key for period in report_periods(THANH_OAI, moment(date(2021, 9, 29)))] == [
        "2021-09-28",
        "2021-10-05",
    ]


def test_periods_are_the_same_after_a_plan_was_kept_as_json() -> None:
    kept = msgspec.json.decode(msgspec.json.encode(THANH_OAI), type=Plan)
    assert kept == THANH_OAI
    assert report_periods(kept) == report_periods(THANH_OAI)


days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
weekdays: st.SearchStrategy[Weekday] = st.sampled_from(get_args(Weekday))


@settings(deadline=None)
@given(days, st.integers(1, 200), weekdays)
def test_periods_leave_no_gap_between_opening_and_the_closing_report(opens: date, lasts: int, weekday: Weekday) -> None:
    closes = date.fromordinal(opens.toordinal() + lasts)
    closing = on_or_after(closes, weekday)
    periods = report_periods(drive(moment(opens), moment(closes, 23), weekday=weekday, closing_on=closing))
    assert periods[0].opens == moment(opens)
    assert all(later.opens == earlier.due for earlier, later in itertools.pairwise(periods))
    assert [period.closing for period in periods] == [False] * (len(periods) - 1) + [True]
    assert periods[-1].due.date() == closing
    assert all((later.due - earlier.due).days == 7 for earlier, later in itertools.pairwise(periods))


@settings(deadline=None)
@given(days, weekdays)
def test_the_nearest_weekdays_lie_within_a_week(day: date, weekday: Weekday) -> None:
    before, after = on_or_before(day, weekday), on_or_after(day, weekday)
    assert before.strftime("%A").lower() == after.strftime("%A").lower() == weekday
    assert before <= day <= after
    assert (after - before).days in (0, 7)
