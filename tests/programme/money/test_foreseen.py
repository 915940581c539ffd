"""What is said of a statement before it is booked is what comes of it: so many new, known already, doubtful."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.chat.kind import File
from bot.feeds.statements import AT_ONCE
from bot.programme.money.doubts import doubts_of
from bot.programme.money.foreseen import Foreseen, foreseen
from bot.storage.tables import receipts, statements
from tests.programme.money.test_tellings import by_casso, by_sepay, by_statement, read
from tests.support.rig import Rig

TITLES = "Ngày GD;Số bút toán;Ghi nợ;Ghi có;Nội dung"


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(tmp_path, start="2021-10-01 09:00") as made:
        await made.says("an", "/start")
        yield made


async def shown(rig: Rig, name: str, *lines: str) -> str:
    """The clerk sends a statement and hears what is in it."""
    content = "\n".join((TITLES, *lines, "")).encode()
    rig.handlers["web"].files[f"web:{name}"] = content
    await rig.says("accountant", "/saoke")
    heard = await rig.says("accountant", document=File(f"web:{name}", name, "text/csv", len(content)))
    return heard[-1].text


async def test_before_it_is_booked_the_clerk_hears_how_much_of_it_is_new(rig: Rig) -> None:
    await by_sepay(rig, 1, 500_000, "ung ho", "2021-09-27 08:00:00", "FT21270001")
    await by_sepay(rig, 2, 300_000, "nop ho con", "2021-09-27 08:00:00")
    day = "27/09/2021"
    text = await shown(rig, "sk.csv", f"{day};FT21270001;;500.000;a", f"{day};FT21270002;;300.000;b",
                       f"{day};FT21270003;;200.000;c", f"{day};FT21270004;;100.000;d")  # fmt: skip
    assert "Mới: 2 · đã có trong sổ: 1 · cần xem lại: 1" in text, text
    await rig.press("accountant", 1)
    assert await came_of(rig, (await rig.rows(select(statements.c.id)))[0].id, 4, 2) == Foreseen(2, 1, 1)


async def test_a_statement_sent_a_second_time_holds_nothing_new(rig: Rig) -> None:
    lines = [f"27/09/2021;FT2127{n:04};;{100 + n % 3}.000;ung ho" for n in range(2 * AT_ONCE)]
    assert f"Mới: {2 * AT_ONCE} · đã có trong sổ: 0" in await shown(rig, "sk.csv", *lines)
    await rig.press("accountant", 1)
    assert f"Mới: 0 · đã có trong sổ: {2 * AT_ONCE} · cần xem lại: 0" in await shown(rig, "sk2.csv", *lines)


@pytest.mark.parametrize("seed", range(12))
async def test_what_is_foreseen_of_any_history_is_what_comes_of_it(rig: Rig, seed: int) -> None:
    chance = random.Random(seed)
    history: list[dict[str, Any]] = []
    for n in range(40):
        day = f"2021-09-{20 + n // 6:02}"
        history.append({"n": n, "sum": chance.choice((100_000, 300_000, 500_000, -200_000)), "day": day,
                        "at": f"{day} 08:{n:02}:00", "number": f"FT{chance.randrange(10**8):08}",
                        "memo": chance.choice(("ung ho", f"ung ho lop {n} truong lang"))})  # fmt: skip
    for one in chance.sample(history, chance.randrange(30)):
        number = one["number"] if chance.random() < 0.4 else f"{chance.randrange(10**7):07}"
        await by_sepay(rig, one["n"], one["sum"], one["memo"], one["at"], number)
    for one in chance.sample(history, chance.randrange(20)):
        await by_casso(rig, one["n"], one["sum"], one["memo"], one["at"], one["number"])
    if chance.random() < 0.5:
        await by_statement(rig, 1, *(one for one in history if one["day"] > "2021-09-23"))
    told = [one if chance.random() < 0.5 else {**one, "number": ""} for one in history]
    chance.shuffle(told)
    said, there = await rig.app.ask(lambda tx: foreseen(tx, 2, read(rig, told))), await booked(rig)
    at_once = chance.choice((5, 200))
    await by_statement(rig, 2, *told, at_once=at_once)
    came = await came_of(rig, 2, len(told), there)
    assert said.new == came.new
    assert said == came or at_once == 5, "in parts other lines may be the doubtful ones"


async def booked(rig: Rig) -> int:
    return len(await rig.rows(select(receipts.c.id)))


async def came_of(rig: Rig, statement: int, lines: int, there: int = 0) -> Foreseen:
    """What became of a statement that was taken into books with so many receipts."""
    new = await booked(rig) - there
    doubtful = await rig.app.ask(lambda tx: doubts_of(tx, statement))
    return Foreseen(new, lines - new - doubtful, doubtful)
