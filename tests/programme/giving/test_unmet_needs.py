"""What a sum would do: only what is true, and only where something is missing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from bot.chat.phrase import Cash
from bot.programme.devices import intake as devices
from bot.programme.giving import pledges, services
from bot.programme.giving import unmet_needs as gap
from bot.programme.giving.pledges import Delivery, PledgedGoods, PledgedService
from bot.programme.giving.terms import priced
from bot.programme.giving.unmet_needs import Meant, Missing, Price, meant_by
from bot.programme.students import registering
from bot.storage.tables import devices as device_rows
from tests.support.books import acting
from tests.support.rig import Rig

PRICES = [
    Price("laptop", {"vi": "máy tính"}, {"vi": "máy tính"}, "device", 7_000_000),
    Price("phone", {"vi": "điện thoại"}, {"vi": "điện thoại"}, "device", 2_500_000),
    Price("sim", {"vi": "sim"}, {"vi": "sim"}, "connection", 90_000),
]
SUMS = st.integers(0, 10**12)
NEEDS = st.integers(0, 50)


@settings(max_examples=200)
@given(SUMS, NEEDS, NEEDS, st.lists(st.sampled_from(PRICES), max_size=3, unique_by=lambda price: price.item))
def test_nothing_is_said_that_is_not_true(sum: int, device: int, connection: int, prices: list[Price]) -> None:
    meant = meant_by(sum, Missing(device, connection, prices))
    unmet = {"device": device, "connection": connection}
    if meant is None:
        assert not any(unmet[price.meets] and sum >= price.costs for price in prices)
        return
    [price] = [price for price in prices if price.name == meant.name]
    assert meant.unmet == unmet[meant.meets] > 0
    if meant.count:
        assert meant.share == 0
        assert meant.count * price.costs <= sum
        assert meant.count <= meant.unmet
    else:
        assert (meant.share - 1) * sum < price.costs <= meant.share * sum
        assert 2 <= meant.share <= gap.SMALLEST_SHARE


@pytest.mark.parametrize(
    ("sum", "device", "connection", "count", "share", "item"),
    [
        (2_500_000, 37, 0, 1, 0, 1),
        (8_000_000, 37, 0, 3, 0, 1),  # the cheapest of a kind helps most students
        (8_000_000, 2, 0, 2, 0, 1),  # never for more students than there are
        (500_000, 37, 0, 0, 5, 1),
        (500_000, 37, 9, 5, 0, 2),  # whole data packages rather than a part of a device
        (500_000, 0, 3, 3, 0, 2),
        (2_499_999, 1, 0, 0, 2, 1),
    ],
)
def test_what_a_sum_would_do(sum: int, device: int, connection: int, count: int, share: int, item: int) -> None:
    meant = meant_by(sum, Missing(device, connection, PRICES))
    price = PRICES[item]
    unmet = device if price.meets == "device" else connection
    assert meant == Meant(price.name, price.plural, price.meets, count, share, unmet)


@pytest.mark.parametrize(
    ("sum", "device", "connection"), [(5_000_000, 0, 0), (100_000, 5, 0), (0, 5, 5), (5_000, 5, 5)]
)
def test_nothing_is_said_where_nothing_is_missing_or_the_sum_would_look_small(
    sum: int, device: int, connection: int
) -> None:
    assert meant_by(sum, Missing(device, connection, PRICES)) is None


def test_without_a_price_nothing_is_said() -> None:
    assert meant_by(5_000_000, Missing(5, 5, [])) is None


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(tmp_path, "vinh-tuong", start="2021-09-23 09:00") as made:
        await made.says("an", "/start")
        code = await made.invite("coordinator", "phong-gddt")
        await made.says("lan", f"/start {code}")
        yield made


async def lists(rig: Rig, count: int, device: bool = True, line: bool = False) -> None:
    async with acting(rig, "teacher") as tx:
        school = await rig.unit(tx.work, "th-tho-tang")
        for number in range(count):
            await registering.register(
                tx,
                school=school,
                name=f"Nguyễn Văn {'ABCDEFGHIK'[number]}n",
                birth=date(2011, 1 + number, 5 if device else 6),
                class_name="5A",
                guardian="Nguyễn Thị Mẫu",
                phone=f"0900000{500 + number + 50 * line}",
                household="",
                needs_device=device,
                needs_line=line,
                consent="paper",
                another_child=True,
            )


async def missing(rig: Rig) -> tuple[int, int]:
    async with acting(rig, "an") as tx:
        found = await gap.missing_now(tx)
    return found.devices, found.connections


async def test_a_need_is_open_unless_something_may_meet_it(rig: Rig) -> None:
    assert await missing(rig) == (0, 0)
    await lists(rig, 5)
    assert await missing(rig) == (5, 0)
    async with acting(rig, "an") as tx:
        pledge = await pledges.add_device_pledge(
            tx, goods=[PledgedGoods("tablet", 2)], delivery=Delivery("fetch"), donor="self", name="An", unit=None
        )
    assert await missing(rig) == (3, 0)
    async with acting(rig, "lan") as tx:
        reception = await rig.unit(tx.work, "phong-gddt")
        asked = {"works": "yes"}
        await devices.take_in(tx, desk=reception, arrival=devices.Arrival("phone", condition=asked))
    assert await missing(rig) == (2, 0)
    async with acting(rig, "an") as tx:
        await pledges.cancel_pledge(tx, code=pledge.code)
    assert await missing(rig) == (4, 0)
    async with acting(rig, "lan") as tx:
        await tx.work.execute(update(device_rows).values(status="parts", verdict="parts"))
    assert await missing(rig) == (5, 0)  # spare parts teach nobody


async def test_more_than_enough_is_no_need_below_zero(rig: Rig) -> None:
    await lists(rig, 1)
    async with acting(rig, "an") as tx:
        goods = [PledgedGoods("tablet", 20)]
        await pledges.add_device_pledge(tx, goods=goods, delivery=Delivery("fetch"), donor="self", name="An", unit=None)
    assert await missing(rig) == (0, 0)


async def test_services_meet_connections_while_they_last(rig: Rig) -> None:
    await lists(rig, 4, device=False, line=True)
    days = date(2021, 9, 23), date(2021, 9, 24)
    async with acting(rig, "an") as tx:
        what = PledgedService("data-plan", 3, "hộ nghèo", *days)
        await services.add_service_pledge(tx, service=what, donor="self", name="An", unit=None)
    assert await missing(rig) == (0, 1)
    rig.clock.moment = datetime.fromisoformat("2021-09-25T09:00:00+07:00")
    assert await missing(rig) == (0, 4)


async def test_a_sum_is_weighed_against_the_need_of_now_and_foreign_money_by_its_rate(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        await rig.says("an", "/start")
        async with acting(rig, "an") as tx:
            assert await gap.what_it_means(tx, cash=Cash(5_000_000)) is None
        async with acting(rig, "teacher") as tx:
            await registering.register(
                tx,
                school=await rig.unit(tx.work, "thcs-cao-vien"),
                name="Nguyễn Văn An",
                birth=date(2010, 9, 5),
                class_name="6A",
                guardian="Nguyễn Thị Bình",
                phone="0900000401",
                household="poor",
                needs_device=True,
                needs_line=False,
                consent="paper",
                another_child=False,
            )
            meant = await gap.what_it_means(tx, cash=Cash(5_000_000))
            assert meant is not None
            assert (meant.count, meant.unmet) == (1, 1)
            foreign = await gap.what_it_means(tx, cash=Cash(300_00, "USD"))
            assert foreign is not None
            assert foreign.count == 1
            assert "An" not in msgspec.json.encode(await gap.missing_now(tx)).decode()


async def test_a_plan_without_prices_asks_nothing_of_the_books(tmp_path: Path) -> None:
    from bot.programme.plan import load_plan

    assert priced(load_plan("thanh-oai"))
    assert not priced(load_plan("hai-phong"))
