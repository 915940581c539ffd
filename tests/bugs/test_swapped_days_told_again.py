"""A statement with days and months in each other's place told a movement anew, for its balance stood on another day."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.programme.money.test_tellings import by_sepay, by_statement, sums
from tests.support.books import holds
from tests.support.rig import Rig

RIGHT, TURNED = "2021-10-05", "2021-05-10"


@pytest.fixture(params=["sqlite", "postgres"])
async def rig(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Rig]:
    async with Rig(tmp_path, start="2021-10-12 09:00", engine=request.param) as made:
        await made.says("an", "/start")
        yield made


@pytest.mark.parametrize("first", [RIGHT, TURNED])
@pytest.mark.parametrize("known", [("number",), ("number", "balance"), ("balance",)])
async def test_known_by_number_or_balance_it_is_the_same_movement(rig: Rig, first: str, known: tuple[str, ...]) -> None:
    whole: dict[str, Any] = {"number": "FT21278000005", "balance": 900_000}
    told = {"sum": 500_000, **{name: whole[name] for name in known}}
    await by_statement(rig, 1, {**told, "day": first, "memo": "ung ho"})
    await by_statement(rig, 2, {**told, "day": TURNED if first == RIGHT else RIGHT, "memo": "ung ho"})
    assert await sums(rig) == [500_000]
    await holds(rig)


async def test_a_notice_told_the_right_day(rig: Rig) -> None:
    await by_sepay(rig, 1, 500_000, "ung ho", f"{RIGHT} 08:00:00", "FT21278000005")
    await by_statement(rig, 1, {"sum": 500_000, "day": TURNED, "number": "FT21278000005"})
    assert await sums(rig) == [500_000]


async def test_another_balance_on_the_turned_day_is_another_movement(rig: Rig) -> None:
    for number, day, balance in ((1, RIGHT, 900_000), (2, TURNED, 800_000)):
        await by_statement(rig, number, {"sum": 500_000, "day": day, "balance": balance})
    assert await sums(rig) == [500_000, 500_000]
