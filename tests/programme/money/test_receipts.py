"""Every đồng that moves ends in exactly one place, whatever people and banks do."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from bot import texts
from bot.chat.words import Refused
from bot.programme.giving import pledges
from bot.programme.ledger import entries as ledger
from bot.programme.ledger import tallies
from bot.programme.money import receipts
from bot.programme.money.matching import match_receipt
from bot.programme.reporting import digest
from bot.site.drive_facts import page_facts
from bot.storage.tables import entries
from bot.storage.tables import receipts as receipt_rows
from tests.support.books import acting, all_receipts, holds, makes_pledge, state
from tests.support.rig import Rig

START = "2021-09-27 09:00"


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(tmp_path, start=START) as made:
        await made.says("an", "/start")
        yield made


@pytest.mark.parametrize("seed", range(6))
async def test_every_dong_ends_in_exactly_one_place(rig: Rig, seed: int) -> None:
    chance = random.Random(seed)
    codes: list[str] = []
    for _step in range(60):
        what = chance.random()
        if what < 0.25 or not codes:
            unit = chance.choice(["", "cao-vien", "binh-minh"])
            codes.append(await makes_pledge(rig, "an", chance.randint(1, 9) * 100_000, unit))
        elif what < 0.6:
            code = chance.choice(codes)
            memo = chance.choice([code, f"UNGHO{code}XX", f"{code[:4]} {code[4:]}", "ung ho", code[:-1], ""])
            await rig.bank(chance.choice([-1, 1, 1, 1]) * chance.randint(1, 9) * 100_000, memo)
        elif what < 0.65:
            async with acting(rig, "an") as tx:
                try:
                    await pledges.cancel_pledge(tx, code=chance.choice(codes))
                except Refused:
                    continue
        else:
            found = await all_receipts(rig)
            if not found:
                continue
            number = chance.choice(found).id
            deed = chance.choice(["match", "unknown", "reopen"])
            async with acting(rig, "accountant") as tx:
                try:
                    if deed == "match":
                        await match_receipt(tx, receipt=number, code=chance.choice(codes))
                    elif deed == "unknown":
                        await receipts.donor_unknown(tx, receipt=number)
                    else:
                        await receipts.reopen_receipt(tx, receipt=number)
                except Refused:
                    continue
    await holds(rig)


async def test_what_bears_its_code_is_matched_and_the_donor_is_told(rig: Rig) -> None:
    code = await makes_pledge(rig, "an", 500_000, "cao-vien")
    rig.heard("an")
    await rig.bank(500_000, f"MBVCB.99.{code}.CT tu 0900")
    assert await state(rig, code) == "received"
    [told] = rig.heard("an")
    assert "500.000" in told.text
    [row] = await all_receipts(rig)
    assert (row.status, row.settled_by) == ("matched", None)
    await holds(rig)


async def test_a_code_one_slip_off_waits_for_a_person(rig: Rig) -> None:
    code = await makes_pledge(rig, "an", 500_000)
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    await rig.bank(500_000, f"ung ho {wrong}")
    assert await state(rig, code) == "promised"
    [row] = await all_receipts(rig)
    assert row.status == "open"
    heard = await rig.says("accountant", "/doisoat")
    assert any(code[-3:] in button.label for button in heard[-1].buttons)
    await rig.says("accountant", "1")
    assert await state(rig, code) == "received"
    await holds(rig)


async def test_the_same_movement_told_twice_counts_once(rig: Rig) -> None:
    code = await makes_pledge(rig, "an", 500_000)
    for _time in range(3):  # by the webhook and again by a statement: other ids, the same reference
        await rig.bank(500_000, code, reference="FT21270001")
    assert len(await all_receipts(rig)) == 1
    await holds(rig)


async def test_a_number_the_bank_gives_out_again_weeks_later_is_another_movement(rig: Rig) -> None:
    for day in (27, 28, 27):  # the same movement: told of by a notice, and booked a day later by the statement
        await rig.bank(500_000, "a", reference="123456", at=datetime(2021, 9, day, tzinfo=UTC))
    for _time in range(2):
        await rig.bank(500_000, "b", reference="123456", at=datetime(2021, 10, 20, tzinfo=UTC))
    await rig.bank(11_000, "fee", reference="123456", at=datetime(2021, 9, 27, tzinfo=UTC))
    assert [(row.memo, row.minor) for row in await all_receipts(rig)] == [
        ("a", 500_000),
        ("b", 500_000),
        ("fee", 11_000),
    ]
    await holds(rig)


async def test_two_clerks_at_the_same_receipt_settle_it_once(rig: Rig) -> None:
    first, second = await makes_pledge(rig, "an", 500_000), await makes_pledge(rig, "an", 700_000)
    await rig.bank(500_000, "ung ho")
    [row] = await all_receipts(rig)
    async with acting(rig, "accountant") as tx:
        await match_receipt(tx, receipt=row.id, code=first)
    async with acting(rig, "manager") as tx:
        with pytest.raises(Refused, match="Somebody else"):
            await match_receipt(tx, receipt=row.id, code=second)
    await holds(rig)


@pytest.mark.parametrize("who", ["an", "teacher", "official", "contact-cao-vien"])
async def test_nobody_but_a_clerk_of_the_organiser_settles_a_receipt(rig: Rig, who: str) -> None:
    code = await makes_pledge(rig, "an", 500_000)
    await rig.bank(500_000, "ung ho")
    [row] = await all_receipts(rig)
    async with acting(rig, who) as tx:
        for deed in (
            lambda: match_receipt(tx, receipt=row.id, code=code),
            lambda: receipts.donor_unknown(tx, receipt=row.id),
            lambda: receipts.reopen_receipt(tx, receipt=row.id),
        ):
            with pytest.raises(Refused, match="invitation"):
                await deed()


async def test_money_for_a_cancelled_pledge_makes_it_stand_again(rig: Rig) -> None:
    code = await makes_pledge(rig, "an", 500_000)
    async with acting(rig, "an") as tx:
        await pledges.cancel_pledge(tx, code=code)
    assert (await rig.app.ask(tallies.totals))["cash"].amount == 0
    await rig.bank(500_000, code)
    assert await state(rig, code) == "received"
    assert (await rig.app.ask(tallies.totals))["cash"].amount == 500_000
    await holds(rig)


async def test_what_comes_after_the_end_is_flagged_and_counted(rig: Rig) -> None:
    code = await makes_pledge(rig, "an", 500_000)
    await rig.move("2021-11-20 09:00")
    await rig.bank(500_000, code)
    [row] = await all_receipts(rig)
    assert row.late
    assert await state(rig, code) == "received"


async def test_money_for_an_account_of_no_plan_is_set_aside_for_the_operator(rig: Rig) -> None:
    await rig.bank(500_000, "ung ho", account="999")
    assert await all_receipts(rig) == []
    dead = await rig.rows(select(func.count()).select_from(entries))
    assert dead[0][0] == 0


async def test_everybody_sees_what_came_in_and_that_some_of_it_has_no_donor_yet(rig: Rig) -> None:
    code = await makes_pledge(rig, "an", 500_000)
    await rig.bank(500_000, code)
    await rig.bank(70_000, "ung ho")
    seen = await rig.app.ask(lambda tx: page_facts(tx, "vi"))
    assert (seen.cash_received, seen.cash_unmatched) == ("570.000\xa0đ", "70.000\xa0đ")
    assert not seen.nothing_yet
    said = texts.plain(digest.lines(await rig.app.ask(digest.compose)), "vi", rig.zone)
    assert "Tiền đã nhận: 570.000\xa0đ" in said
    number, mark = await rig.app.ask(ledger.root)
    assert f"Sổ công khai: {number} dòng, dấu kiểm {mark}." in said


async def test_an_entry_of_the_ledger_that_was_changed_or_taken_out_is_found(rig: Rig) -> None:
    for sum in (100_000, 200_000, 300_000):
        await rig.bank(sum, "ung ho")
    async with rig.work() as work:
        await work.execute(update(entries).where(entries.c.number == 2).values(minor=250_000))
    verdict = await rig.app.ask(ledger.verify)
    assert (verdict.broken, verdict.whole) == (2, False)
    async with rig.work() as work:
        await work.execute(entries.delete().where(entries.c.number == 2))
    assert (await rig.app.ask(ledger.verify)).broken == 2


async def test_the_sums_of_the_receipts_may_not_differ_from_the_ledger(rig: Rig) -> None:
    await rig.bank(100_000, "ung ho")
    async with rig.work() as work:
        await work.execute(update(receipt_rows).values(minor=900_000))
    verdict = await rig.app.ask(ledger.verify)
    assert not verdict.broken
    assert not verdict.whole


async def test_many_entries_at_once_are_chained_in_one_turn(rig: Rig) -> None:
    code = await makes_pledge(rig, "an", 5_000_000)
    await asyncio.gather(*(rig.bank(100_000, code if n % 2 else "ung ho") for n in range(100)))
    assert (await rig.app.ask(ledger.verify)).entries == 150
    assert await state(rig, code) == "received"
    await holds(rig)
