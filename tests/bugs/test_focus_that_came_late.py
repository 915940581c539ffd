"""The desk's word that a deed is done took the focus when the styles came, from whoever had begun to type by then."""

from __future__ import annotations

import asyncio
from pathlib import Path

from playwright.async_api import Route, expect

from tests.desk.desk_world import open_desk
from tests.support.browser import open_browser
from tests.support.rig import Rig


async def test_who_types_while_the_page_is_still_loading_goes_on_typing(tmp_path: Path) -> None:
    async with Rig(tmp_path) as rig, open_desk(rig, tmp_path) as desk:
        code = await desk.pledge(300_000, "Lê Văn Bình")
        for minor in (300_000, 2_000_000, 3_000_000):
            await rig.bank(minor, "x")
        link = await desk.link("accountant")
        async with open_browser() as browser:
            page = await browser.new_page(base_url=str(desk.server.make_url("")), locale="vi-VN")
            await page.goto(link)
            await page.get_by_role("button", name="Mở bàn làm việc").click()
            await page.wait_for_url("**/desk")
            await page.goto("/desk/receipts")
            arrives = asyncio.Event()

            async def hold(route: Route) -> None:
                await arrives.wait()
                await route.continue_()

            await page.get_by_label("Mã khác").first.fill(code)
            await page.route("**/*.css", hold)
            await page.keyboard.press("Enter")
            await expect(page.get_by_role("status")).to_contain_text("300.000 đ")
            await page.get_by_label("Số tiền").fill("2tr")
            arrives.set()
            await page.wait_for_load_state()
            await page.keyboard.press("Enter")
            await expect(page.get_by_role("article")).to_have_count(1)
