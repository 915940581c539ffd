"""Deadlines: who is reminded and when no more, who may say that it is done, and what a night does to a reminder."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import select

from bot.programme.calendar import occasions
from bot.programme.plan import load_plan
from bot.storage.tables import deadline_marks, list_closings, reminders
from tests.support.rig import Rig

LIST = "deadline:vinh-tuong:pupil-lists:2021-09-22T17:00"
NOON = "2021-09-22 12:00"


async def ledger(rig: Rig, occasion: str, unit: str) -> list[tuple[str, str | None]]:
    """What became of a unit's reminders of an occasion."""
    async with rig.work() as work:
        about = f"unit:{await rig.unit(work, unit)}"
        wanted = select(reminders).where(reminders.c.occasion == occasion, reminders.c.about == about)
        return [(row.state, row.why) for row in await work.rows(wanted)]


async def test_four_hours_and_one_hour_before_and_no_more_once_it_is_done(tmp_path: Path) -> None:
    async with Rig(tmp_path, "vinh-tuong", start=NOON) as rig:
        heard = []
        for moment in ("12:59", "13:00", "15:59", "16:00", "23:00"):
            await rig.move(f"2021-09-22 {moment}")
            heard.append((len(rig.heard("teacher")), len(rig.heard("reviewer-commune"))))
            if moment == "13:00":
                await rig.says("reviewer-commune", rig.button("reviewer-commune", "✅ Xong").data)
                rig.heard("reviewer-commune")
        assert [teacher for teacher, _reviewer in heard] == [0, 1, 0, 1, 0]
        assert [reviewer for _teacher, reviewer in heard] == [0, 1, 0, 0, 0]
        assert await ledger(rig, f"{LIST}:1", "tt-tho-tang") == [("suppressed", "done")]
        assert await ledger(rig, f"{LIST}:1", "th-tho-tang") == [("sent", None)]
        assert await ledger(rig, f"{LIST}:1", "kim-xa") == [("failed", "no contact")]


async def test_coverage_by_telecom_companies_has_its_own_hours(tmp_path: Path) -> None:
    async with Rig(tmp_path, "vinh-tuong", start=NOON) as rig:
        await rig.move("2021-09-22 15:58")
        assert rig.heard("telecom") == []
        await rig.move("2021-09-22 16:00")
        [message] = rig.heard("telecom")
        assert "VNPT" in message.text
        assert [button.data.split()[0] for button in message.buttons] == ["/deadline_done"]


async def test_nobody_speaks_for_another_unit(tmp_path: Path) -> None:
    async with Rig(tmp_path, "vinh-tuong", start=NOON) as rig:
        async with rig.work() as work:
            other = await rig.unit(work, "thcs-kim-xa")
        for command in ("deadline_done", "reopen_deadline"):
            [said] = await rig.says("teacher", f"/{command} {other} pupil-lists")
            assert "mã mời" in said.text
        await rig.says("teacher", f"/deadline_note {other} pupil-lists")
        assert "mã mời" in (await rig.says("teacher", "Xong rồi"))[-1].text
        assert "mã mời" in (await rig.says("teacher", f"/close_list {other}"))[-1].text
        assert "mã mời" in (await rig.says("reviewer-commune", f"/close_list {other}"))[-1].text
        async with rig.work() as work:
            assert await work.rows(select(deadline_marks)) == []
            assert await work.rows(select(list_closings)) == []


async def test_a_signed_zero_answers_the_deadline_that_asked(tmp_path: Path) -> None:
    async with Rig(tmp_path, "vinh-tuong", start=NOON) as rig:
        await rig.move("2021-09-22 13:00")
        await rig.press("teacher", "Trường không còn em nào")
        await rig.press("teacher", "✍️ Đúng, không còn em nào")
        async with rig.work() as work:
            [closing] = await work.rows(select(list_closings))
            [mark] = await work.rows(select(deadline_marks))
            assert closing.listed == 0
            assert closing.school_id == mark.unit_id == await rig.unit(work, "th-tho-tang")
        rig.heard("teacher")
        await rig.move("2021-09-22 17:30")
        assert rig.heard("teacher") == []
        # Signing the same twice leaves one signature.
        await rig.says("teacher", "/khongconem")
        await rig.press("teacher", "✍️ Đúng, không còn em nào")
        async with rig.work() as work:
            assert len(await work.rows(select(list_closings))) == 1


async def test_a_zero_signed_beforehand_is_known_to_the_reminder(tmp_path: Path) -> None:
    async with Rig(tmp_path, "vinh-tuong", start=NOON) as rig:
        await rig.says("teacher", "/khongconem")
        await rig.press("teacher", "✍️ Đúng, không còn em nào")
        rig.heard("teacher")
        await rig.move("2021-09-22 13:00")
        [message] = rig.heard("teacher")
        assert "đã ký là không còn em nào" in message.text
        assert [button.label for button in message.buttons] == ["✅ Xong"]


def test_a_reminder_waits_for_the_end_of_the_night() -> None:
    plan = load_plan("vinh-tuong")
    [lists, *_others] = plan.deadlines
    early = lists.due.replace(hour=6, minute=45)
    plan = msgspec.structs.replace(
        plan, deadlines=(msgspec.structs.replace(lists, due=early, remind_hours=(4,)),), reporting=None, digest=None
    )
    zone = ZoneInfo(plan.time_zone)
    evening, night, morning = (
        early.astimezone(zone).replace(hour=hour, minute=minute) for hour, minute in ((0, 0), (3, 0), (6, 31))
    )
    sorts = [one.sort for one in occasions.due(plan, evening, night)]
    assert "deadline_reminder" not in sorts
    sorts = [one.sort for one in occasions.due(plan, occasions.seen(plan, evening, night), morning)]
    assert sorts.count("deadline_reminder") == 1
