"""The pages of thanks and books in a real browser, without JavaScript: narrow, wide, by day and by night."""

from __future__ import annotations

from pathlib import Path

from aiohttp.test_utils import TestServer
from sqlalchemy import select

from bot.chat.phrase import Cash
from bot.programme import codes
from bot.programme.thanks import certificates
from bot.storage.tables import entries
from tests.site.serving import application, gift, line, visitor
from tests.support.access import check_access
from tests.support.books import acting, makes_pledge
from tests.support.browser import open_browser, watch
from tests.support.rig import Rig

LONG = "Công ty Trách nhiệm hữu hạn Thương mại và Dịch vụ Kỹ thuật Ánh-Dương-Việt-Nam-" + "x" * 60


async def test_every_page_fits_every_width_and_a_certificate_is_found_by_hand(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        await rig.says("an", "/start")
        code = await makes_pledge(rig, "an", 300_000)
        await rig.bank(300_000, code)
        async with acting(rig, "an") as tx:
            made = await certificates.issue(tx, code=code, form="organisation", name=LONG[:120], shown="name_and_gift")
        async with rig.work() as work:
            gift(work, rig, visitor(work, "x"), LONG, shown="name_and_gift", paid=123_456_789_012,
                 unit_id=await rig.unit(work, "cao-vien"))  # fmt: skip
            [*_before, last] = await work.rows(select(entries.c.number, entries.c.hash).order_by(entries.c.number))
            line(
                work, rig, (last.number, last.hash), "spent", about=code, reason="x" * 200, cash=Cash(-123_456_789_012)
            )
        async with open_browser() as browser, TestServer(application(rig)) as server:
            for scheme in ("light", "dark"):
                context = await browser.new_context(
                    java_script_enabled=False, base_url=str(server.make_url("")), color_scheme=scheme
                )
                troubles = watch(context)
                page = await context.new_page()
                for path in ("/", "/vinhdanh", "/sochung", "/kiemtra", f"/kiemtra/{made}", "/kiemtra/NIX"):
                    for lang in ("vi", "en"):
                        await page.goto(f"{path}?lang={lang}")
                        for width in (320, 390, 1280):
                            await page.set_viewport_size({"width": width, "height": 740})
                            assert await page.evaluate("document.scrollingElement.scrollWidth") == width, (path, width)
                await page.goto("/?lang=en")
                await page.locator("main").get_by_role("link", name="Check a certificate").click()
                await page.get_by_label("Code of the certificate").fill(codes.shown(made).lower())
                await page.get_by_role("button", name="Check").click()
                assert await page.get_by_role("heading", name="This certificate is genuine").is_visible()
                await page.get_by_role("link", name="Public ledger").click()
                await page.get_by_label("Number of a line").fill("1")
                await page.get_by_role("button", name="Look it up").click()
                assert await page.locator(".ledger li").count() == 1
                assert not troubles
                await context.close()
                page = await browser.new_page(base_url=str(server.make_url("")), color_scheme=scheme)
                for path in ("/", "/vinhdanh", "/sochung", "/kiemtra", f"/kiemtra/{made}", "/kiemtra/NIX"):
                    await page.goto(f"{path}?lang=en")
                    await check_access(page)
                await page.close()
