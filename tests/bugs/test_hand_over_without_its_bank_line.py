"""A hand-over to the account was offered for the very cash it was made of, and counted twice when its code was missing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.chat.phrase import Cash
from bot.chat.words import Refused
from bot.programme.ledger import tallies
from bot.programme.money import cash_book, transfers
from bot.programme.money.matching import match_receipt
from bot.programme.money.open_receipts import next_open
from bot.programme.money.settling import split_receipt
from bot.storage.tables import transfers as transfer_rows
from tests.support.books import acting, all_receipts, holds
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
        number = (await transfers.send_on(tx, unit=unit, to=to, cash=Cash(sum), way="bank")).number
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
