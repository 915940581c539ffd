"""The first days of a drive in a real browser: the demonstration as a visitor sees it, on a small phone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect
from sqlalchemy import select

from bot.app import App
from bot.commands import run
from bot.demo.life import live
from bot.programme.codes import shown
from bot.settings import Settings
from bot.site.site import Site
from bot.storage.tables import pledges
from tests.support.browser import open_browser, watch
from tests.support.qr_reading import read_transfer

PHONE: Any = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
DONOR, STUDENT, GUARDIAN, CALL = "Lò Thị Kín Đáo", "Quàng Văn Thử Nghiệm", "Quàng Thị Mẫu Mực", "0900 000 777"


@asynccontextmanager
async def demonstration(folder: Path) -> AsyncIterator[tuple[App, Page]]:
    """The demonstration as `run` starts it, and a phone's page at it on which nothing may go wrong."""
    async with open_browser() as browser:
        app, application = await run.build(Settings(data_dir=folder, demo=True))
        try:
            await app.start(tick=False)
            clock: Any = app.now
            await live(app, clock)
            app.clock.start()
            port = await app.serve(application, "127.0.0.1", 0)
            context = await browser.new_context(base_url=f"http://127.0.0.1:{port}", locale="vi-VN", **PHONE)
            troubles = watch(context)
            yield app, await context.new_page()
            assert not troubles, troubles
            await context.close()
        finally:
            await app.stop()


async def write(page: Page, *texts: str) -> None:
    """Writes each text once the bot has answered the one before."""
    for text in texts:
        before = await page.locator(".msg.theirs").count()
        await page.get_by_label("Nhập tin nhắn").fill(text)
        await page.get_by_label("Nhập tin nhắn").press("Enter")
        await expect(page.locator(".msg.theirs")).not_to_have_count(before)


async def tap(page: Page, label: str) -> None:
    """Taps a button under the last message and waits for the answer."""
    before = await page.locator(".msg.theirs").count()
    await page.get_by_role("button", name=label).last.tap()
    await expect(page.locator(".msg.theirs")).not_to_have_count(before)


def last(page: Page) -> Locator:
    return page.locator(".msg.theirs").last


async def fits(page: Page) -> None:
    """Nothing has to be scrolled sideways, neither the page nor the talk."""
    assert await page.evaluate("document.scrollingElement.scrollWidth") == 360
    inner = "(e => e ? e.scrollWidth - e.clientWidth : 0)(document.getElementById('scroll'))"
    assert await page.evaluate(inner) == 0


async def play(page: Page, person: str) -> None:
    """Becomes another person of the demonstration's bar."""
    await page.locator(".people summary").tap()
    await page.get_by_role("link", name=person).tap()
    await expect(page.locator(".person[aria-current]")).to_have_text(person)
    await expect(last(page)).to_be_visible()


async def wait_until(page: Page, step: str, news_for: str) -> None:
    """Moves the clock, and sees that it brings news for somebody."""
    await page.locator(".clock summary").tap()
    await page.get_by_role("button", name=step).tap()
    await expect(page.locator(".person", has_text=news_for)).to_contain_text("có tin mới")
    await expect(page.locator(".people summary")).to_contain_text("có tin mới")


async def give(app: App, page: Page) -> None:
    await page.get_by_role("link", name="Nhắn tin để ủng hộ").tap()
    await expect(last(page)).to_contain_text("Góp tiền")
    await tap(page, "Góp tiền")
    await write(page, "500k")
    await tap(page, "Tên của tôi")
    await write(page, DONOR, "cao vien")
    await tap(page, "Xã Cao Viên")
    await expect(last(page)).to_contain_text(DONOR)
    await tap(page, "Đúng, tôi đăng ký")
    picture = last(page).locator(".picture img")
    await expect(picture).to_be_visible()
    await expect(last(page)).to_contain_text("500.000")
    await fits(page)
    async with app.database.read() as connection:
        newest = select(pledges.c.code, pledges.c.minor).order_by(pledges.c.id.desc()).limit(1)
        code, sum = (await connection.execute(newest)).one()
    assert sum == 500_000
    await expect(last(page).locator("code").first).to_have_text(shown(code))
    answer = await page.request.get(await picture.get_attribute("src") or "")
    assert answer.headers["content-type"] == "image/png"
    assert app.plan.cash is not None
    account = app.plan.cash.accounts[0]
    assert read_transfer(await answer.body()) == (account.bin, account.number, 500_000, code)


async def register(page: Page) -> None:
    await play(page, "Giáo viên")
    await write(page, "/menu")
    await tap(page, "Đăng ký học sinh")
    for label in ("Rồi, đã ký giấy", "Rồi, đã ký giấy"):  # the guardian, then the child
        await tap(page, label)
    await write(page, STUDENT, "7A", "5/9/2009", GUARDIAN, CALL)
    for label in ("Xã Cao Viên", "Hộ nghèo"):
        await tap(page, label)
    await expect(last(page)).to_contain_text(STUDENT)
    await fits(page)
    await tap(page, "Đúng, đưa vào danh sách")
    await expect(last(page)).to_contain_text("HS-")
    assert STUDENT not in await last(page).inner_text()


async def report(page: Page) -> None:
    await wait_until(page, "Thứ Ba 08:00", "Đầu mối đơn vị")
    await play(page, "Đầu mối đơn vị")
    await expect(last(page)).to_contain_text("Báo cáo của Xã Cao Viên")
    await expect(last(page).locator("time")).to_have_text("08:00")
    await tap(page, "Báo cáo ngay")
    await expect(last(page)).to_contain_text("500.000")  # what the visitor has pledged
    for label in ("Kỳ này không có gì", "Không có gì", "Bỏ qua"):
        await tap(page, label)
    await expect(last(page)).to_contain_text("Xã Cao Viên")
    await fits(page)


async def read_digest(page: Page) -> None:
    await wait_until(page, "Thứ Ba 17:30", "Lãnh đạo")
    await play(page, "Lãnh đạo")
    digest = page.locator(".msg.theirs", has_text="51.360.000")
    await expect(digest).to_contain_text("1/33")
    await expect(digest).to_contain_text("6 em cần thiết bị")
    chart = digest.locator(".picture img")
    await expect(chart).to_be_visible()
    assert await chart.evaluate("e => e.decode().then(() => e.naturalWidth)") >= 600
    await fits(page)
    said = await page.locator("#scroll").inner_text()
    assert not [name for name in (DONOR, STUDENT, GUARDIAN, CALL) if name in said]


async def look(page: Page, sum: str, donors: int, students: int, reports: str) -> None:
    """The public page shows these totals, in both languages, and nobody's name."""
    for language in ("en", "vi"):
        await page.goto(f"/?lang={language}")
        told = [" ".join(text.split()) for text in await page.locator(".figure").all_inner_texts()]
        assert sum in told[0].replace(",", ".")
        assert [text.rsplit(" ", 1)[1] for text in told[1:3]] == [str(donors), str(students)]
        assert told[3].endswith(reports)
        content = await page.content()
        assert not [name for name in (DONOR, STUDENT, GUARDIAN, CALL, "Trần Thị Hoa") if name in content]
        await fits(page)


async def test_the_first_days_of_a_drive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "Site", partial(Site, keep=0.0))  # the page may be some seconds old, but not for a test
    async with demonstration(tmp_path / "data") as (app, page):
        await look(page, "50.860.000", donors=14, students=5, reports="0 / 33")
        await give(app, page)
        await register(page)
        await report(page)
        await read_digest(page)
        await look(page, "51.360.000", donors=15, students=6, reports="1 / 33")
