"""The hours of a place as days of the calendar, how many they take, and two people who want the last place."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.chat.words import Refused
from bot.programme.calendar.drop_off_hours import WEEK, begin_of, hours_of, place_of, read_slot, weekly
from bot.programme.giving import appointments, pledges
from bot.programme.giving.pledges import Delivery, PledgedGoods
from bot.programme.plan import load_plan
from bot.storage.tables import pledge_goods
from bot.storage.tables import pledges as pledge_rows
from tests.support.books import acting
from tests.support.lived import PLAN, ZONE, at
from tests.support.rig import Rig

PLACE = place_of(PLAN, "ubnd-cao-vien")
assert PLACE is not None
TUESDAY = "2021-09-28 08:00-11:00"


def test_the_next_days_of_a_place() -> None:
    assert PLACE is not None
    found = [one.text for one in hours_of(PLAN, PLACE, at("2021-09-28 08:00"), at("2021-10-05 08:00"))]
    assert found == ["2021-09-30 08:00-11:00", "2021-10-02 08:00-11:00", "2021-10-05 08:00-11:00"]


def test_nothing_begins_before_the_drive_or_after_one_that_refuses_late_gifts() -> None:
    assert PLACE is not None
    before = [one.begins for one in hours_of(PLAN, PLACE, at("2021-09-01 00:00"), at("2021-09-24 00:00"))]
    assert before == [at("2021-09-23 08:00")]
    late = list(hours_of(PLAN, PLACE, at("2021-11-14 00:00"), at("2021-11-30 00:00")))
    assert late
    strict = msgspec.structs.replace(PLAN, window=msgspec.structs.replace(PLAN.window, late="refuse"))
    assert list(hours_of(strict, PLACE, at("2021-11-14 00:00"), at("2021-11-30 00:00"))) == []


@given(st.integers(0, 60 * 24 * 14), st.integers(0, 60 * 24 * 14), st.integers(0, 60 * 24 * 14))
def test_a_span_cut_in_two_has_the_same_slots(first: int, second: int, third: int) -> None:
    a, b, c = (at("2021-11-10 00:00") + timedelta(minutes=n) for n in sorted((first, second, third)))
    for place in PLAN.goods.drop_off if PLAN.goods else ():
        whole = list(hours_of(PLAN, place, a, c))
        assert whole == [*hours_of(PLAN, place, a, b), *hours_of(PLAN, place, b, c)]
        for one in whole:
            assert a < one.begins <= c
            assert read_slot(PLAN, place, one.text) == one
            assert begin_of(PLAN, one.text) == one.begins
            opens, closes = one.text.split()[-1].split("-")
            assert opens < closes
            days = [WEEK[one.begins.astimezone(ZONE).weekday()] in slot.days for slot in place.slots]
            assert any(days)


@pytest.mark.parametrize("name", ["thanh-oai", "vinh-tuong", "tuan-giao"])
def test_weekly_slots_are_no_moments(name: str) -> None:
    plan = load_plan(name)
    assert plan.goods is not None
    for place in plan.goods.drop_off:
        for slot in place.slots:
            assert begin_of(plan, weekly(slot)) is None
            assert read_slot(plan, place, weekly(slot)) is None


@pytest.mark.parametrize("text", ["", "x", "2021-09-28", "2021-13-01 08:00-11:00", "2021-09-29 08:00-11:00"])
def test_what_is_no_slot_of_the_place_is_not_taken_for_one(text: str) -> None:
    assert PLACE is not None
    assert read_slot(PLAN, PLACE, text) is None


async def makes_pledge(rig: Rig, who: str, slot: str | None, place: str = "ubnd-cao-vien") -> str:
    """Somebody pledges a SIM card and an hour to bring it; returns the code."""
    async with acting(rig, who) as tx:
        goods = [PledgedGoods("sim", 1, {"active": "yes"})]
        delivery = Delivery("bring", place=place, slot=slot)
        made = await pledges.add_device_pledge(tx, goods=goods, delivery=delivery, donor="self", name=who, unit=None)
    return made.code


async def offered(rig: Rig, after: str = "", but_for: str = "") -> appointments.FreeHours:
    async with acting(rig, "an") as tx:
        return await appointments.free_hours(tx, place="ubnd-cao-vien", after=after, but_for=but_for)


async def test_a_full_slot_is_left_out_and_refused_until_somebody_gives_it_up(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        await rig.says("an", "/start")
        assert (await offered(rig)).slots[0] == TUESDAY
        codes = [await makes_pledge(rig, "an", TUESDAY) for _one in range(8)]
        assert TUESDAY not in (await offered(rig)).slots
        assert (await offered(rig, but_for=codes[0])).slots[0] == TUESDAY, "its own promise may keep the hour"
        with pytest.raises(Refused, match="just taken the last place"):
            await makes_pledge(rig, "an", TUESDAY)
        async with acting(rig, "an") as tx:
            await appointments.set_appointment(
                tx, code=codes[0], place="ubnd-cao-vien", slot=TUESDAY
            )  # to where it was
            await appointments.set_appointment(tx, code=codes[1], place="ubnd-cao-vien", slot=None)
            await pledges.cancel_pledge(tx, code=codes[2])
        assert (await offered(rig)).slots[0] == TUESDAY
        await makes_pledge(rig, "an", TUESDAY)
        await makes_pledge(rig, "an", TUESDAY)
        with pytest.raises(Refused, match="just taken the last place"):
            await makes_pledge(rig, "an", TUESDAY)
        moments = {row.slot_at for row in await rig.rows(select(pledge_goods.c.slot_at))}
        assert moments == {at("2021-09-28 08:00"), None}


async def test_later_days_come_page_by_page_within_the_window(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-11-01 09:00") as rig:
        await rig.says("an", "/start")
        seen, after = [], ""
        while True:
            page = await offered(rig, after)
            assert len(page.slots) <= appointments.SHOWN
            seen += page.slots
            if not page.more:
                break
            after = page.slots[-1]
        assert seen == sorted(seen)
        assert (seen[0], seen[-1]) == ("2021-11-02 08:00-11:00", "2021-11-13 08:00-11:00")
        assert len(set(seen)) == len(seen) == 6


@pytest.mark.parametrize(
    ("slot", "why"),
    [
        ("2021-09-25 08:00-11:00", "begun already"),
        ("2021-09-29 08:00-11:00", "does not receive at these hours"),
        ("tomorrow", "does not receive at these hours"),
    ],
)
async def test_hours_that_are_past_or_none_are_refused(tmp_path: Path, slot: str, why: str) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        await rig.says("an", "/start")
        with pytest.raises(Refused, match=why):
            await makes_pledge(rig, "an", slot)
        with pytest.raises(Refused, match="Nothing is received at that place"):
            await makes_pledge(rig, "an", TUESDAY, place="nowhere")


async def test_a_weekly_slot_of_an_older_talk_is_kept_without_a_day(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        await rig.says("an", "/start")
        await makes_pledge(rig, "an", "tuesday,thursday,saturday 08:00-11:00")
        [row] = await rig.rows(select(pledge_goods))
        assert (row.slot, row.slot_at) == ("tuesday,thursday,saturday 08:00-11:00", None)


async def test_of_two_who_want_the_last_place_at_once_one_gets_it_and_the_other_chooses_again(rig: Rig) -> None:
    rig.language = "en"
    for who in ("an", "binh"):
        await rig.says(who, "/give_devices")
        for answer in ("5", "1", "1", "/skip", "2", "1", "2", "1", "4", "No unit"):
            await rig.says(who, answer)
    for _one in range(7):
        await makes_pledge(rig, "an", TUESDAY)
    await asyncio.gather(*(rig.says(who, "yes") for who in ("an", "binh")))
    won = [who for who in ("an", "binh") if "Your promise is recorded" in rig.all_heard(who)[-1].text]
    assert len(won) == 1
    [lost] = [who for who in ("an", "binh") if who not in won]
    refused, asked = rig.all_heard(lost)[-2:]
    assert "just taken the last place" in refused.text
    assert "When suits you?" in asked.text
    assert TUESDAY[:10] not in asked.text
    await rig.press(lost, "Thursday 30/9, 08:00–11:00")
    [done] = await rig.says(lost, "yes")
    assert "When: Thursday 30/9, 08:00–11:00." in done.text
    taken = await rig.rows(
        select(pledge_goods.c.id).join(pledge_rows).where(pledge_goods.c.slot_at == at("2021-09-28 08:00"))
    )
    assert len(taken) == 8


async def test_only_the_donor_may_move_an_open_pledge(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        for who in ("an", "binh"):
            await rig.says(who, "/start")
        code = await makes_pledge(rig, "an", TUESDAY)
        async with acting(rig, "binh") as tx:
            assert await appointments.my_appointment(tx, code=code) is None
            with pytest.raises(Refused):
                await appointments.set_appointment(tx, code=code, place="ubnd-cao-vien", slot=None)
            with pytest.raises(Refused):
                await appointments.fetch_instead(tx, code=code, address="thôn Trung", phone="0900000123")
        async with acting(rig, "an") as tx:
            await appointments.fetch_instead(tx, code=code, address="thôn Trung", phone="0900000123")
        [row] = await rig.rows(select(pledge_goods))
        assert (row.way, row.place, row.slot, row.slot_at) == ("fetch", None, None, None)
        assert rig.secrecy.reveal(row.fetch_from, row.id, dict) == {"address": "thôn Trung", "phone": "0900000123"}
