"""The page in a real browser opened without a signal: it says so, is whole, and shows what this device has kept."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.handlers.web.scripted_bot import QR, bot, mine, theirs, write
from tests.handlers.web.world import Browse

pytestmark = pytest.mark.asyncio(loop_scope="module")
KEPT = "Object.keys(localStorage).filter((name) => name.startsWith('shown:'))"
READ = f"JSON.parse(localStorage.getItem({KEPT}[0]))"


async def leave(page: Page) -> None:
    """No signal any more, and nothing but what the service worker has kept."""
    await page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    await page.context.set_offline(True)
    client = await page.context.new_cdp_session(page)
    await client.send("Network.clearBrowserCache")


async def test_opened_without_a_signal_it_says_so_and_shows_what_was_said_last(browse: Browse) -> None:
    world, page = await browse(bot)
    await page.goto("/chat")
    await page.get_by_role("button", name="Ủng hộ tiền").click()
    await expect(theirs(page, "bao nhiêu")).to_be_visible()
    await write(page, "500k")
    await expect(mine(page, "500k")).to_have_attribute("data-state", "sent")
    await expect(theirs(page, "SONG 7K3Q")).to_be_visible()
    await world.change(world.updates[0].chat, 1, "Chào bạn! Món quà: đã nhận", "Xem")
    await expect(theirs(page, "đã nhận")).to_be_visible()
    await leave(page)
    await page.reload()
    await expect(page.get_by_text("Bạn đang ngoại tuyến")).to_be_visible()
    await expect(page.get_by_text("Đang mở cuộc trò chuyện")).to_be_hidden()
    assert await page.evaluate("document.styleSheets.length") == 2
    background = "getComputedStyle(document.getElementById('scroll')).backgroundImage"
    assert "waves.svg" in await page.evaluate(background)
    said = ["Chào bạn! Món quà: đã nhận", "Bạn muốn ủng hộ bao nhiêu?", "500k", "Mã của bạn: SONG 7K3Q"]
    await expect(page.locator(".msg .text")).to_have_text(said)
    await page.get_by_role("button", name="Xem").click()
    await write(page, "viết khi mất mạng")
    await expect(mine(page, "viết khi mất mạng")).to_contain_text("đang gửi")
    await world.say(world.updates[0].chat, "Tin đến trong lúc ấy.", picture=QR)
    await page.context.set_offline(False)
    await expect(theirs(page, "Bạn nói: viết khi mất mạng")).to_be_visible()
    await expect(theirs(page, "Tin đến trong lúc ấy.")).to_have_count(1)
    await expect(page.get_by_text("Bạn đang ngoại tuyến")).to_have_count(0)
    await expect(theirs(page, "bao nhiêu")).to_have_count(1)
    sent = [update.text or update.button for update in world.updates]
    assert sent == ["/start", "data-Ủng hộ tiền", "500k", "data-Xem", "viết khi mất mạng"]


async def test_the_very_first_message_can_be_written_without_a_signal(browse: Browse) -> None:
    world, page = await browse(bot)
    await page.goto("/chat")
    await expect(theirs(page, "Chào bạn")).to_be_visible()
    await page.evaluate("localStorage.clear()")
    await leave(page)
    await page.reload()
    await expect(page.get_by_text("Bạn đang ngoại tuyến")).to_be_visible()
    await expect(page.get_by_text("Đang mở cuộc trò chuyện")).to_be_hidden()
    await write(page, "chào")
    await expect(page.locator("#empty")).to_be_hidden()
    await page.reload()
    await page.context.set_offline(False)
    await expect(theirs(page, "Bạn nói: chào")).to_be_visible()
    await expect(mine(page, "chào")).to_have_count(1)
    assert [update.text for update in world.updates] == ["/start", "chào"]


async def test_what_is_kept_is_little_and_goes_with_the_talk_the_days_and_the_visitor(browse: Browse) -> None:
    world, page = await browse(bot)
    await page.goto("/chat")
    await expect(theirs(page, "Chào bạn")).to_be_visible()
    chat = world.updates[0].chat
    for number in range(45):
        await world.say(chat, f"tin số {number}.")
    await expect(page.get_by_text("tin số 44.")).to_be_visible()
    kept = await page.evaluate(READ)
    assert len(kept["messages"]) == 40
    world.past[f"web:{chat}"] = []  # the person has asked to be forgotten
    await world.say(chat, "Đã xóa.")
    await page.reload()
    await expect(theirs(page, "Đã xóa.")).to_be_visible()
    kept = await page.evaluate(READ)
    assert [message["text"] for message in kept["messages"]] == ["Đã xóa."]
    await page.evaluate(f"localStorage.setItem({KEPT}[0], JSON.stringify({{until: 0, messages: [{{id: 1}}]}}))")
    await leave(page)
    await page.reload()
    await expect(page.get_by_text("Bạn đang ngoại tuyến")).to_be_visible()
    assert await page.evaluate(KEPT) == []
    await page.evaluate("localStorage.setItem('shown:somebody-else:', '{\"until\": 9e15, \"messages\": []}')")
    await page.context.set_offline(False)
    await page.reload()
    await expect(theirs(page, "Đã xóa.")).to_be_visible()
    assert await page.evaluate(KEPT) == [f"shown:{await page.evaluate('document.documentElement.dataset.room')}:"]
