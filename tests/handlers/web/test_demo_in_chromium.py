"""The demonstration's bar in a real browser."""

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest
from playwright.async_api import expect

from bot.handlers.web import DemoPart
from bot.handlers.web.demo import STEPS
from bot.messages import Incoming
from tests.handlers.web.world import Browse, World

pytestmark = pytest.mark.asyncio(loop_scope="module")
PEOPLE = {
    "donor": DemoPart({"vi": "Nhà hảo tâm", "en": "Donor"}),
    "unit": DemoPart({"vi": "Đầu mối đơn vị", "en": "Unit contact"}, "demo-unit"),
    "official": DemoPart({"vi": "Lãnh đạo", "en": "Official"}, "demo-official"),
}


async def bot(world: World, update: Incoming) -> None:
    await world.say(update.chat, f"Chào {update.chat[-8:]}")


async def test_one_visitor_plays_several_people_and_moves_the_clock(browse: Browse) -> None:
    moves: list[str] = []
    made: asyncio.Future[World] = asyncio.get_running_loop().create_future()

    async def move(step: str) -> datetime:
        moves.append(step)
        world = made.result()
        world.minutes += 7 * 24 * 60
        await world.say("demo-unit", "Thứ Ba rồi, mời bạn báo cáo.", "Báo cáo ngay")
        return world.now()

    world, page = await browse(bot, people=PEOPLE, move_clock=move)
    made.set_result(world)
    await page.goto("/chat")
    await expect(page.get_by_text("Chào 10-donor")).to_have_count(0)
    await expect(page.locator(".msg.theirs")).to_have_count(1)
    await expect(page.locator(".person[aria-current]")).to_have_text("Nhà hảo tâm")
    await expect(page.locator(".clock time")).to_contain_text("08:00")
    before = await page.locator(".clock time").inner_text()
    for label in ("+1 giờ", "Thứ Ba 08:00", "Thứ Ba 17:30", "Ngày mai 09:00"):
        await page.locator(".clock summary").click()
        await page.get_by_role("button", name=label).click()
        await expect(page.locator(".clock time")).not_to_have_text(before)
        before = await page.locator(".clock time").inner_text()
    assert moves == list(STEPS)
    await page.locator(".people summary").click()
    unit = page.get_by_role("link", name="Đầu mối đơn vị")
    await expect(unit).to_contain_text("có tin mới")
    assert await page.evaluate("document.scrollingElement.scrollWidth") == 360
    await unit.click()
    await expect(page.locator(".person[aria-current]")).to_have_text("Đầu mối đơn vị")
    await expect(page.get_by_text("Thứ Ba rồi, mời bạn báo cáo.")).to_have_count(4)
    await expect(page.locator(".day")).to_have_count(4)
    await page.get_by_role("button", name="Báo cáo ngay").last.click()
    await expect(page.get_by_text("Chào emo-unit")).to_be_visible()
    assert world.updates[-1].chat == "demo-unit"
