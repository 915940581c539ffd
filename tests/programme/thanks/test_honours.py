"""Only whoever allows it stands on the roll, and its sums are true for everybody else, whatever the rows."""

from __future__ import annotations

import asyncio
import html
import tempfile
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.chat.alphabet import alphabetical
from bot.chat.phrase import Cash
from bot.chat.words import Refused
from bot.programme.giving import pledges
from bot.programme.ledger import tallies
from bot.programme.thanks import certificates, honours
from bot.programme.thanks.honours import PAGE, Roll, roll
from bot.storage.ids import new_id
from bot.storage.tables import expectations, nominations
from bot.storage.tables import pledges as rows
from tests.site.serving import gift, read, serving, visitor
from tests.support.books import acting, holds, makes_pledge
from tests.support.rig import Rig

START = "2021-09-27 09:00"


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(tmp_path, start=START) as made:
        await made.says("an", "/start")
        yield made


async def shown(rig: Rig, page: int = 1) -> Roll:
    found: Roll = await rig.app.ask(partial(roll, page=page))
    return found


class Row(NamedTuple):
    """One pledge of somebody, in any state a table may hold."""

    who: int
    name: str
    donor: str
    shown: str
    status: str
    paid: int
    unit: bool


NAME = st.text(alphabet="bcdghklmnqrstvx", min_size=9, max_size=12).map(str.capitalize)
ROW = st.builds(
    Row,
    st.integers(0, 3),
    NAME | st.just("") | st.just("  ") | NAME.map(lambda name: f"<b>{name}</b> & {{{{ x }}}}"),
    st.sampled_from(["self", "unit", "firm", "anonymous"]),
    st.sampled_from(["nothing", "name", "name_and_gift"]),
    st.sampled_from(["promised", "received", "cancelled"]),
    st.integers(1, 10**9),
    st.booleans(),
)


@settings(max_examples=12, deadline=None)
@given(made=st.lists(ROW, max_size=9))
def test_no_name_without_permission_and_every_sum_is_true(made: list[Row]) -> None:
    async def story() -> tuple[Roll, str]:
        with tempfile.TemporaryDirectory() as folder:
            async with Rig(Path(folder), start=START) as rig:
                async with rig.work() as work:
                    donors = [visitor(work, f"guest{number}") for number in range(4)]
                    unit = await rig.unit(work, "cao-vien")
                    for row in made:
                        gift(work, rig, donors[row.who], row.name, shown=row.shown, paid=row.paid, donor=row.donor,
                             status=row.status, unit_id=unit if row.unit else None)  # fmt: skip
                async with serving(rig) as client:
                    pages = [await read(client, "/vinhdanh", lang) for lang in ("vi", "en")]
                return await shown(rig), html.unescape("\n".join(pages))

    found, page = asyncio.run(story())
    named = [row for row in made if row.status == "received" and row.shown != "nothing" and row.donor != "anonymous"
             and row.name.strip()]  # fmt: skip
    allowed = {row.name.strip() for row in named}
    for row in made:
        if row.name.strip():
            assert (row.name.strip() in page) == (row.name.strip() in allowed), row
    assert {who.name for who in found.donors} == allowed
    received = {row.who for row in made if row.status == "received"}
    assert found.unnamed == len(received - {row.who for row in named})
    assert found.names == len({(row.who, row.name) for row in named}) == len(found.donors)
    assert found.dong == sum(row.paid for row in made)
    beside = sum(row.paid for row in named if row.shown == "name_and_gift")
    assert found.dong_shown == beside == sum(sum.minor for who in found.donors for sum in who.cash)
    assert sum(unit.dong for unit in found.units) == sum(row.paid for row in made if row.unit)


async def test_a_hostile_name_stays_a_name(rig: Rig) -> None:
    async with rig.work() as work:
        gift(work, rig, visitor(work, "mai"), '<script>alert("1")</script>')
    async with serving(rig) as client:
        page = await read(client, "/vinhdanh")
    assert "<script" not in page
    assert "&lt;script&gt;" in page


async def test_a_permission_is_withdrawn_at_once_and_the_sums_stay(rig: Rig) -> None:
    code = await makes_pledge(rig, "an", 300_000)
    await rig.bank(300_000, code)
    async with acting(rig, "an") as tx:
        await honours.show(tx, code=code, shown="name_and_gift")
    before = await shown(rig)
    assert [(who.name, who.cash) for who in before.donors] == [("An", [Cash(300_000)])]
    async with acting(rig, "an") as tx:
        await honours.show(tx, code=code, shown="nothing")
    after = await shown(rig)
    assert (after.donors, after.unnamed, after.dong, after.dong_shown) == ([], 1, 300_000, 0)
    await holds(rig)


async def test_a_gift_given_back_takes_the_name_along(rig: Rig) -> None:
    code = await makes_pledge(rig, "an", 300_000)
    await rig.bank(300_000, code)
    async with acting(rig, "an") as tx:
        await honours.show(tx, code=code, shown="name")
    assert (await shown(rig)).names == 1
    await rig.bank(-300_000, f"HOAN TRA {code}")
    assert ((await shown(rig)).names, (await shown(rig)).count) == (0, 0)


async def test_only_the_donor_says_what_is_shown(rig: Rig) -> None:
    code = await makes_pledge(rig, "an", 300_000)
    await rig.says("binh", "/start")
    async with acting(rig, "binh") as tx:
        with pytest.raises(Refused):
            await honours.show(tx, code=code, shown="name")
    async with acting(rig, "manager") as tx:
        with pytest.raises(Refused):
            await honours.show(tx, code=code, shown="name")
    async with acting(rig, "an") as tx:
        hidden = await pledges.add_cash_pledge(tx, cash=Cash(200_000), donor="anonymous", name="", unit=None)
        with pytest.raises(Refused):
            await honours.show(tx, code=hidden.code, shown="name")


async def test_what_the_certificate_s_donor_says_counts_here_too(rig: Rig) -> None:
    code = await makes_pledge(rig, "an", 300_000)
    await rig.bank(300_000, code)
    async with acting(rig, "an") as tx:
        await certificates.issue(tx, code=code, form="person", name="An", shown="name")
    assert [(who.name, who.cash) for who in (await shown(rig)).donors] == [("An", [])]


async def test_names_stand_by_the_alphabet_neither_by_sum_nor_by_time(rig: Rig) -> None:
    async with rig.work() as work:
        for name, paid in {"Lê Tú": 300, "Đỗ An": 100, "Ân": 900, "Dung": 200, "Bình": 500}.items():
            gift(work, rig, visitor(work, name), name, shown="name_and_gift", paid=paid * 1_000)
    assert [who.name for who in (await shown(rig)).donors] == ["Ân", "Bình", "Dung", "Đỗ An", "Lê Tú"]


async def test_a_long_roll_has_every_name_once_on_its_pages(rig: Rig) -> None:
    async with rig.work() as work:
        for number in range(2 * PAGE + 5):
            contact = visitor(work, f"v{number}")
            gift(work, rig, contact, f"Người {number}")
            gift(work, rig, contact, f"Người {number}")
    pages = [await shown(rig, page) for page in (1, 2, 3)]
    names = [who.name for page in pages for who in page.donors]
    assert len(names) == len(set(names)) == 2 * PAGE + 5 == pages[0].names
    assert [len(page.donors) for page in pages] == [PAGE, PAGE, 5]
    assert (await shown(rig, 99)).page == 3
    assert (await shown(rig, -1)).page == 1


async def test_a_unit_shows_its_sum_and_how_many_took_part_by_name_not_by_sum(rig: Rig) -> None:
    async with rig.work() as work:
        units = {key: await rig.unit(work, key) for key in ("cao-vien", "binh-minh", "hoi-lhpn")}
        an, binh, chi = (visitor(work, name) for name in "xyz")
        for who, unit, paid in (
            (an, "cao-vien", 500_000),
            (binh, "cao-vien", 300_000),
            (chi, "cao-vien", 100_000),
            (an, "binh-minh", 20_000),
            (binh, "binh-minh", 30_000),
            (chi, "binh-minh", 50_000),
        ):
            gift(work, rig, who, "An", unit_id=units[unit], paid=paid)  # fmt: skip
        work.add(expectations, drive=rig.plan.slug, unit_id=units["hoi-lhpn"], head_count=40, expected=8_000_000,
                 took_part=31, contact_id=an, made_at=work.now)  # fmt: skip
        work.tally(rig.plan.slug, tallies.period_at(rig.plan, work.now), units["cao-vien"],
                        tallies.came_in(rig.plan.catalogue[0].key), 2, 2)  # fmt: skip
    found = {unit.name: unit for unit in (await shown(rig)).units}
    assert list(found) == sorted(found, key=alphabetical)
    by_sum = {(unit.dong, unit.pieces, unit.took_part, unit.head_count) for unit in found.values()}
    assert by_sum == {(900_000, 2, 0, 0), (100_000, 0, 0, 0), (0, 0, 31, 40)}


async def test_a_school_s_nomination_stands_beside_a_name_only_once_honoured_and_only_if_it_may_be_shown(
    rig: Rig,
) -> None:
    async with rig.work() as work:
        school, an = await rig.unit(work, "thcs-cao-vien"), visitor(work, "x")
        codes = [gift(work, rig, an, "An"), gift(work, rig, visitor(work, "y"), "Bình", shown="nothing")]
        await work.flush()
        for row in await work.rows(select(rows).where(rows.c.code.in_(codes))):
            values: dict[str, Any] = {"school_id": school, "contact_id": an, "pledge_id": row.id, "why": "Vì các em."}
            work.add(nominations, id=new_id(), drive=rig.plan.slug, status="proposed", ended_by=None, made_at=work.now,
                     **values)  # fmt: skip
    assert [who.nominated for who in (await shown(rig)).donors] == [False]
    async with rig.work() as work:
        await work.execute(update(nominations).values(status="honoured"))
    assert [(who.name, who.nominated) for who in (await shown(rig)).donors] == [("An", True)]
    async with serving(rig) as client:
        assert "nominated by a school" in await read(client, "/vinhdanh")
