"""Where something was to be fetched is forgotten once its pledge has ended and nobody may object any more."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.programme.giving.appointments import fetch_instead
from bot.programme.giving.fetching import fetch_list
from bot.programme.giving.pledges import Delivery, PledgedGoods, add_device_pledge, cancel_pledge
from bot.storage.tables import pledge_goods, pledges
from tests.support.books import acting
from tests.support.rig import Rig


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(tmp_path, start="2021-09-27 09:00") as running:
        await running.says("giver", "/start")
        yield running


async def asks(rig: Rig, way: str = "fetch") -> str:
    """Somebody pledges a tablet that is to be fetched, at once or after all; the code."""
    place = {"fetch_from": "thôn Trung", "phone": "0900000301"} if way == "fetch" else {"place": "mttq-huyen"}
    goods = [PledgedGoods("tablet", 1, {"screen": "whole"})]
    async with acting(rig, "giver") as tx:
        made = await add_device_pledge(
            tx, goods=goods, delivery=Delivery(way, **place), donor="self", name="Lê", unit=None
        )
    if way != "fetch":
        async with acting(rig, "giver") as tx:
            await fetch_instead(tx, code=made.code, address="thôn Trung", phone="0900000301")
    return made.code


async def kept(rig: Rig) -> set[str]:
    """The codes of which an address lies there still."""
    found = select(pledges.c.code).join(pledge_goods, pledge_goods.c.pledge_id == pledges.c.id)
    return {row.code for row in await rig.rows(found.where(pledge_goods.c.fetch_from.is_not(None)))}


@pytest.mark.parametrize("way", ["fetch", "bring"])
async def test_the_address_goes_when_the_pledge_has_ended_and_its_objection_time_is_over(rig: Rig, way: str) -> None:
    assert rig.plan.students is not None
    assert rig.plan.students.objection_hours == 48
    ended, waiting = await asks(rig, way), await asks(rig, way)
    async with acting(rig, "giver") as tx:
        await cancel_pledge(tx, code=ended)
    await rig.move("2021-09-29 08:59")
    assert await kept(rig) == {ended, waiting}
    await rig.move("2021-09-30 03:00")
    assert await kept(rig) == {waiting}
    async with acting(rig, "coordinator") as tx:
        assert [one.code for one in await fetch_list(tx)] == [waiting]
    await rig.move("2021-10-30 03:00")
    assert await kept(rig) == {waiting}, "it may still be fetched"
