"""A sum handed on to the account was taken for the cash it was made of, and without its code counted twice."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from bot.bank.line import BankLine
from bot.chat.phrase import Cash
from bot.chat.words import Refused
from bot.messages import Incoming
from bot.programme.ledger import tallies
from bot.programme.money import cash_book, handing_on, transfers
from bot.programme.money.differences import found, lines
from bot.programme.money.doubts import Doubt, another_movement, doubt_again, next_doubt, same_movement
from bot.programme.money.matching import match_receipt
from bot.programme.money.open_receipts import next_open
from bot.programme.money.receipts import donor_unknown, unmatched
from bot.programme.money.settling import split_receipt
from bot.storage.tables import transfers as transfer_rows
from tests.support.books import acting, all_receipts, holds, makes_pledge
from tests.support.rig import Rig

CONTACT, DEPUTY = "contact-cao-vien", "deputy-cao-vien"


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(tmp_path, start="2021-09-27 09:00") as made:
        await made.says("an", "/start")
        yield made


async def takes_in(rig: Rig, sum: int) -> None:
    async with rig.work() as work:
        unit = await rig.unit(work, "cao-vien")
    async with acting(rig, CONTACT) as tx:
        line = (await cash_book.write_cash(tx, unit=unit, cash=Cash(sum), payer="Nguyen Van An")).id
    async with acting(rig, DEPUTY) as tx:
        await cash_book.sign_cash(tx, line=line)


async def hands_over(rig: Rig, sum: int) -> str:
    async with rig.work() as work:
        unit, to = await rig.unit(work, "cao-vien"), await rig.unit(work, "mttq-thanh-oai")
    async with acting(rig, CONTACT) as tx:
        number = (await handing_on.send_on(tx, unit=unit, to=to, cash=Cash(sum), way="bank")).number
    [row] = await rig.rows(select(transfer_rows.c.code).where(transfer_rows.c.id == number))
    return str(row.code)


async def counted(rig: Rig) -> int:
    return (await rig.app.ask(tallies.received)).amount


async def test_cash_is_not_offered_as_the_arrival_of_its_own_hand_over(rig: Rig) -> None:
    await takes_in(rig, 4_500_000)
    code = await hands_over(rig, 4_500_000)
    [cash] = await all_receipts(rig)
    async with acting(rig, "accountant") as tx:
        waits = await next_open(tx, after=0)
        assert waits is not None
        assert [one.code for one in waits.likely if one.transfer] == []
    async with acting(rig, "accountant") as tx:
        with pytest.raises(Refused, match="came into a till"):
            await match_receipt(tx, receipt=cash.id, code=code)
    assert [row.status for row in await all_receipts(rig)] == ["open"]
    assert await counted(rig) == 4_500_000
    await holds(rig)


async def test_nor_is_a_part_of_that_cash(rig: Rig) -> None:
    await takes_in(rig, 5_000_000)
    code = await hands_over(rig, 4_500_000)
    [cash] = await all_receipts(rig)
    async with acting(rig, "accountant") as tx:
        await split_receipt(tx, receipt=cash.id, part=4_500_000)
    for part in (await all_receipts(rig))[1:]:
        async with acting(rig, "accountant") as tx:
            with pytest.raises(Refused, match="came into a till"):
                await match_receipt(tx, receipt=part.id, code=code)
    assert await counted(rig) == 5_000_000
    await holds(rig)


async def test_money_that_went_out_is_no_arrival_either(rig: Rig) -> None:
    await takes_in(rig, 4_500_000)
    code = await hands_over(rig, 4_500_000)
    await rig.bank(-4_500_000, "chuyen tien")
    out = (await all_receipts(rig))[-1]
    async with acting(rig, "accountant") as tx:
        waits = await next_open(tx, after=out.id - 1)
        assert waits is not None
        assert waits.likely == []
    async with acting(rig, "accountant") as tx:
        with pytest.raises(Refused, match="went out"):
            await match_receipt(tx, receipt=out.id, code=code)
    await holds(rig)


async def waiting(rig: Rig) -> Doubt | None:
    async with acting(rig, "accountant") as tx:
        return await next_doubt(tx, after=0)


async def says(rig: Rig, deed: Callable[..., Any], telling: int) -> None:
    async with acting(rig, "accountant") as tx:
        await deed(tx, telling=telling)


async def test_the_banks_line_without_its_code_is_held_and_counts_once(rig: Rig) -> None:
    await takes_in(rig, 4_500_000)
    code = await hands_over(rig, 4_500_000)
    await rig.bank(4_500_000, "xa Cao Vien nop tien", at=rig.clock() + timedelta(hours=20))
    assert await counted(rig) == 4_500_000, "it may be the same money, so it is in no total"
    doubt = await waiting(rig)
    assert doubt is not None
    assert (doubt.booked.source, doubt.booked.payer) == ("hand_over", "Xã Cao Viên")
    assert doubt.booked.memo.replace("-", "") == code.replace("-", "")
    there = await rig.app.ask(found)
    assert (there.doubtful, there.aside) == (1, 0)
    assert lines(there)
    await holds(rig)
    await says(rig, same_movement, doubt.telling)
    assert await counted(rig) == 4_500_000
    [row] = await rig.rows(select(transfer_rows.c.status))
    assert row.status == "acknowledged"
    assert await waiting(rig) is None
    await holds(rig)
    await says(rig, doubt_again, doubt.telling)
    assert [row.status for row in await all_receipts(rig)] == ["open", "open"]
    await holds(rig)


async def test_a_gift_that_happens_to_be_as_large_counts_once_a_clerk_has_said_so(rig: Rig) -> None:
    await takes_in(rig, 4_500_000)
    code = await hands_over(rig, 4_500_000)
    await rig.bank(4_500_000, "ung ho quy")
    doubt = await waiting(rig)
    assert doubt is not None
    await says(rig, another_movement, doubt.telling)
    assert await counted(rig) == 9_000_000
    await rig.bank(4_500_000, f"nop quy {code}")
    assert await counted(rig) == 9_000_000
    assert await waiting(rig) is None
    await holds(rig)


async def test_one_hand_over_holds_one_line_of_each_source_and_those_are_compared(rig: Rig) -> None:
    await takes_in(rig, 4_500_000)
    await hands_over(rig, 4_500_000)
    at = rig.clock()
    await rig.take(by(rig, "sepay", 4_500_000, "nop quy xa Cao Vien thang 9", at))
    await rig.take(by(rig, "casso", 4_500_000, "nop quy xa Cao Vien thang 9", at))
    assert await counted(rig) == 4_500_000
    doubt = await waiting(rig)
    assert doubt is not None
    await says(rig, same_movement, doubt.telling)
    assert await waiting(rig) is None, "the other service's word is of the same line"
    assert await counted(rig) == 4_500_000
    await rig.take(by(rig, "sepay", 4_500_000, "ung ho", at + timedelta(hours=1), "FT77"))
    assert await counted(rig) == 9_000_000, "nothing is handed on any more"
    await holds(rig)


async def test_a_promise_named_in_the_memo_is_never_held(rig: Rig) -> None:
    await takes_in(rig, 4_500_000)
    await hands_over(rig, 4_500_000)
    mine = await makes_pledge(rig, "an", 4_500_000)
    await rig.bank(4_500_000, f"ung ho {mine}")
    assert await counted(rig) == 9_000_000
    assert await waiting(rig) is None
    await holds(rig)


@pytest.mark.parametrize(("days", "sum"), [(5, 4_500_000), (0, 4_400_000)])
async def test_what_comes_much_later_or_is_another_sum_is_not_held(rig: Rig, days: int, sum: int) -> None:
    await takes_in(rig, 4_500_000)
    await hands_over(rig, 4_500_000)
    await rig.bank(sum, "ung ho", at=rig.clock() + timedelta(days=days))
    assert await counted(rig) == 4_500_000 + sum
    assert await waiting(rig) is None


async def test_a_hand_over_taken_back_leaves_the_line_for_the_clerk(rig: Rig) -> None:
    await takes_in(rig, 4_500_000)
    await hands_over(rig, 4_500_000)
    await rig.bank(4_500_000, "ung ho")
    [row] = await rig.rows(select(transfer_rows.c.id))
    async with acting(rig, CONTACT) as tx:
        await transfers.take_back(tx, number=row.id)
    doubt = await waiting(rig)
    assert doubt is not None
    with pytest.raises(Refused, match="not open any more"):
        await says(rig, same_movement, doubt.telling)
    await says(rig, another_movement, doubt.telling)
    assert await counted(rig) == 9_000_000
    await holds(rig)


async def test_a_line_that_comes_before_its_hand_over_is_held_when_that_is_noted(rig: Rig) -> None:
    await takes_in(rig, 4_500_000)
    at = rig.clock()
    await rig.take(by(rig, "sepay", 4_500_000, "xa Cao Vien nop tien", at))
    await rig.take(by(rig, "casso", 4_500_000, "xa Cao Vien nop tien", at))
    assert await counted(rig) == 9_000_000, "nobody knows yet where it comes from"
    await hands_over(rig, 4_500_000)
    assert await counted(rig) == 4_500_000, "now it may be the same money, so it is in no total"
    await holds(rig)
    doubt = await waiting(rig)
    assert doubt is not None
    assert (doubt.booked.source, doubt.booked.payer, doubt.told.memo) == (
        "hand_over", "Xã Cao Viên", "xa Cao Vien nop tien",
    )  # fmt: skip
    await says(rig, same_movement, doubt.telling)
    assert await counted(rig) == 4_500_000
    [row] = await rig.rows(select(transfer_rows.c.status))
    assert row.status == "acknowledged"
    assert await waiting(rig) is None, "the other service's word is of the same line"
    await holds(rig)


async def test_a_gift_before_a_hand_over_as_large_counts_again_once_a_clerk_has_said_so(rig: Rig) -> None:
    await takes_in(rig, 4_500_000)
    await rig.bank(4_500_000, "ung ho quy")
    code = await hands_over(rig, 4_500_000)
    doubt = await waiting(rig)
    assert doubt is not None
    await says(rig, another_movement, doubt.telling)
    assert await counted(rig) == 9_000_000
    await rig.bank(4_500_000, f"nop quy {code}")
    assert await counted(rig) == 9_000_000
    assert await waiting(rig) is None
    await holds(rig)


async def test_one_hand_over_holds_one_earlier_line_and_none_that_is_somebodys(rig: Rig) -> None:
    await takes_in(rig, 4_500_000)
    mine = await makes_pledge(rig, "an", 4_500_000)
    await rig.bank(4_500_000, f"ung ho {mine}")
    await rig.bank(4_500_000, "ung ho", at=rig.clock() - timedelta(days=9))
    await rig.bank(4_400_000, "ung ho")
    await hands_over(rig, 4_500_000)
    assert await waiting(rig) is None
    await rig.bank(4_500_000, "mot")
    await rig.bank(4_500_000, "hai", at=rig.clock() + timedelta(minutes=1))
    doubt = await waiting(rig)
    assert doubt is not None
    assert (doubt.told.memo, doubt.left) == ("mot", 0)
    await holds(rig)


async def test_two_earlier_lines_wait_for_two_hand_overs(rig: Rig) -> None:
    await takes_in(rig, 9_000_000)
    for memo in ("mot", "hai"):
        await rig.bank(4_500_000, memo)
    await hands_over(rig, 4_500_000)
    assert await counted(rig) == 13_500_000
    await hands_over(rig, 4_500_000)
    assert await counted(rig) == 9_000_000
    doubt = await waiting(rig)
    assert doubt is not None
    assert doubt.left == 1
    await holds(rig)


async def test_cash_of_somebody_who_is_named_has_its_giver(rig: Rig) -> None:
    await takes_in(rig, 4_500_000)
    assert await rig.app.ask(unmatched) == 0
    await rig.bank(1_000_000, "ung ho")
    assert await rig.app.ask(unmatched) == 1_000_000
    async with rig.work() as work:
        unit = await rig.unit(work, "cao-vien")
    async with acting(rig, CONTACT) as tx:
        line = (await cash_book.write_cash(tx, unit=unit, cash=Cash(200_000), payer=" ")).id
    async with acting(rig, DEPUTY) as tx:
        await cash_book.sign_cash(tx, line=line)
    assert await rig.app.ask(unmatched) == 1_200_000
    await rig.move("2021-10-05 09:00")
    assert (await rig.app.ask(found)).unmatched == 2
    cash = next(row for row in await all_receipts(rig) if row.minor == 4_500_000)
    async with acting(rig, "accountant") as tx:
        await donor_unknown(tx, receipt=cash.id)
    assert await rig.app.ask(unmatched) == 5_700_000, "a clerk has said that nobody can tell"


def by(rig: Rig, source: str, minor: int, memo: str, at: datetime, number: str = "FT21270000001") -> Incoming:
    """A service's word of a movement."""
    assert rig.plan.cash is not None
    line = BankLine(reference=number, account=rig.plan.cash.accounts[0].number, at=at, minor=minor, memo=memo,
                    told_id=f"{source}{number}")  # fmt: skip
    about = {"line": msgspec.to_builtins(line), "source": source}
    return Incoming(channel="bank", chat=line.account, id=f"{source}:{number}", at=at, about=about)
