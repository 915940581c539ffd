"""Which week a report is about: the one that was missed while it still matters, else the coming one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.storage.tables import reports
from tests.support.lived import Drive

pytest_plugins = ("tests.support.living",)
Live = Callable[..., Drive]


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2021-09-24 08:00", "28 Sep"),
        ("2021-09-28 17:00", "28 Sep"),
        ("2021-09-28 17:01", "28 Sep"),
        ("2021-10-01 20:00", "28 Sep"),
        ("2021-10-02 06:00", "5 Oct"),
        ("2021-10-04 16:00", "5 Oct"),
        ("2021-11-16 16:59", "16 Nov"),
        ("2021-12-01 12:00", "16 Nov"),
    ],
)
async def test_a_unit_that_has_not_reported_yet_is_asked_for(live: Live, now: str, due: str) -> None:
    async with live(now=now) as drive:
        await drive.holds("contact", "unit_contact", "cao-vien")
        [opening] = await drive.say("contact", "/weekly_report")
        assert f"due 17:00, {due} 2021" in opening.text


async def test_after_its_report_the_next_one_is_the_coming_week_s(live: Live) -> None:
    async with live(now="2021-09-28 18:00") as drive:
        await drive.holds("contact", "unit_contact", "cao-vien")
        await drive.report("contact")
        [opening] = await drive.say("contact", "/weekly_report")
        assert "due 17:00, 5 Oct 2021" in opening.text
        assert [row.period for row in await drive.rows(select(reports.c.period))] == ["2021-09-28"]


async def test_a_late_report_counts_for_the_week_it_was_late_for(live: Live) -> None:
    async with live(now="2021-09-28 12:00") as drive:
        await drive.holds("contact", "unit_contact", "cao-vien")
        await drive.give("giver", "5 triệu", "cao vien")
        await drive.move("2021-09-28 20:00")
        await drive.give("other", "1 triệu", "cao vien")
        [opening] = await drive.say("contact", "/weekly_report")
        assert "Money: <b>5,000,000" in opening.text
        said = await drive.say("contact", "1", "skip", "skip")
        assert "marked as late" in said[-1].text
        assert [row.period for row in await drive.rows(select(reports.c.period))] == ["2021-09-28"]


async def test_a_second_report_before_the_deadline_replaces_the_first(live: Live) -> None:
    async with live(now="2021-09-28 12:00") as drive:
        await drive.holds("contact", "unit_contact", "cao-vien")
        await drive.say("contact", "/weekly_report", "1", "first", "skip")
        said = await drive.say("contact", "/weekly_report")
        assert "this one will replace it" in said[-1].text
        await drive.say("contact", "1", "second", "skip")
        assert [row.publicity for row in await drive.rows(select(reports.c.publicity))] == ["second"]


async def test_figures_below_zero_are_shown_as_nothing_and_can_be_signed(live: Live) -> None:
    async with live(now="2021-09-27 12:00") as drive:
        await drive.holds("contact", "unit_contact", "cao-vien")
        await drive.give("giver", "5 triệu", "cao vien")
        await drive.jump("2021-10-04 12:00")
        await drive.say("giver", "/my_gifts", "2", "1")
        said = await drive.say("contact", "/weekly_report")
        assert "Money: <b>0\u00a0VND</b> (0 gifts)" in said[-1].text
        said = await drive.say("contact", "1", "skip", "skip")
        assert "is in." in said[-1].text
