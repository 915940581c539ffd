"""The public page in a real browser, without JavaScript: narrow, wide, printed."""

from __future__ import annotations

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.site.facts import GoodsCount, PageAccount, PageFacts
from bot.site.site import Site
from bot.web.headers import harden
from bot.web.visitor import Front
from tests.support.access import check_access
from tests.support.browser import open_browser, watch

FACTS = PageFacts(
    name="Sóng và máy tính cho em",
    organiser="Ủy ban Mặt trận Tổ quốc Việt Nam huyện Thanh Oai, thành phố Hà Nội",
    window="23/9/2021 – 15/11/2021",
    status="Còn 41 ngày",
    cash_received="1.284.500.000 đ",
    cash_pledged="1.610.000.000 đ",
    donors=12345,
    students_listed=67890,
    goods=[GoodsCount(kind="Thiết bị thu phát sóng wifi và các thiết bị khác", pledged=10000, received=10000)],
    units_reported=17,
    units_due=21,
    accounts=[PageAccount(bank="Ngân hàng " * 8, number="0900000123" * 4, holder="ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM")],
    legal_basis=["Kế-hoạch-số-22/KH-MTTQ-BTT/" * 6],
    updated="16:05 ngày 5/10/2021",
)


async def test_the_page_fits_every_width_and_the_way_to_the_chat_is_at_hand() -> None:
    async def facts(lang: str) -> PageFacts:
        return FACTS

    app = web.Application()
    app.add_routes(Site(facts, lambda lang, source: source, icon="/site/-/waves.svg").routes())
    harden(app, Front())
    async with open_browser() as browser, TestServer(app) as server:
        context = await browser.new_context(java_script_enabled=False, base_url=str(server.make_url("")))
        troubles = watch(context)
        page = await context.new_page()
        await page.goto("/")
        for width in (320, 360, 768, 1280):
            await page.set_viewport_size({"width": width, "height": 740})
            assert await page.evaluate("document.scrollingElement.scrollWidth") == width
            box = await page.get_by_role("link", name="Chat to give").bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= 740
            assert box["height"] >= 44
        await page.emulate_media(media="print")
        assert not await page.get_by_role("link", name="Chat to give").is_visible()
        assert await page.get_by_text("1.284.500.000 đ").is_visible()
        assert not troubles
        page = await browser.new_page(base_url=str(server.make_url("")))
        for scheme in ("light", "dark"):
            await page.goto("/")
            await page.emulate_media(color_scheme=scheme)
            await check_access(page)
