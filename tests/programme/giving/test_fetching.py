"""What is to be fetched: seen by those who fetch alone, agreed on, called off, and open only while the pledge is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.chat.words import Refused
from bot.programme.giving import fetching
from bot.programme.giving.appointments import fetch_instead, set_appointment
from bot.programme.giving.fetching import agree_fetch, fetch_list, note_failed, note_fetched, wish_day
from bot.programme.giving.pledges import Delivery, PledgedGoods, add_device_pledge, cancel_pledge
from bot.storage.tables import fetches, pledge_goods
from tests.support.books import acting
from tests.support.rig import Rig

DAY = date(2021, 9, 28)


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(tmp_path, start="2021-09-27 09:00") as running:
        running.language = "en"
        for person in running.plan.people:
            await running.reads(person.key, "en")
        for who in ("giver", "other"):
            await running.says(who, "/start")
        yield running


async def asks(rig: Rig, way: str = "fetch") -> str:
    """Somebody pledges a tablet; the code."""
    delivery = Delivery(way, slot="2021-10-02", fetch_from="thôn Trung", phone="0900000301")
    if way == "bring":
        delivery = Delivery(way, place="mttq-huyen")
    goods = [PledgedGoods("tablet", 1, {"screen": "whole"}, "web:tablet.jpg")]
    async with acting(rig, "giver") as tx:
        return (
            await add_device_pledge(tx, goods=goods, delivery=delivery, donor="self", name="Lê Thị Hảo", unit=None)
        ).code


def notices(rig: Rig, who: str) -> list[str]:
    return [message.text for message in rig.all_heard(who) if message.text.startswith("🚚")]


async def test_the_desk_hears_at_once_and_neither_address_nor_phone_is_in_the_notice(rig: Rig) -> None:
    await asks(rig)
    await rig.idle()
    [row] = [message for message in rig.all_heard("coordinator") if "fetched" in message.text]
    assert "thôn" not in row.text
    assert "0900" not in row.text
    await asks(rig, "bring")
    assert len(notices(rig, "coordinator")) == 1


async def test_the_list_tells_whoever_goes_all_they_need(rig: Rig) -> None:
    code = await asks(rig)
    async with acting(rig, "coordinator") as tx:
        [one] = await fetch_list(tx)
    assert (one.code, one.address, one.phone, one.wish, one.state) == (
        code, "thôn Trung", "0900000301", "2021-10-02", "asked")  # fmt: skip
    assert [(thing.item, thing.count, thing.condition, thing.photo) for thing in one.things] == [
        ("tablet", 1, {"screen": "whole"}, "web:tablet.jpg")
    ]


async def test_a_list_that_is_cut_off_begins_with_what_waits(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MOST", 2)
    agreed, done, waits, failed = [await asks(rig) for _one in range(4)]
    async with acting(rig, "coordinator") as tx:
        await agree_fetch(tx, code=agreed, day=DAY, goes="anh Tư")
        await note_fetched(tx, code=done)
        await note_failed(tx, code=failed, why="nobody at home")
        assert [one.code for one in await fetch_list(tx)] == [waits, failed]


@pytest.mark.parametrize("who", ["giver", "other", "contact-cao-vien", "accountant", "official", "teacher"])
async def test_nobody_else_sees_or_settles_it(rig: Rig, who: str) -> None:
    code = await asks(rig)
    await rig.says(who, "/start")
    async with acting(rig, who) as tx:
        for refused in (
            fetch_list(tx),
            agree_fetch(tx, code=code, day=DAY, goes="me"),
            note_fetched(tx, code=code),
            note_failed(tx, code=code, why="no"),
        ):
            with pytest.raises(Refused):
                await refused
    assert await rig.rows(select(fetches)) == []


async def test_each_step_is_told_to_the_donor(rig: Rig) -> None:
    code = await asks(rig)
    async with acting(rig, "coordinator") as tx:
        await agree_fetch(tx, code=code, day=DAY, goes="Mr Ví, 0900 000 401")
        await note_failed(tx, code=code, why="Nobody was at home")
        [one] = await fetch_list(tx)
        assert (one.state, one.why) == ("failed", "Nobody was at home")
        await agree_fetch(tx, code=code, day=DAY, goes="Mr Ví")
        await note_fetched(tx, code=code)
        [one] = await fetch_list(tx)
        assert (one.state, one.day, one.goes, one.why) == ("fetched", "2021-09-28", "Mr Ví", "")
        told = [message.text for message in tx.out if message.chat == "giver"]
    assert ["We come for" in text for text in told] == [True, False, True, False]
    assert "Who comes: Mr Ví, 0900 000 401. They will call you before." in told[0]
    assert "Nobody was at home" in told[1]
    assert "has been fetched" in told[3]


@pytest.mark.parametrize("day", [DAY - timedelta(days=2), DAY + timedelta(days=90)])
async def test_a_day_that_is_over_or_far_away_is_refused(rig: Rig, day: date) -> None:
    code = await asks(rig)
    async with acting(rig, "coordinator") as tx:
        with pytest.raises(Refused):
            await agree_fetch(tx, code=code, day=day, goes="me")
    async with acting(rig, "giver") as tx:
        with pytest.raises(Refused):
            await wish_day(tx, code=code, day=day)


async def test_the_donor_changes_their_mind_and_nobody_goes_in_vain(rig: Rig) -> None:
    code = await asks(rig)
    async with acting(rig, "coordinator") as tx:
        await agree_fetch(tx, code=code, day=DAY, goes="me")
    async with acting(rig, "giver") as tx:
        await fetch_instead(tx, code=code, address="thôn Thượng", phone="0900000302")
        await wish_day(tx, code=code, day=DAY)
        texts = [message.text for message in tx.out]
    assert sum("not to be fetched as agreed" in text for text in texts) == 2, "coordinator and manager"
    async with acting(rig, "coordinator") as tx:
        [one] = await fetch_list(tx)
        assert (one.address, one.phone, one.wish, one.state) == ("thôn Thượng", "0900000302", "2021-09-28", "asked")
        await agree_fetch(tx, code=code, day=DAY, goes="me")
    async with acting(rig, "giver") as tx:
        await set_appointment(tx, code=code, place="mttq-huyen", slot=None)
        assert sum("not to be fetched as agreed" in message.text for message in tx.out) == 2
    async with acting(rig, "coordinator") as tx:
        assert await fetch_list(tx) == []
        with pytest.raises(Refused):
            await note_fetched(tx, code=code)
    [row] = await rig.rows(select(pledge_goods.c.fetch_from, pledge_goods.c.slot))
    assert tuple(row) == (None, None)


async def test_a_pledge_taken_back_leaves_the_list(rig: Rig) -> None:
    code = await asks(rig)
    async with acting(rig, "coordinator") as tx:
        await agree_fetch(tx, code=code, day=DAY, goes="me")
    async with acting(rig, "giver") as tx:
        await cancel_pledge(tx, code=code)
        assert any("not to be fetched as agreed" in message.text for message in tx.out)
    async with acting(rig, "coordinator") as tx:
        assert await fetch_list(tx) == []


async def test_pledges_of_earlier_releases_stand_on_the_list_too(rig: Rig) -> None:
    await asks(rig)
    async with rig.work() as work:
        await work.execute(pledge_goods.update().values(slot=None, photo="telegram:elsewhere"))
    async with acting(rig, "coordinator") as tx:
        [one] = await fetch_list(tx)
    assert (one.wish, one.things[0].photo) == ("", None), "another messenger keeps that photo"
