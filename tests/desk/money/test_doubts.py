"""Doubts at the desk: both sides are seen, one click settles one, of two clerks the first counts, nobody else sees."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.storage.tables import receipts, tellings
from tests.desk.desk_world import Browser, DeskWorld, Page
from tests.programme.money.test_tellings import by_sepay, by_statement, states, sums
from tests.support.books import holds

DOUBTS = "/desk/doubts"
DAY = "2021-09-27"


async def doubtful(desk: DeskWorld) -> int:
    """A notice and a statement's line of one day and sum that nothing else binds; the number of what waits."""
    await desk.rig.says("giver", "/menu")
    await by_sepay(desk.rig, 1, 500_000, "nop ho <b>con</b>", f"{DAY} 08:00:00", "FT21270001")
    await by_statement(
        desk.rig, 1, {"sum": 500_000, "day": DAY, "number": "5243.65937", "memo": "gop may tinh", "payer": "LE THI C"}
    )
    [row] = await desk.rig.rows(select(tellings.c.id).where(tellings.c.state == "doubtful"))
    return int(row.id)


async def do(browser: Browser, telling: int, deed: str, page: Page | None = None) -> Page:
    page = page or await browser.get(DOUBTS)
    return await browser.post(f"{DOUBTS}/{telling}", {**page.hidden, "do": deed})


async def test_both_sides_are_seen_and_one_click_says_that_it_is_one(desk: DeskWorld) -> None:
    telling = await doubtful(desk)
    browser = await desk.enter("accountant")
    assert DOUBTS in (await browser.get("/desk")).html
    assert DOUBTS in (await browser.get("/desk/receipts")).html
    page = await browser.get(DOUBTS)
    for seen in ("500.000", "SePay", "nop ho <b>con</b>", "FT21270001", "sk1.csv", "gop may tinh", "5243.65937"):
        assert seen in page.words, seen
    page = await do(browser, telling, "same", page)
    assert (page.status, await states(desk.rig), await sums(desk.rig)) == (200, ["first", "same"], [500_000])
    assert "Không còn khoản nào phải hỏi" in page.words
    await do(browser, telling, "again", page)
    assert (await states(desk.rig))[-1] == "doubtful"


async def test_one_click_says_that_they_are_two(desk: DeskWorld) -> None:
    telling = await doubtful(desk)
    browser = await desk.enter("accountant")
    page = await do(browser, telling, "apart")
    assert page.status == 200
    assert await sums(desk.rig) == [500_000, 500_000]
    await holds(desk.rig)


async def test_of_two_clerks_the_first_one_counts_and_the_other_is_told(desk: DeskWorld) -> None:
    telling = await doubtful(desk)
    browser = await desk.enter("accountant")
    first, second = await browser.get(DOUBTS), await browser.get(DOUBTS)
    await do(browser, telling, "apart", first)
    page = await do(browser, telling, "same", second)
    assert page.status == 409
    assert await sums(desk.rig) == [500_000, 500_000]
    page = await do(browser, telling, "apart", first)
    assert "làm rồi" in page.words, "the same form again does nothing"


async def test_only_clerks_see_doubts(desk: DeskWorld) -> None:
    telling = await doubtful(desk)
    browser = await desk.enter("coordinator")
    assert DOUBTS not in (await browser.get("/desk")).html
    page = await browser.get(DOUBTS)
    assert page.status == 403
    page = await browser.get("/desk")
    assert (await do(browser, telling, "same", page)).status == 403
    assert (await states(desk.rig))[-1] == "doubtful"


@pytest.mark.parametrize("reason", ["Ngân hàng báo nhầm", " "])
async def test_what_no_statement_shows_is_taken_out_with_a_reason(desk: DeskWorld, reason: str) -> None:
    await desk.rig.says("giver", "/menu")
    await by_sepay(desk.rig, 1, 500_000, "x", f"{DAY} 08:00:00", "FT1")
    [(number,)] = await desk.rig.rows(select(receipts.c.id))
    browser = await desk.enter("accountant")
    page = await browser.get("/desk/receipts")
    fields = {**page.hidden, "back": "state=open", "do": "take_out", "reason": reason}
    page = await browser.post(f"/desk/receipts/{number}", fields)
    if reason.strip():
        assert (page.status, await sums(desk.rig)) == (200, [])
        assert reason in (await browser.get("/desk/receipts?state=all")).words
    else:
        assert (page.status, await sums(desk.rig)) == (409, [500_000])
    await holds(desk.rig)
