"""Money out that waited for its money in stayed open where a clerk, a cash book or a later telling matched that."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.programme.money.matching import match_receipt
from tests.programme.money.test_cash_book import CONTACT, DEPUTY, signs, writes
from tests.programme.money.test_tellings import by_sepay, by_statement
from tests.support.books import acting, all_receipts, holds, makes_pledge
from tests.support.rig import Rig

DAY = "2021-09-27"
CameIn = Callable[[Rig, str], Awaitable[None]]


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(tmp_path) as made:
        await made.says("an", "/start")
        yield made


async def by_a_clerk(rig: Rig, code: str) -> None:
    await rig.bank(500_000, "ung ho khong ma")
    async with acting(rig, "accountant") as tx:
        await match_receipt(tx, receipt=(await all_receipts(rig))[-1].id, code=code)


async def by_a_cash_book(rig: Rig, code: str) -> None:
    await signs(rig, DEPUTY, await writes(rig, CONTACT, 500_000, code=code))


async def by_another_telling(rig: Rig, code: str) -> None:
    await by_sepay(rig, 1, 500_000, "ung ho", f"{DAY} 08:00:00", "FT21270009")
    await by_statement(rig, 1, {"sum": 500_000, "day": DAY, "number": "FT21270009", "memo": f"ung ho {code}"})


async def by_its_code(rig: Rig, code: str) -> None:
    await rig.bank(500_000, code)


@pytest.mark.parametrize("came_in", [by_a_clerk, by_a_cash_book, by_another_telling, by_its_code])
@pytest.mark.parametrize(("back", "then"), [(200_000, "matched"), (600_000, "open")])
async def test_it_goes_back_once_so_much_has_come_in(rig: Rig, came_in: CameIn, back: int, then: str) -> None:
    code = await makes_pledge(rig, "an", 500_000, "cao-vien")
    await rig.bank(-back, f"hoan tien {code}")
    [waiting] = await all_receipts(rig)
    assert waiting.status == "open"
    await came_in(rig, code)
    assert {row.id: row.status for row in await all_receipts(rig)}[waiting.id] == then
    await holds(rig)
