"""What the plan makes happen by itself: Thanh Oai's days and hours, and arithmetic that loses and doubles nothing."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.programme.calendar import occasions
from bot.programme.calendar.occasions import Due, occasion
from bot.programme.calendar.quiet_hours import quiet
from bot.programme.plan import Plan, load_plan, plan_names
from bot.programme.plan.rounds import QuietHours
from tests.support.lived import PLAN, ZONE, at

PLANS = {name: load_plan(name) for name in plan_names()}
BEGIN, END = at("2021-09-20 00:00"), at("2021-11-30 00:00")

moments = st.integers(0, int((END - BEGIN).total_seconds() * 4)).map(lambda q: BEGIN + timedelta(seconds=q / 4))
spans = st.lists(moments, min_size=2, max_size=6, unique=True).map(sorted)
names = st.sampled_from(sorted(PLANS))
hours = st.builds(time, st.integers(0, 23), st.sampled_from((0, 30)))


def with_quiet(plan: Plan, begins: time, ends: time) -> Plan:
    return msgspec.structs.replace(plan, quiet_hours=QuietHours(begins=begins, ends=ends))


def of(sort: str, found: list[Due]) -> list[str]:
    return [f"{one.at.astimezone(ZONE):%a %d/%m %H:%M}" for one in found if one.sort == sort]


def writes(one: Due) -> bool:
    return occasions.occasions()[one.sort].writes


def test_a_week_of_thanh_oai() -> None:
    found = occasions.planned(PLAN, at("2021-09-26 12:00"), at("2021-09-30 12:00"))
    assert of("report_reminder", found) == ["Mon 27/09 16:00", "Tue 28/09 08:00", "Tue 28/09 17:00", "Wed 29/09 08:00"]
    assert [one.about["to"] for one in found if one.sort == "report_reminder"] == [*["contact"] * 3, "deputy"]
    assert of("digest", found) == ["Tue 28/09 17:30"]
    assert of("pledge_reminders", found) == [
        f"{day} 09:00" for day in ("Mon 27/09", "Tue 28/09", "Wed 29/09", "Thu 30/09")
    ]
    assert of("tidy", found) == [f"{day} 03:00" for day in ("Mon 27/09", "Tue 28/09", "Wed 29/09", "Thu 30/09")]


def test_the_whole_drive_has_eight_digests_the_last_for_the_closing_report() -> None:
    found = occasions.planned(PLAN, at("2021-09-22 12:00"), at("2022-01-31 12:00"))
    days = ["Tue 28/09", "Tue 05/10", "Tue 12/10", "Tue 19/10", "Tue 26/10", "Tue 02/11", "Tue 09/11", "Tue 16/11"]
    assert of("digest", found) == [f"{day} 17:30" for day in days]
    assert len(of("report_reminder", found)) == 8 * 4
    assert of("report_reminder", found)[-1] == "Wed 17/11 08:00"


def test_nobody_is_reminded_before_the_drive_opens() -> None:
    found = occasions.planned(PLAN, at("2021-08-01 00:00"), at("2021-09-22 23:59"))
    assert {one.sort for one in found} == {
        "tidy",
        "forget_addresses",
        "forget_lists",
        "forget_statements",
        "forget_students",
    }


def test_daily_digests_end_once_the_last_report_is_in() -> None:
    plan = PLANS["vinh-tuong"]
    found = occasions.planned(plan, at("2021-09-20 00:00"), at("2021-12-31 00:00"))
    days = [f"{day}/09 17:30" for day in range(22, 31)]
    assert [words.partition(" ")[2] for words in of("digest", found)] == days


@pytest.mark.parametrize("name", sorted(PLANS))
def test_every_occasion_has_a_name_of_its_own(name: str) -> None:
    plan = PLANS[name]
    opens = plan.window.opens
    found = occasions.planned(plan, opens - timedelta(days=3), opens + timedelta(days=100))
    assert len({one.key for one in found}) == len(found) > 100
    assert found == sorted(found, key=lambda one: one.at)
    assert {one.drive for one in found} == {plan.slug}


def test_an_occasion_keeps_its_name() -> None:
    writing = {"report_reminder", "digest", "pledge_reminders", "visit_reminders"}
    timed = writing | {"card_news", "tidy"}
    brought = {"bank", "statement_read", "statement_failed", "statement_taken", "payroll_read", "payroll_failed"}
    entered = occasions.occasions()
    assert {name for name in timed if entered[name].times} == timed
    assert {name for name in brought if not entered[name].times} == brought
    assert {name for name in timed | brought if entered[name].writes} == writing


@pytest.mark.parametrize("name", sorted(PLANS))
def test_what_falls_due_bears_the_name_it_was_entered_under(name: str) -> None:
    plan = PLANS[name]
    for sort, one in occasions.occasions().items():
        if one.times is not None:
            found = one.times(plan, plan.window.opens, plan.window.opens + timedelta(days=30))
            assert {due.sort for due in found} <= {sort}


def test_two_occasions_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two occasions are called digest"):
        occasion("digest")(occasions.occasions()["tidy"].happen)


@given(names, spans)
@example(
    "thanh-oai", [at("2021-10-01 08:00"), at("2021-10-01 08:59") + timedelta(seconds=59.5), at("2021-10-01 09:30")]
)
@example("thanh-oai", [at("2021-10-01 08:00"), at("2021-10-01 09:00"), at("2021-10-01 09:30")])
def test_an_interval_in_pieces_plans_the_same_as_the_whole(name: str, span: list[datetime]) -> None:
    plan = PLANS[name]
    pieces = [one for after, until in pairwise(span) for one in occasions.planned(plan, after, until)]
    assert pieces == occasions.planned(plan, span[0], span[-1])


@given(names, spans, hours, hours)
@example("thanh-oai", [at("2021-10-05 12:00"), at("2021-10-05 23:00"), at("2021-10-06 06:59"), at("2021-10-06 07:00")],
         time(21), time(7))  # fmt: skip
def test_looking_often_finds_the_same_as_looking_once(
    name: str, span: list[datetime], begins: time, ends: time
) -> None:
    plan = with_quiet(PLANS[name], begins, ends)
    found: set[str] = set()
    seen = span[0]
    for now in span[1:]:
        found |= {one.key for one in occasions.due(plan, seen, now)}
        seen = occasions.seen(plan, seen, now)
    assert found >= {one.key for one in occasions.due(plan, span[0], span[-1])}
    assert found <= {one.key for one in occasions.planned(plan, span[0], span[-1])}
    if not quiet(plan, span[-1]):
        assert found == {one.key for one in occasions.planned(plan, span[0], span[-1])}


@given(names, moments, moments, hours, hours)
def test_in_quiet_hours_nothing_that_writes_to_people_is_due(
    name: str, one: datetime, other: datetime, begins: time, ends: time
) -> None:
    plan = with_quiet(PLANS[name], begins, ends)
    after, until = sorted((one, other))
    due, planned = occasions.due(plan, after, until), occasions.planned(plan, after, until)
    local = until.astimezone(ZoneInfo(plan.time_zone)).time()
    silent = begins <= local < ends if begins <= ends else not ends <= local < begins
    assert quiet(plan, until) == silent
    writing = [one for one in planned if writes(one)]
    assert [one for one in due if writes(one)] == ([] if silent else writing)
    assert [one for one in due if one.sort == "tidy"] == [one for one in planned if one.sort == "tidy"]


@pytest.mark.parametrize(
    ("moment", "silent"), [("20:59", False), ("21:00", True), ("00:00", True), ("06:59", True), ("07:00", False)]
)
def test_quiet_hours_run_over_midnight(moment: str, silent: bool) -> None:
    assert quiet(PLAN, at(f"2021-10-05 {moment}")) is silent


def test_a_plan_without_quiet_hours_may_write_at_any_time() -> None:
    plan = msgspec.structs.replace(PLAN, quiet_hours=None)
    assert not quiet(plan, at("2021-10-05 02:00"))
