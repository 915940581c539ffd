"""The public page shows what the drive publishes, and nothing it does not know."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import msgspec
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

import bot.site
from bot.site.facts import GoodsCount, PageAccount, PageFacts, PageQuestion, Stage
from bot.site.site import Site

FACTS = PageFacts(
    name="Sóng và máy tính cho em",
    organiser="Ủy ban MTTQ Việt Nam huyện Thanh Oai",
    window="23/9/2021 – 15/11/2021",
    status="Còn 41 ngày",
    cash_received="1.284.500.000 đ",
    cash_pledged="1.610.000.000 đ",
    donors=412,
    students_listed=638,
    goods=[GoodsCount(kind="Máy tính bảng", pledged=24, received=20)],
    units_reported=17,
    units_due=21,
    accounts=[PageAccount(bank="Agribank", number="0900 000 123", holder="ỦY BAN MTTQ", note="Mã ủng hộ")],
    reception=["Thị trấn Kim Bài", "Điện thoại: 0900 000 100"],
    questions=[PageQuestion(ask="Điện thoại cũ có được không?", answer="Được, nếu còn dùng để học.")],
    legal_basis=["Kế hoạch số 22/KH-MTTQ-BTT"],
    updated="16:05 ngày 5/10/2021",
)
EMPTY = PageFacts(
    name="Đợt mới", organiser="Xã A", window="…", status="Mới bắt đầu", cash_received="0 đ", cash_pledged="0 đ",
    students_listed=41, updated="8:00",
)  # fmt: skip

Client = TestClient[web.Request, web.Application]
Opened = Callable[..., Awaitable[Client]]


@pytest.fixture
async def opened() -> AsyncIterator[Opened]:
    async with AsyncExitStack() as stack:

        async def make(facts: PageFacts | None, **settings: Any) -> Client:
            async def get(lang: str) -> PageFacts | None:
                return facts

            app = web.Application()
            site = Site(get, lambda lang, source: f"⟦{source}⟧" if lang == "vi" else source, **settings)
            app.add_routes(site.routes())
            return await stack.enter_async_context(TestClient(TestServer(app)))

        yield make


async def test_every_published_fact_is_on_the_page(opened: Opened) -> None:
    html = await (await (await opened(FACTS)).get("/")).text()
    for words in (
        FACTS.name, FACTS.organiser, FACTS.window, FACTS.status, FACTS.cash_received, FACTS.cash_pledged,
        "412", "638", "Máy tính bảng", "24", "20", "17", "21", "0900 000 123", "Agribank", "Mã ủng hộ",
        "Thị trấn Kim Bài", "0900 000 100", "Điện thoại cũ có được không?", "22/KH-MTTQ-BTT", "16:05 ngày 5/10/2021",
    ):  # fmt: skip
        assert words in html
    assert 'href="/chat"' in html


async def test_what_the_organiser_writes_cannot_become_markup(opened: Opened) -> None:
    bad = "<script>alert(1)</script>"
    facts = msgspec.structs.replace(
        FACTS, name=bad, organiser=bad, status=bad, legal_basis=[bad],
        questions=[PageQuestion(ask=bad, answer=bad)],
        goods=[GoodsCount(kind=bad, pledged=1)], accounts=[PageAccount(bank=bad, number='"><img src=x>', holder=bad)],
    )  # fmt: skip
    html = await (await (await opened(facts)).get("/")).text()
    assert "<script" not in html
    assert "<img src=x" not in html
    assert html.count("&lt;script&gt;") >= 8


async def test_the_page_needs_no_script_and_nobody_else(opened: Opened) -> None:
    html = await (await (await opened(FACTS)).get("/")).text()
    assert "<script" not in html
    assert "<style" not in html
    assert not re.search(r"\s(on\w+|style)=", html)
    assert not re.findall(r'(?:src|href)="(?![/#?]|tel:)', html)
    style = re.search(r'href="(/site/[^"]+\.css)"', html)
    assert style is not None
    client = await opened(FACTS)
    assert (await client.get(style[1])).content_type == "text/css"


async def test_before_the_first_gift_the_page_invites_instead_of_showing_zeros(opened: Opened) -> None:
    html = await (await (await opened(EMPTY)).get("/", headers={"Accept-Language": "en"})).text()
    assert "Nobody has given yet." in html
    assert "Pupils waiting for a device: 41" in html
    assert "0 đ" not in html
    assert "<table" not in html


async def test_without_a_drive_the_page_says_so(opened: Opened) -> None:
    answer = await (await opened(None)).get("/", headers={"Accept-Language": "en"})
    assert answer.status == 200
    assert "No drive is open here yet" in await answer.text()


async def test_a_closed_drive_asks_for_no_more_gifts(opened: Opened) -> None:
    facts = msgspec.structs.replace(FACTS, stage=Stage.CLOSED)
    html = await (await (await opened(facts)).get("/", headers={"Accept-Language": "en"})).text()
    assert "Open the chat" in html
    assert "Chat to give" not in html
    assert "0900 000 123" not in html
    assert FACTS.cash_received in html


async def test_the_language_can_be_switched_and_is_remembered(opened: Opened) -> None:
    client = await opened(FACTS)
    assert "⟦Chat to give⟧" in await (await client.get("/")).text()
    answer = await client.get("/?lang=en")
    html = await answer.text()
    assert "⟦" not in html
    assert '<html lang="en">' in html
    assert answer.cookies["lang"].value == "en"


async def test_many_visitors_at_once_ask_for_the_facts_only_once() -> None:
    asked: list[str] = []
    now = [0.0]

    async def get(lang: str) -> PageFacts:
        asked.append(lang)
        await asyncio.sleep(0)
        return FACTS

    app = web.Application()
    app.add_routes(Site(get, lambda lang, source: source, keep=10, clock=lambda: now[0]).routes())
    async with TestClient(TestServer(app)) as client:
        await asyncio.gather(*(client.get("/") for _ in range(10)))
        assert asked == ["vi"]
        await client.get("/?lang=en")
        assert asked == ["vi", "en"]
        now[0] = 10.0
        await client.get("/?lang=vi")
        assert asked == ["vi", "en", "vi"]


async def test_the_sign_of_life_is_plain(opened: Opened) -> None:
    answer = await (await opened(None)).get("/healthz")
    assert (answer.status, await answer.text()) == (200, "ok")


def test_there_is_no_field_for_a_person() -> None:
    fields = {field.name for field in msgspec.structs.fields(PageFacts)}
    assert not fields & {"names", "people", "students", "phones", "donor_names"}
    types = {field.name: field.type for field in msgspec.structs.fields(PageFacts)}
    assert types["students_listed"] is int
    assert types["donors"] is int


def test_no_words_stand_untranslated_in_the_templates() -> None:
    folder = Path(bot.site.__file__).parent / "templates"
    for path in folder.glob("*.html"):
        bare = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|<[^>]*>", " ", path.read_text(), flags=re.S)
        words = set(re.findall(r"[^\W\d_]{2,}", bare)) - {"Tiếp", "Sóng", "Tiếng", "Việt", "English"}
        assert not words, (path.name, words)
