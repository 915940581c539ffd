"""What is to be fetched is not asked of its donor again; those who fetch it are reminded instead, once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.programme.codes import shown
from bot.programme.giving.appointments import set_appointment
from bot.programme.giving.fetching import agree_fetch, note_failed, note_fetched
from bot.programme.giving.pledges import Delivery, PledgedGoods, add_device_pledge
from tests.support.books import acting
from tests.support.rig import Rig

DAY = date(2021, 9, 28)
ASKED = "waits to be fetched since"
PASSED = "was to be fetched on"


async def wish(rig: Rig) -> str:
    """Somebody asks on Monday to have a tablet fetched; the code."""
    rig.language = "en"
    for person in rig.plan.people:
        await rig.reads(person.key, "en")
    await rig.says("giver", "/start")
    goods = [PledgedGoods("tablet", 1, {"screen": "whole"}, "web:tablet.jpg")]
    delivery = Delivery("fetch", fetch_from="thôn Trung", phone="0900000301")
    async with acting(rig, "giver") as tx:
        made = await add_device_pledge(tx, goods=goods, delivery=delivery, donor="self", name="Hảo", unit=None)
    await rig.idle()
    for who in ("giver", "coordinator"):
        rig.heard(who)
    return made.code


def told(rig: Rig, who: str, words: str) -> list[str]:
    return [message.text for message in rig.heard(who) if words in message.text]


@pytest.mark.parametrize("answer", ["none", "agreed", "failed", "fetched"])
async def test_the_donor_is_not_asked_to_bring_what_we_are_to_fetch(tmp_path: Path, answer: str) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        code = await wish(rig)
        async with acting(rig, "coordinator") as tx:
            if answer != "none":
                await agree_fetch(tx, code=code, day=DAY, goes="Mr Ví")
            if answer == "failed":
                await note_failed(tx, code=code, why="Nobody was at home")
            if answer == "fetched":
                await note_fetched(tx, code=code)
        await rig.idle()
        await rig.move("2021-10-25 12:00")
        assert told(rig, "giver", "Whenever it suits you") == []


async def test_who_brings_it_after_all_is_reminded_again(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        code = await wish(rig)
        await rig.move("2021-10-04 12:00")
        async with acting(rig, "giver") as tx:
            await set_appointment(tx, code=code, place="mttq-huyen", slot=None)
        await rig.move("2021-10-05 12:00")
        assert told(rig, "giver", "Whenever it suits you") == []
        await rig.move("2021-10-25 12:00")
        assert len(told(rig, "giver", "Whenever it suits you")) > 0


async def test_a_wish_that_nobody_answers_is_told_of_once_after_two_days(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        code = await wish(rig)
        await rig.move("2021-09-29 08:30")
        assert told(rig, "coordinator", ASKED) == []
        await rig.move("2021-09-30 08:00")
        [text] = told(rig, "coordinator", ASKED)
        assert shown(code) in text
        assert "thôn" not in text
        await rig.move("2021-10-08 12:00")
        assert told(rig, "coordinator", ASKED) == []


async def test_a_day_that_has_passed_is_told_of_the_next_morning(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        code = await wish(rig)
        async with acting(rig, "coordinator") as tx:
            await agree_fetch(tx, code=code, day=DAY, goes="Mr Ví")
        await rig.move("2021-09-28 20:00")
        assert told(rig, "coordinator", PASSED) == []
        await rig.move("2021-09-29 08:00")
        assert len(told(rig, "coordinator", PASSED)) == 1
        async with acting(rig, "coordinator") as tx:
            await note_failed(tx, code=code, why="Nobody was at home")
        await rig.move("2021-10-02 08:00")
        assert len(told(rig, "coordinator", ASKED)) == 1, "it waits for another day"


async def test_what_was_fetched_is_not_told_of(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        code = await wish(rig)
        async with acting(rig, "coordinator") as tx:
            await agree_fetch(tx, code=code, day=DAY, goes="Mr Ví")
            await note_fetched(tx, code=code)
        await rig.move("2021-10-08 12:00")
        assert told(rig, "coordinator", PASSED) + told(rig, "coordinator", ASKED) == []
