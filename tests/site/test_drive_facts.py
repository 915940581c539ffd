"""The public page counts what people did and never tells who they are, whatever they are called."""

from __future__ import annotations

import asyncio
import html
import tempfile
from collections.abc import Sequence
from contextlib import asynccontextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.app import translate
from bot.chat.kind import folded
from bot.chat.phrase import Cash
from bot.programme.giving.pledges import Delivery, PledgedGoods, add_cash_pledge, add_device_pledge, cancel_pledge
from bot.programme.ledger import tallies
from bot.programme.ledger.tallies import Sum
from bot.programme.people import invites
from bot.programme.reporting import weekly_reports as reports
from bot.programme.students import registering
from bot.programme.world import World
from bot.site.drive_facts import page_facts
from bot.site.site import Site
from bot.storage import talks
from bot.storage.tables import units
from bot.storage.work import Work
from tests.support.lived import PLAN, Drive, prepare


class Somebody(NamedTuple):
    """What nobody else should ever learn: it is all made up of words that stand nowhere else."""

    messenger: str  # what their messenger calls them
    donor: str
    student: str
    guardian: str
    phone: str
    class_name: str
    address: str
    difficulty: str
    publicity: str


WORD = st.text(alphabet="bcdđghklmnqrstvxàáảãạăâêôơưíyộếậữ", min_size=6, max_size=9)
NAME = st.lists(WORD, min_size=2, max_size=4).map(lambda words: " ".join(word.capitalize() for word in words))
FIRM = NAME.map(lambda name: f'<b>{name}</b> & "Con" {{facts.name}} {{% raw %}}')
PHONE = st.integers(0, 999_999).map(lambda number: f"0912{number:06}")
SOMEBODY = st.builds(Somebody, NAME, FIRM | NAME, NAME, NAME, PHONE, WORD, NAME, NAME, NAME)
PEOPLE = st.lists(SOMEBODY, min_size=1, max_size=4)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return asyncio.run(prepare(tmp_path_factory.mktemp("front") / "data"))


async def pages(drive: Drive) -> str:
    """The page in both languages and the facts behind it, in one text without entities."""
    site = Site(lambda language: drive.app.ask(lambda tx: page_facts(tx, language)), translate, keep=0.0)
    app = web.Application()
    app.add_routes(site.routes())
    async with TestClient(TestServer(app)) as client:
        shown = [await (await client.get(f"/?lang={language}")).text() for language in ("vi", "en")]
    for language in ("vi", "en"):
        facts = await drive.app.ask(partial(page_facts, language=language))
        shown.append(msgspec.json.encode(facts).decode())
    return html.unescape("\n".join(shown))


@asynccontextmanager
async def acting(drive: Drive, chat: str, name: str) -> Any:
    """Deeds in one transaction, by somebody who has just come and holds the roles the deeds need."""
    async with drive.app.database.write() as connection:
        work = Work(connection, drive.clock())
        me = talks.greet(work, channel="paper", chat=chat, name=name, language="vi", group=False)
        number = {row.key: row.id for row in await work.rows(select(units.c.key, units.c.id))}
        for role, unit in (("school_contact", "thcs-cao-vien"), ("unit_contact", "cao-vien")):
            await invites.grant(work, person=me.person_id, contact=me.id, role=role, drive=drive.plan.slug,
                                unit=number[unit])  # fmt: skip
        await work.flush()
        yield World(work, drive.app.plans, drive.app.drive, drive.app.secrecy, me), number
        await work.flush()


async def live(drive: Drive, people: Sequence[Somebody]) -> None:
    """Everybody gives money and things, lists a student, and reports."""
    items = [item.key for item in PLAN.catalogue]
    for place, one in enumerate(people):
        async with acting(drive, f"chat-{place}", one.messenger) as (tx, number):
            await add_cash_pledge(tx, cash=Cash(700_000), donor="firm", name=one.donor, unit=number["cao-vien"])
            dropped = await add_cash_pledge(tx, cash=Cash(900_000), donor="self", name=one.donor, unit=None)
            await tx.work.flush()
            await cancel_pledge(tx, code=dropped.code)
            way = Delivery("fetch", fetch_from=one.address, phone=one.phone)
            goods = [PledgedGoods(items[0], 3, {"note": one.address})]
            await add_device_pledge(tx, goods=goods, delivery=way, donor="self", name=one.donor, unit=None)
            await registering.register(
                tx,
                school=number["thcs-cao-vien"],
                name=one.student,
                birth=date(2009, 1 + place, 13),
                class_name=one.class_name,
                guardian=one.guardian,
                phone=one.phone,
                household="poor",
                needs_device=True,
                needs_line=False,
                consent="paper",
                another_child=True,
            )
            period = reports.current_period(tx)
            assert period is not None
            await reports.sign(
                tx,
                unit=number["cao-vien"],
                period=period.key,
                figures={"cash": Sum(1, 1)},
                corrected=True,
                publicity=one.publicity,
                difficulty=one.difficulty,
            )


@settings(max_examples=8, deadline=None)
@given(people=PEOPLE)
def test_nobody_s_name_phone_or_child_is_on_the_page(template: Path, people: list[Somebody]) -> None:
    async def story() -> tuple[str, str]:
        with tempfile.TemporaryDirectory() as folder:
            async with Drive(template, Path(folder), now="2021-09-27 09:00") as drive:
                before = await pages(drive)
                await live(drive, people)
                return before, await pages(drive)

    before, after = asyncio.run(story())
    assert f"{700_000 * len(people):,}" in after
    assert (f'"donors":{len(people)}' in after, f'"students_listed":{len(people)}' in after) == (True, True)
    assert '"units_reported":1' in after
    shown, usual = folded(after), folded(before)
    for one in people:
        for secret in one:
            for part in {folded(secret), *folded(secret).split()}:
                assert len(part) < 6 or part in usual or part not in shown, part


def test_things_that_came_in_stand_beside_those_pledged_also_where_nobody_pledged_them(template: Path) -> None:
    async def story() -> list[tuple[int, int]]:
        with tempfile.TemporaryDirectory() as folder:
            async with Drive(template, Path(folder), now="2021-09-27 09:00") as drive:
                first, second, *_rest = PLAN.catalogue
                async with acting(drive, "an", "An") as (tx, _number):
                    way = Delivery("fetch", fetch_from="thôn Trung", phone="0900000301")
                    await add_device_pledge(
                        tx, goods=[PledgedGoods(first.key, 3)], delivery=way, donor="self", name="An", unit=None
                    )
                    period = tallies.period_at(PLAN, tx.now)
                    for item, pieces in ((first.key, 1), (second.key, 2)):
                        tx.work.tally(tx.drive, period, 0, tallies.came_in(item), pieces, pieces)
                facts = await drive.app.ask(lambda tx: page_facts(tx, "vi"))
                return [(goods.pledged, goods.received) for goods in facts.goods]

    assert asyncio.run(story()) == [(3, 1), (0, 2)]


def test_papers_stand_with_their_day_and_accounts_with_their_branch(template: Path) -> None:
    async def shown() -> str:
        with tempfile.TemporaryDirectory() as folder:
            async with Drive(template, Path(folder), now="2021-09-27 09:00") as drive:
                return await pages(drive)

    page = asyncio.run(shown())
    assert "199/KH-MTTQ-BTT, 20/9/2021, Ban Thường trực" in page
    assert "199/KH-MTTQ-BTT, 20 Sep 2021, Ban Thường trực" in page
    account = PLAN.cash.accounts[0] if PLAN.cash else None
    assert account is not None
    assert f"{account.bank}, {account.branch}" in page
