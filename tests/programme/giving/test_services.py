"""Pledged services: counted once, in force when the office says so, gone when cancelled."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.chat.words import Refused
from bot.programme.giving import pledges, services
from bot.programme.giving.pledges import PledgedService
from bot.programme.ledger import tallies
from bot.storage.tables import pledge_services
from bot.storage.tables import pledges as pledge_rows
from bot.storage.tables import tallies as tally_rows
from tests.support.books import acting
from tests.support.rig import Rig, said

TODAY = date(2021, 9, 23)
ITEMS = ("data-plan", "tariff", "installation")


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(tmp_path, "vinh-tuong", start="2021-09-23 09:00") as made:
        await made.says("an", "/start")
        code = await made.invite("coordinator", "phong-gddt")
        await made.says("lan", f"/start {code}")
        yield made


def service(item: str = "data-plan", quota: int = 100, first: int = 0, last: int = 90, **more: Any) -> PledgedService:
    days = TODAY + timedelta(days=first), TODAY + timedelta(days=last)
    return PledgedService(item, quota, more.pop("beneficiaries", "hộ nghèo"), *days, **more)


async def makes_pledge(rig: Rig, what: PledgedService, who: str = "an") -> str:
    async with acting(rig, who) as tx:
        return (await services.add_service_pledge(tx, service=what, donor="firm", name="Công ty Ví Dụ", unit=None)).code


async def left(rig: Rig, item: str = "data-plan") -> int:
    async with acting(rig, "an") as tx:
        return (await services.quotas(tx, "received")).get(item, 0)


async def puts_in_force(rig: Rig, code: str) -> None:
    async with acting(rig, "lan") as tx:
        await services.put_in_force(tx, code=code)


async def drops(rig: Rig, code: str) -> None:
    async with acting(rig, "lan") as tx:
        await services.drop_service(tx, code=code, why="hai bên thỏa thuận lại")


async def summed(rig: Rig, item: str) -> tuple[int, int]:
    wanted = select(func.coalesce(func.sum(tally_rows.c.gifts), 0), func.coalesce(func.sum(tally_rows.c.amount), 0))
    [row] = await rig.rows(wanted.where(tally_rows.c.item == item))
    return int(row[0]), int(row[1])


@pytest.mark.parametrize("seed", range(4))
async def test_quotas_and_running_sums_are_those_of_the_services(rig: Rig, seed: int) -> None:
    chance = random.Random(seed)
    codes: list[str] = []
    for _step in range(25):
        draw = chance.random()
        if draw < 0.5 or not codes:
            first = chance.randrange(-5, 5)
            what = service(chance.choice(ITEMS), chance.randrange(1, 500), first, max(0, first) + chance.randrange(40))
            codes.append(await makes_pledge(rig, what))
            continue
        code = chance.choice(codes)
        try:
            if draw < 0.75:
                await puts_in_force(rig, code)
            elif draw < 0.9:
                await drops(rig, code)
            else:
                async with acting(rig, "an") as tx:
                    await pledges.cancel_pledge(tx, code=code)
        except Refused:
            pass  # in another state already: nothing may have changed, as the sums below show
    rows = await rig.rows(select(pledge_services, pledge_rows.c.status).join(pledge_rows))
    for item in ITEMS:
        mine = [row for row in rows if row.item == item]
        standing = [row.quota for row in mine if row.status != "cancelled"]
        there = [row.quota for row in mine if row.status == "received"]
        assert await summed(rig, item) == (len(standing), sum(standing))
        assert await summed(rig, tallies.came_in(item)) == (len(there), sum(there))
        day = TODAY.isoformat()
        valid = [row.quota for row in mine if row.status == "received" and day <= row.valid_to]
        assert await left(rig, item) == sum(valid)


async def test_a_quota_counts_until_its_last_day(rig: Rig) -> None:
    await puts_in_force(rig, await makes_pledge(rig, service(quota=70, first=1, last=3)))
    counted = []
    for day in range(5):
        rig.clock.moment = rig._moment(f"2021-09-{23 + day} 23:30")
        counted.append(await left(rig))
    assert counted == [70, 70, 70, 70, 0]


async def test_the_donor_sees_the_service_and_takes_it_back(rig: Rig) -> None:
    what = service(worth=90_000)
    code = await makes_pledge(rig, what)
    async with acting(rig, "an") as tx:
        [mine] = await pledges.my_pledges(tx)
        assert (mine.kind, mine.status, mine.services, mine.goods, mine.cash) == (
            "services",
            "promised",
            [what],
            [],
            None,
        )
        assert await pledges.cancel_pledge(tx, code=code) == code
        with pytest.raises(Refused):
            await pledges.cancel_pledge(tx, code=code)
    assert await summed(rig, "data-plan") == (0, 0)


async def test_what_is_in_force_is_not_taken_back_by_its_donor_alone(rig: Rig) -> None:
    code = await makes_pledge(rig, service())
    await puts_in_force(rig, code)
    async with acting(rig, "an") as tx:
        with pytest.raises(Refused):
            await pledges.cancel_pledge(tx, code=code)
    assert await left(rig) == 100


async def test_the_donor_is_told_of_every_decision(rig: Rig) -> None:
    code = await makes_pledge(rig, service())
    rig.heard("an")
    await puts_in_force(rig, code)
    assert "đã có hiệu lực" in said(rig.heard("an"))[0]
    await drops(rig, code)
    assert "hai bên thỏa thuận lại" in said(rig.heard("an"))[-1]


async def test_the_office_decides_once(rig: Rig) -> None:
    code = await makes_pledge(rig, service())
    await puts_in_force(rig, code)
    with pytest.raises(Refused):
        await puts_in_force(rig, code)
    await drops(rig, code)
    for again in (puts_in_force, drops):
        with pytest.raises(Refused):
            await again(rig, code)
    assert await summed(rig, tallies.came_in("data-plan")) == (0, 0)


async def test_only_the_office_decides(rig: Rig) -> None:
    code = await makes_pledge(rig, service())
    for who in ("an", "teacher", "accountant", "telecom"):
        async with acting(rig, who) as tx:
            for deed in (
                services.agreements(tx),
                services.put_in_force(tx, code=code),
                services.drop_service(tx, code=code, why="x"),
            ):
                with pytest.raises(Refused):
                    await deed


async def test_money_and_unknown_codes_are_no_services(rig: Rig) -> None:
    from tests.support.books import makes_pledge as pledges_money

    code = await pledges_money(rig, "an", 100_000)
    for wrong in (code, "VT2222222", "", "x" * 100):
        with pytest.raises(Refused):
            await puts_in_force(rig, wrong)


async def test_what_has_ended_is_shown_so_and_comes_into_force_no_more(rig: Rig) -> None:
    code = await makes_pledge(rig, service(last=2))
    rig.clock.moment = rig._moment("2021-09-26 00:30")
    with pytest.raises(Refused):
        await puts_in_force(rig, code)
    async with acting(rig, "lan") as tx:
        assert [one.state for one in await services.agreements(tx)] == ["ended"]


@pytest.mark.parametrize(
    "wrong",
    [
        service("tablet"),
        service("nothing"),
        service(quota=0),
        service(quota=1_000_001),
        service(beneficiaries="  "),
        service(beneficiaries="x" * 201),
        service(first=5, last=4),
        service(first=-9, last=-1),
        service(worth=0),
    ],
)
async def test_what_cannot_be_is_refused(rig: Rig, wrong: PledgedService) -> None:
    with pytest.raises(Refused):
        await makes_pledge(rig, wrong)
    assert await rig.rows(select(pledge_services)) == []


async def test_nobody_is_reminded_of_a_service(rig: Rig) -> None:
    await makes_pledge(rig, service())
    [row] = await rig.rows(select(pledge_rows.c.remind_at))
    assert row.remind_at is None


async def test_a_drive_without_services_takes_none(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        await rig.says("an", "/start")
        async with acting(rig, "an") as tx:
            assert not (await services.service_terms(tx)).takes
        with pytest.raises(Refused):
            await makes_pledge(rig, service("sim"))
