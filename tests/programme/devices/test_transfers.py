"""Devices handed on lie where they lay until the receiver has counted them, and each leaves a line of the ledger."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.chat.words import Refused
from bot.programme.devices import intake as devices
from bot.programme.devices import transfers as goods_transfers
from bot.programme.devices.intake import Arrival
from bot.programme.ledger import entries as ledger
from bot.storage.tables import devices as rows
from bot.storage.tables import entries
from bot.storage.tables import transfers as transfer_rows
from tests.support.books import acting
from tests.support.rig import Rig, said

GOOD = {
    "computer": {"turns-on": "yes", "screen": "whole", "charger": "yes", "locked": "open"},
    "tablet": {"turns-on": "yes", "screen": "whole", "battery": "lesson", "charger": "yes", "locked": "open"},
}
COMMUNE, DISTRICT = "cao-vien", "mttq-thanh-oai"


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(tmp_path, start="2021-09-27 09:00") as made:
        yield made


async def unit(rig: Rig, key: str) -> int:
    async with rig.work() as work:
        return await rig.unit(work, key)


async def comes_in(rig: Rig, count: int, item: str = "computer") -> list[str]:
    reception = await unit(rig, COMMUNE)
    arrival = Arrival(item, pieces=count, condition=GOOD[item])
    async with acting(rig, "contact-cao-vien") as tx:
        return (await devices.take_in(tx, desk=reception, arrival=arrival, giver="An")).tags


async def goes(rig: Rig, kinds: dict[str, int], who: str = "contact-cao-vien") -> int:
    here, there = await unit(rig, COMMUNE), await unit(rig, DISTRICT)
    async with acting(rig, who) as tx:
        return (await goods_transfers.send_goods(tx, unit=here, to=there, kinds=kinds)).number


async def held(rig: Rig, key: str) -> int:
    number = await unit(rig, key)
    [row] = await rig.rows(select(func.count()).select_from(rows).where(rows.c.holder_id == number))
    return int(row[0])


async def test_devices_move_once_they_are_counted_and_the_ledger_tells_of_each(rig: Rig) -> None:
    tags = await comes_in(rig, 3)
    rig.heard("coordinator")
    number = await goes(rig, {"computer": 2})
    assert "2 × máy tính" in said(rig.heard("coordinator"))[0]
    assert (await held(rig, COMMUNE), await held(rig, DISTRICT)) == (3, 0)
    async with acting(rig, "coordinator") as tx:
        await goods_transfers.acknowledge_goods(tx, number=number)
    assert (await held(rig, COMMUNE), await held(rig, DISTRICT)) == (1, 2)
    moved = await rig.rows(select(entries.c.about, entries.c.reason).where(entries.c.sort == "device_moved"))
    assert [tuple(line) for line in moved] == [
        (tag, "Xã Cao Viên → Ủy ban MTTQ Việt Nam huyện Thanh Oai") for tag in tags[:2]
    ]
    assert (await rig.app.ask(ledger.verify)).whole
    with pytest.raises(Refused, match="closed already"):
        async with acting(rig, "coordinator") as tx:
            await goods_transfers.acknowledge_goods(tx, number=number)


async def test_what_is_on_its_way_cannot_be_sent_twice_and_comes_back_when_refused(rig: Rig) -> None:
    await comes_in(rig, 2)
    number = await goes(rig, {"computer": 2})
    with pytest.raises(Refused, match="fewer of them"):
        await goes(rig, {"computer": 1})
    async with acting(rig, "coordinator") as tx:
        await goods_transfers.refuse_goods(tx, number=number, why="thiếu 1")
    again = await goes(rig, {"computer": 2})
    async with acting(rig, "contact-cao-vien") as tx:
        await goods_transfers.take_back_goods(tx, number=again)
    assert await held(rig, COMMUNE) == 2
    assert [row.status for row in await rig.rows(select(transfer_rows.c.status))] == ["refused", "taken_back"]


@pytest.mark.parametrize("who", ["donor", "teacher", "contact-women", "accountant"])
async def test_nobody_else_sends_or_acknowledges(rig: Rig, who: str) -> None:
    await rig.says(who, "/start")
    await comes_in(rig, 1)
    with pytest.raises(Refused, match="invitation"):
        await goes(rig, {"computer": 1}, who)
    number = await goes(rig, {"computer": 1})
    async with acting(rig, who) as tx:
        for deed in (goods_transfers.acknowledge_goods, goods_transfers.take_back_goods):
            with pytest.raises(Refused, match="invitation"):
                await deed(tx, number=number)


@pytest.mark.parametrize("seed", range(4))
async def test_every_device_lies_in_one_store_whatever_is_sent_refused_and_taken_back(rig: Rig, seed: int) -> None:
    chance = random.Random(seed)
    whole = 0
    for _step in range(25):
        waiting = await rig.rows(select(transfer_rows).where(transfer_rows.c.status == "sent"))
        try:
            match chance.choice(["come", "send", "send", "end"]):
                case "come":
                    count = chance.randint(1, 4)
                    await comes_in(rig, count, chance.choice(["computer", "tablet"]))
                    whole += count
                case "send":
                    await goes(rig, {chance.choice(["computer", "tablet"]): chance.randint(1, 3)})
                case "end" if waiting:
                    number = chance.choice(waiting).id
                    which = chance.choice(["acknowledge", "refuse", "back"])
                    async with acting(rig, "contact-cao-vien" if which == "back" else "coordinator") as tx:
                        if which == "acknowledge":
                            await goods_transfers.acknowledge_goods(tx, number=number)
                        elif which == "refuse":
                            await goods_transfers.refuse_goods(tx, number=number, why="thiếu")
                        else:
                            await goods_transfers.take_back_goods(tx, number=number)
        except Refused:
            continue
    assert await held(rig, COMMUNE) + await held(rig, DISTRICT) == whole
    acknowledged = await rig.rows(select(entries.c.about).where(entries.c.sort == "device_moved"))
    assert len(acknowledged) == await held(rig, DISTRICT)
    open_ones = {row.id for row in await rig.rows(select(transfer_rows.c.id).where(transfer_rows.c.status == "sent"))}
    on_it = await rig.rows(select(rows.c.transfer_id).where(rows.c.transfer_id.is_not(None)))
    assert {row.transfer_id for row in on_it} == open_ones
    assert (await rig.app.ask(ledger.verify)).whole
