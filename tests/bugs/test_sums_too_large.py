"""No pledge, however large, makes a page, a digest or somebody else's pledge fail."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import OperationalError

from bot.chat.kind import Heard, NotUnderstood
from bot.chat.kinds.money import Money
from bot.chat.phrase import Cash
from bot.chat.words import Refused
from bot.commands.pledge import cancel
from bot.messages import Incoming
from bot.programme.calendar.occasions import Occasion
from bot.programme.giving import pledges
from bot.programme.giving.cancelling import cancel_any
from bot.programme.giving.pledges import MOST, most_of
from bot.programme.ledger import tallies
from bot.programme.money import cash_book
from bot.programme.reporting import digest
from bot.site.drive_facts import page_facts
from bot.storage.tables import cancellations
from bot.storage.tables import pledges as rows
from bot.storage.tables import tallies as tally_rows
from bot.storage.troubles import is_the_databases
from tests.support.books import acting, holds, makes_pledge, state
from tests.support.rig import Rig

START = "2021-10-01 09:00"


async def test_a_foreign_sum_is_bound_in_dong_in_the_kind_and_in_the_deed(tmp_path: Path) -> None:
    async with Rig(tmp_path, start=START) as rig:
        await rig.says("an", "/start")
        terms = rig.plan.cash
        assert terms is not None
        foreign = next(currency for currency in terms.currencies if currency != "VND")
        most = most_of(rig.plan, foreign)
        worth, _rate = pledges.converted(rig.plan, Cash(most, foreign))
        assert worth is not None
        assert MOST * 0.999 < worth <= MOST
        kind = Money(currencies=terms.currencies, foreign={foreign: most})
        for typed in ("400000000000000 USD", f"{most // 100 + 1} USD"):
            with pytest.raises(NotUnderstood):
                kind.read(Heard(text=typed), rig.clock().date())
        assert kind.shape() == Money(currencies=terms.currencies).shape()
        for cash in (Cash(most + 1, foreign), Cash(MOST + 1), Cash(10**15)):
            async with acting(rig, "an") as tx:
                with pytest.raises(Refused, match="largest"):
                    await pledges.add_cash_pledge(tx, cash=cash, donor="self", name="An", unit=None)
        async with acting(rig, "an") as tx:
            await pledges.add_cash_pledge(tx, cash=Cash(most, foreign), donor="self", name="An", unit=None)


@pytest.mark.parametrize("typed", ["2000 tỷ", "10000000000000 triệu", "9000000000000 USD"])
async def test_the_bound_is_said_each_time_a_sum_is_refused(tmp_path: Path, typed: str) -> None:
    async with Rig(tmp_path, start=START) as rig:
        await rig.says("an", "/goptien")
        told = [(await rig.says("an", typed))[-1] for _time in range(4)]
        assert all("Mức lớn nhất là" in one.text for one in told), told
        assert "Dừng ở đây" in str(told[-1].buttons)
        assert told[0].text != told[1].text
        assert "đứng tên ai" in (await rig.says("an", "500k"))[-1].text


async def test_a_line_of_a_cash_book_is_bound_too(tmp_path: Path) -> None:
    async with Rig(tmp_path, start=START) as rig:
        async with acting(rig, "contact-cao-vien") as tx:
            [unit] = await cash_book.my_tills(tx)
            with pytest.raises(Refused, match="largest"):
                await cash_book.write_cash(tx, unit=int(unit), cash=Cash(10 * MOST + 1))


async def test_sums_beyond_what_the_database_adds_up_are_still_told(tmp_path: Path) -> None:
    """As earlier releases may have left them: two units near the limit, whose sum is beyond it."""
    async with Rig(tmp_path, start=START) as rig:
        await rig.says("an", "/start")
        codes = [await makes_pledge(rig, "an", 500_000, unit) for unit in ("cao-vien", "binh-minh")]
        huge = 2**63 - 1_000
        async with rig.work() as work:
            await work.execute(update(tally_rows).where(tally_rows.c.item == "cash").values(amount=huge))
            await work.execute(update(rows).values(minor=huge, vnd=huge))
        assert (await rig.app.ask(tallies.totals))["cash"].amount == 2 * huge
        assert [sum.amount for _unit, _name, sum in await rig.app.ask(tallies.by_unit)] == [huge, huge]
        assert (await rig.app.ask(lambda tx: page_facts(tx, "vi"))).cash_pledged
        assert await rig.app.ask(digest.compose)
        assert await rig.says("official", "/tonghop")
        assert await cancel(rig.settings, codes[0], "nhầm số 0") == 0
        assert await cancel(rig.settings, codes[1], "nhầm số 0") == 0
        assert (await rig.app.ask(tallies.totals))["cash"].amount == 0


async def test_a_sum_that_overflows_is_that_updates_fault_alone(tmp_path: Path) -> None:
    async with Rig(tmp_path, start=START) as rig:
        async with rig.database.read() as connection:
            with pytest.raises(OperationalError) as overflow:
                await connection.execute(text("SELECT sum(9223372036854775807) FROM (SELECT 1 UNION ALL SELECT 2)"))
            with pytest.raises(OperationalError) as missing:
                await connection.execute(text("SELECT 1 FROM nothing_of_the_kind"))
        assert not is_the_databases(overflow.value)
        assert is_the_databases(missing.value)
        assert is_the_databases(OSError())
        assert not is_the_databases(ValueError())

        async def breaks(*_given: object) -> None:
            raise overflow.value

        rig.app.turn.occasions = {**rig.app.turn.occasions, "bank": Occasion(breaks, None, False)}
        poison = Incoming(channel="bank", chat="1", id="1", at=rig.clock())
        good = rig.update("an", "/start")
        assert await rig.together([poison, good]) == [None, None]
        assert rig.heard("an")


async def test_the_organiser_cancels_any_pledge_and_its_donor_is_told_why(tmp_path: Path) -> None:
    async with Rig(tmp_path, start=START) as rig:
        await rig.says("an", "/start")
        code, paid = await makes_pledge(rig, "an", 500_000), await makes_pledge(rig, "an", 500_000)
        await rig.bank(100_000, paid)
        rig.heard("an")
        for who in ("an", "teacher", "contact-cao-vien"):
            async with acting(rig, who) as tx:
                with pytest.raises(Refused, match="invitation"):
                    await cancel_any(tx, code=code, reason="nhầm")
        async with acting(rig, "manager") as tx:
            with pytest.raises(Refused, match="say why"):
                await cancel_any(tx, code=code, reason=" ")
            with pytest.raises(Refused, match="Money has come in"):
                await cancel_any(tx, code=paid, reason="nhầm")
            await cancel_any(tx, code=code, reason="nhầm số 0")
        await rig.idle()
        assert await state(rig, code) == "cancelled"
        [told] = rig.heard("an")
        assert "nhầm số 0" in told.text
        [row] = await rig.rows(select(cancellations))
        assert (row.reason, row.contact_id is None) == ("nhầm số 0", False)
        await holds(rig)
        await rig.bank(500_000, code)  # it stands again, and can be cancelled no more
        assert await state(rig, code) == "received"
        await asyncio.sleep(0)
