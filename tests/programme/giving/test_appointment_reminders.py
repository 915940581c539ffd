"""Reminders of appointments: the evening before, or two hours ahead; once each, and never for nothing."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.messages import Permanent
from bot.programme.calendar import occasions
from bot.programme.giving import appointments, pledges
from bot.programme.giving.pledges import Delivery, PledgedGoods
from bot.programme.plan.rounds import QuietHours
from bot.storage.tables import reminders
from tests.support.books import acting
from tests.support.lived import PLAN, ZONE, at
from tests.support.rig import Rig

TUESDAY, SATURDAY = "2021-09-28 08:00-11:00", "2021-10-02 08:00-11:00"


async def makes_pledge(rig: Rig, slot: str, who: str = "an", place: str = "ubnd-cao-vien") -> str:
    """Somebody pledges a SIM card and the hours in which they bring it; returns the code."""
    await rig.says(who, "/start")
    async with acting(rig, who) as tx:
        goods = [PledgedGoods("sim", 1, {"active": "yes"})]
        delivery = Delivery("bring", place=place, slot=slot)
        made = await pledges.add_device_pledge(tx, goods=goods, delivery=delivery, donor="self", name=who, unit=None)
    rig.heard(who)
    return made.code


async def noted(rig: Rig) -> list[tuple[str, str | None]]:
    """(state, why) of every reminder of an appointment, in order."""
    mine = select(reminders.c.state, reminders.c.why).where(reminders.c.about.startswith("visit:"))
    return [tuple(row) for row in await rig.rows(mine.order_by(reminders.c.id))]


def expecting(rig: Rig, who: str = "an") -> list[str]:
    return [message.text for message in rig.heard(who) if "chờ quà" in message.text]


async def test_the_evening_before_once(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        code = await makes_pledge(rig, TUESDAY)
        await rig.move("2021-09-27 17:59")
        assert expecting(rig) == []
        await rig.move("2021-09-27 18:00")
        [said] = rig.all_heard("an")[-1:]
        [text] = expecting(rig)
        assert text.startswith("Ngày mai, 28/9, 08:00–11:00")
        assert "Ủy ban MTTQ xã Cao Viên" in text
        assert "Trụ sở UBND xã Cao Viên" in text
        assert [button.data for button in said.buttons] == [f"/move_visit {code}", f"/cannot_bring {code}"]
        await rig.move("2021-09-28 20:00")
        assert expecting(rig) == []
        assert await noted(rig) == [("sent", None)]


async def test_who_makes_it_after_that_evening_is_reminded_two_hours_ahead(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-27 20:00") as rig:
        await makes_pledge(rig, TUESDAY)
        await rig.move("2021-09-28 05:59")
        assert expecting(rig) == []
        await rig.move("2021-09-28 12:00")
        [text] = expecting(rig)
        assert text.startswith("Hôm nay, 28/9, 08:00–11:00")
        assert await noted(rig) == [("sent", None)]


async def test_a_moved_appointment_is_reminded_of_anew(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        code = await makes_pledge(rig, TUESDAY)
        await rig.move("2021-09-27 18:00")
        async with acting(rig, "an") as tx:
            await appointments.set_appointment(tx, code=code, place="ubnd-cao-vien", slot=SATURDAY)
        await rig.move("2021-10-01 17:00")
        assert len(expecting(rig)) == 1
        await rig.move("2021-10-02 12:00")
        [text] = expecting(rig)
        assert "2/10" in text
        assert await noted(rig) == [("sent", None), ("sent", None)]


@pytest.mark.parametrize("ending", ["cancel", "fetch", "later"])
async def test_nobody_is_reminded_of_what_they_gave_up(tmp_path: Path, ending: str) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        code = await makes_pledge(rig, TUESDAY)
        async with acting(rig, "an") as tx:
            if ending == "cancel":
                await pledges.cancel_pledge(tx, code=code)
            elif ending == "fetch":
                await appointments.fetch_instead(tx, code=code, address="thôn Trung", phone="0900000301")
            else:
                await appointments.set_appointment(tx, code=code, place="ubnd-cao-vien", slot=None)
        await rig.move("2021-09-28 12:00")
        assert expecting(rig) == []
        assert await noted(rig) == []


async def test_quiet_hours_hold_and_it_comes_in_the_morning(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        quiet = QuietHours(begins=time(17), ends=time(7, 30))
        rig.plan = msgspec.structs.replace(rig.plan, quiet_hours=quiet)
        rig.app.plans[rig.plan.slug] = rig.plan  # type: ignore[index]  # a dict, which the app promises to read only
        await makes_pledge(rig, TUESDAY)
        await rig.move("2021-09-28 07:29")
        assert expecting(rig) == []
        await rig.move("2021-09-28 07:30")
        assert len(expecting(rig)) == 1
        assert await noted(rig) == [("sent", None)]


async def test_after_an_outage_it_is_too_late_once_the_hours_have_begun(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        await makes_pledge(rig, TUESDAY)
        rig.clock.moment = at("2021-09-28 08:00")
        await rig.app.clock.sweep()
        await rig.idle()
        assert expecting(rig) == []
        assert await noted(rig) == [("suppressed", "stale")]


async def test_after_an_outage_it_comes_once_while_there_is_time(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        await makes_pledge(rig, TUESDAY)
        rig.clock.moment = at("2021-09-28 07:00")  # both the evening and the two hours ahead were missed
        await rig.app.clock.sweep()
        await rig.app.clock.sweep()
        await rig.idle()
        assert len(expecting(rig)) == 1
        assert await noted(rig) == [("sent", None)]


async def test_who_cannot_be_reached_is_noted(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        await makes_pledge(rig, TUESDAY)
        rig.handlers["web"].failing["an"] = Permanent("blocked", gone=True)
        await rig.says("an", "/start")
        await rig.move("2021-09-27 18:00")
        [(state, why)] = await noted(rig)
        assert state == "failed"
        assert why


moments = st.integers(0, 60 * 24 * 10).map(lambda n: at("2021-11-10 00:00") + timedelta(minutes=n))


@given(st.lists(moments, min_size=3, max_size=3, unique=True).map(sorted))
def test_however_the_time_is_cut_every_reminder_is_planned_once(three: list[datetime]) -> None:
    a, b, c = three
    whole = [one for one in occasions.planned(PLAN, a, c) if one.sort == "visit_reminders"]
    parts = [one for span in ((a, b), (b, c)) for one in occasions.planned(PLAN, *span)
             if one.sort == "visit_reminders"]  # fmt: skip
    assert sorted(whole) == sorted(parts)
    assert len({one.key for one in whole}) == len(whole)


def test_a_day_of_reminders() -> None:
    found = occasions.planned(PLAN, at("2021-09-28 00:00"), at("2021-09-29 00:00"))
    times = [f"{one.at.astimezone(ZONE):%H:%M}" for one in found if one.sort == "visit_reminders"]
    assert times == ["06:00", "07:30", "12:00", "18:00"]
