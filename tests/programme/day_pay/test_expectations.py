"""One day's pay: right sums for the right unit, and nobody's own pay anywhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.chat.kinds.payroll import one_day
from bot.chat.words import Refused
from bot.flows.day_pay.day_pay import boxes
from bot.programme.day_pay import expectations
from bot.programme.day_pay.overview import UnitStands, in_order, overview
from bot.storage import history
from bot.storage.tables import expectations as expectation_rows
from bot.storage.tables import units
from tests.storage.test_sealed import lies
from tests.support.books import acting, makes_pledge
from tests.support.digits import tells
from tests.support.rig import SITE, Rig

PAYS = ("8.513.577", "7.214.633", "9.120.411", "6.733.129")
LATER = "5.871.223"


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(tmp_path, start="2021-09-27 09:00") as made:
        await made.says("an", "/start")
        yield made


async def number_of(rig: Rig, key: str) -> int:
    async with rig.work() as work:
        return await rig.unit(work, key)


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
async def test_no_single_pay_is_left_in_any_table(tmp_path: Path, engine: str) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00", engine=engine) as rig:
        column = "\n".join(f"{i}. Người Thứ {i} {pay}" for i, pay in enumerate(PAYS, 1))
        for text in ("/tinhngayluong", column + "\n8,5", column, LATER, "1", "1"):
            heard = await rig.says("contact-cao-vien", text)
        assert heard
        kept = repr(await rig.everything()) + await lies(rig.database)
        for pay in (*PAYS, LATER):
            assert pay not in kept
            assert not tells(kept, pay.replace(".", ""))
        assert "Người Thứ" not in kept
        shown = await history.page(rig.database, rig.address("contact-cao-vien"), None, 40)
        assert not any(pay in repr(shown) for pay in PAYS)
        [row] = await rig.rows(select(expectation_rows))
        total = sum(int(pay.replace(".", "")) for pay in (*PAYS, LATER))
        assert (row.head_count, row.expected, row.took_part) == (5, round(Fraction(total, 22)), 0)


async def test_the_average_is_not_kept_either(rig: Rig) -> None:
    for text in ("/tinhngayluong", "1", "45", "6.543.210", "1"):
        await rig.says("contact-cao-vien", text)
    kept = repr(await rig.everything())
    assert "6.543.210" not in kept
    assert not tells(kept, 6543210)
    [row] = await rig.rows(select(expectation_rows))
    assert row.expected == one_day(45 * 6_543_210, 22)


async def test_only_the_units_own_people_see_to_its_day_pay(rig: Rig) -> None:
    kim_bai = await number_of(rig, "kim-bai")
    for who in ("contact-cao-vien", "official", "teacher", "an"):
        async with acting(rig, who) as tx:
            with pytest.raises(Refused):
                await expectations.day_pay_of(tx, unit=kim_bai)
            with pytest.raises(Refused):
                await expectations.set_target(tx, unit=kim_bai, head_count=3, expected=900_000)
            with pytest.raises(Refused):
                await expectations.set_took_part(tx, unit=kim_bai, people=1)


async def test_a_unit_s_day_pay_shows_what_counts_for_it(rig: Rig) -> None:
    await makes_pledge(rig, "an", 300_000, "cao-vien")
    await makes_pledge(rig, "an", 200_000, "kim-bai")
    await makes_pledge(rig, "an", 100_000)
    async with acting(rig, "contact-cao-vien") as tx:
        unit = await rig.unit(tx.work, "cao-vien")
        day_pay = await expectations.day_pay_of(tx, unit=unit)
    assert (day_pay.gifts, day_pay.pledged, day_pay.received) == (1, 300_000, 0)
    assert (day_pay.head_count, day_pay.expected, day_pay.own) == (45, 45 * 230_000, False)
    assert day_pay.link == f"{SITE}/chat?start=u-cao-vien"


async def test_without_a_site_only_the_words_to_type_are_shown(rig: Rig) -> None:
    async with acting(rig, "contact-cao-vien") as tx:
        tx.site = ""
        assert (await expectations.day_pay_of(tx, unit=await rig.unit(tx.work, "cao-vien"))).link == "u-cao-vien"


async def test_numbers_that_cannot_be_are_refused(rig: Rig) -> None:
    unit = await number_of(rig, "cao-vien")
    async with acting(rig, "contact-cao-vien") as tx:
        for head_count, expected in ((0, 1), (5, 0), (-1, 5), (5, 10**16)):
            with pytest.raises(Refused):
                await expectations.set_target(tx, unit=unit, head_count=head_count, expected=expected)
        with pytest.raises(Refused):
            await expectations.set_took_part(tx, unit=unit, people=46)
        assert await expectations.set_took_part(tx, unit=unit, people=45) == 45
        await expectations.set_target(tx, unit=unit, head_count=40, expected=9_000_000)
        assert (await expectations.day_pay_of(tx, unit=unit)).took_part == 40  # never more than there are


async def test_an_exempt_unit_gets_no_target(rig: Rig) -> None:
    code = await rig.invite("unit_contact", "cong-an")
    await rig.says("an", f"/start {code}")
    unit = await number_of(rig, "cong-an")
    async with acting(rig, "an") as tx:
        day_pay = await expectations.day_pay_of(tx, unit=unit)
        assert (day_pay.exempt, day_pay.asked, day_pay.expected) == (True, False, 0)
        with pytest.raises(Refused):
            await expectations.set_target(tx, unit=unit, head_count=3, expected=900_000)
        with pytest.raises(Refused):
            await expectations.set_took_part(tx, unit=unit, people=1)


async def test_the_overview_is_for_those_who_lead(rig: Rig) -> None:
    async with acting(rig, "contact-cao-vien") as tx:
        with pytest.raises(Refused):
            await overview(tx)


async def test_the_overview_counts_every_unit_that_is_asked_and_no_exempt_one(rig: Rig) -> None:
    await makes_pledge(rig, "an", 500_000, "cao-vien")
    await makes_pledge(rig, "an", 400_000, "benh-vien")  # exempt: it gives all the same, and has no target
    async with acting(rig, "contact-cao-vien") as tx:
        await expectations.set_target(tx, unit=await rig.unit(tx.work, "cao-vien"), head_count=2, expected=460_000)
    async with acting(rig, "manager") as tx:
        seen = await overview(tx, most=1000)
    names = {line.name: line for line in seen.lowest}
    assert names["Xã Cao Viên"] == UnitStands("Xã Cao Viên", 460_000, 500_000, 0)
    assert not any("Bệnh viện" in name or "Công an" in name for name in names)
    assert seen.units == len(seen.lowest)
    assert (seen.reached, seen.pledged) == (1, 500_000)
    asked = [line for line in rig.plan.units if line.key in expectations.planned(rig.plan)]
    asked = [line for line in asked if expectations.asked_for_day_pay(rig.plan, line.kind, line.exempt)]
    assert seen.expected == sum((line.head_count or 0) * (line.day_pay or 0) for line in asked) - 45 * 230_000 + 460_000
    async with acting(rig, "official") as tx:
        assert len((await overview(tx)).lowest) == 12


STANDS = st.builds(
    UnitStands,
    st.sampled_from(["Ấp Đông", "Bản Áng", "Xã Ất", "Xã Át"]),
    st.integers(1, 50),
    st.integers(0, 60),
    st.integers(0, 60),
)


@settings(max_examples=100)
@given(st.lists(STANDS, max_size=4, unique_by=lambda line: line.name))
def test_those_furthest_behind_come_first(lines: list[UnitStands]) -> None:
    shares = [line.share for line in in_order(lines)]
    assert shares == sorted(shares)
    assert in_order(lines) == in_order(list(reversed(in_order(lines))))


def test_equal_units_stand_in_the_order_of_their_names() -> None:
    lines = [UnitStands(name, 10, 0, 0) for name in ("Xã Ước", "Xã Đỗ Động", "Xã Cao Viên", "Xã Dân Hòa")]
    assert [line.name for line in in_order(lines)] == ["Xã Cao Viên", "Xã Dân Hòa", "Xã Đỗ Động", "Xã Ước"]


async def test_a_link_names_a_unit_or_the_one_that_came_after_it(rig: Rig) -> None:
    async with acting(rig, "an") as tx:
        found = await expectations.unit_of_link(tx, argument="u-CAO-VIEN ")
        assert found is not None
        assert found.name == "Xã Cao Viên"
        for argument in ("u-", "u-xa-khong-co", "u-cao-vien;drop", "u-" + "x" * 200):
            assert await expectations.unit_of_link(tx, argument=argument) is None
        kim_bai = await rig.unit(tx.work, "kim-bai")
        ended = update(units).where(units.c.key == "cao-vien")
        await tx.work.execute(ended.values(valid_to="2021-09-26", successor_id=kim_bai))
        found = await expectations.unit_of_link(tx, argument="u-cao-vien")
        assert found is not None
        assert found.id == kim_bai
        await tx.work.execute(ended.values(successor_id=None))
        assert await expectations.unit_of_link(tx, argument="u-cao-vien") is None


def test_every_units_link_fits_a_messengers_deep_link(tmp_path: Path) -> None:
    from bot.programme.plan import load_plan

    for name in ("thanh-oai", "vinh-tuong", "tuan-giao", "hai-phong", "tay-ninh"):
        for line in load_plan(name).units:
            word = expectations.LINK + line.key
            assert len(word) <= 64
            assert set(word) <= set("abcdefghijklmnopqrstuvwxyz0123456789_-")


@settings(max_examples=100)
@given(st.integers(1, 10_000), st.data())
def test_a_tick_list_has_a_box_for_everybody_and_never_too_many(people: int, data: st.DataObject) -> None:
    ticked = data.draw(st.integers(0, people))
    each, rows = boxes(ticked, people)
    marks = "".join(rows)
    assert len(rows) <= 20
    assert len(marks) * each >= people > (len(marks) - 1) * each
    assert (marks.count("☑") == len(marks)) == (ticked == people)
    assert marks.count("☑") * each <= ticked + each
