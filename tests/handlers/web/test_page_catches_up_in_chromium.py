"""The page in a real browser after a lost connection, a restart or a change: each message stands there once."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import expect

from bot.messages import Incoming
from tests.handlers.web.scripted_bot import QR, bot, mine, theirs, write
from tests.handlers.web.world import Browse

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_what_is_written_without_a_connection_is_sent_once_when_it_is_back(browse: Browse) -> None:
    world, page = await browse(bot)
    await page.goto("/chat")
    await expect(theirs(page, "Chào bạn")).to_be_visible()
    await page.context.set_offline(True)
    await expect(page.get_by_text("Mất kết nối")).to_be_visible()
    await write(page, "còn đây")
    await expect(mine(page, "còn đây")).to_contain_text("đang gửi")
    await page.context.set_offline(False)
    await expect(theirs(page, "Bạn nói: còn đây")).to_be_visible()
    await expect(mine(page, "còn đây")).to_have_attribute("data-state", "sent")
    await expect(page.get_by_text("Mất kết nối")).to_have_count(0)
    assert [update.text for update in world.updates] == ["/start", "còn đây"]


async def test_what_was_not_sent_outlives_the_page(browse: Browse) -> None:
    world, page = await browse(bot)
    await page.goto("/chat")
    await expect(theirs(page, "Chào bạn")).to_be_visible()
    await world.handler.stop()
    await write(page, "một")
    await write(page, "hai")
    await page.reload()
    await world.handler.start(world.accept)
    await expect(theirs(page, "Bạn nói: hai")).to_be_visible()
    assert [update.text for update in world.updates] == ["/start", "một", "hai"]
    await expect(mine(page, "một")).to_have_count(1)
    assert await page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('unsent:'))") == []


async def test_a_confirmation_lost_on_the_way_costs_nothing(browse: Browse) -> None:
    world, page = await browse(bot)
    await page.goto("/chat")
    await expect(theirs(page, "Chào bạn")).to_be_visible()

    async def cut(update: Incoming) -> None:
        world.answer = None
        for open_page in world.handler._rooms.everyone():
            open_page.drop()

    world.answer = cut
    await write(page, "còn đây")
    await expect(mine(page, "còn đây")).to_have_attribute("data-state", "sent")
    await expect(mine(page, "còn đây")).to_have_count(1)
    assert [update.text for update in world.updates] == ["/start", "còn đây"]


async def test_what_comes_live_and_in_the_past_is_shown_once(browse: Browse) -> None:
    world, page = await browse(None)
    whole = world.history

    async def late(address: str, before: int | None, limit: int, since: int = 0) -> Any:
        await world.say(address.removeprefix("web:"), "Chào bạn!")  # live, while the page is being told its past
        return await whole(address, before, limit, since)

    world.handler._talks._history = late
    await page.goto("/chat")
    await expect(theirs(page, "Chào bạn!")).to_be_visible()
    await world.say(next(iter(world.past)).removeprefix("web:"), "Xong.")
    await expect(theirs(page, "Xong.")).to_be_visible()
    await expect(theirs(page, "Chào bạn!")).to_have_count(1)


async def test_a_busy_bot_is_asked_again_by_the_page_itself(browse: Browse) -> None:
    world, page = await browse(bot)
    await page.goto("/chat")
    await expect(theirs(page, "Chào bạn")).to_be_visible()
    world.full = 2
    await write(page, "một")
    await write(page, "hai")
    await expect(theirs(page, "Bạn nói: hai")).to_be_visible()
    assert [update.text for update in world.updates] == ["/start", "một", "hai"]


async def test_two_pages_show_the_same_talk(browse: Browse) -> None:
    world, one = await browse(bot)
    await one.goto("/chat")
    await expect(theirs(one, "Chào bạn")).to_be_visible()
    two = await one.context.new_page()
    await two.goto("/chat")
    await expect(theirs(two, "Chào bạn")).to_be_visible()
    await write(one, "từ trang một")
    await expect(mine(two, "từ trang một")).to_be_visible()
    await two.get_by_role("button", name="Ủng hộ tiền").click()
    await expect(one.get_by_role("button", name="Ủng hộ tiền")).to_have_attribute("aria-pressed", "true")
    for page in (one, two):
        await expect(theirs(page, "Bạn nói: từ trang một")).to_have_count(1)
        await expect(theirs(page, "bao nhiêu")).to_have_count(1)
    assert len(world.updates) == 3


async def test_older_messages_come_on_demand_in_their_order(browse: Browse) -> None:
    world, page = await browse(bot)
    await page.goto("/chat")
    await expect(theirs(page, "Chào bạn")).to_be_visible()
    for number in range(60):
        await world.say(world.updates[0].chat, f"tin số {number}.")
    await page.reload()
    await expect(page.get_by_text("tin số 59.")).to_be_visible()
    await expect(page.get_by_text("tin số 5.")).to_have_count(0)
    await page.get_by_role("button", name="Xem tin cũ hơn").click()
    await expect(page.get_by_text("tin số 0.")).to_have_count(1)
    await expect(page.get_by_role("button", name="Xem tin cũ hơn")).to_be_hidden()
    texts = await page.locator(".theirs .text").all_inner_texts()
    assert texts == ["Chào bạn! Bạn muốn giúp gì?", *(f"tin số {number}." for number in range(60))]
    await expect(page.locator(".day")).to_have_count(1)
    await expect(page.locator(".choices")).to_have_class("choices is-old")


async def test_the_page_opens_without_a_connection_after_the_first_time(browse: Browse) -> None:
    world, page = await browse(bot)
    await page.goto("/chat")
    await expect(theirs(page, "Chào bạn")).to_be_visible()
    await page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    await page.reload()
    await expect(theirs(page, "Chào bạn")).to_be_visible()
    await page.context.set_offline(True)
    await page.reload()
    await write(page, "viết khi mất mạng")
    await expect(mine(page, "viết khi mất mạng")).to_contain_text("đang gửi")
    await page.context.set_offline(False)
    await expect(theirs(page, "Bạn nói: viết khi mất mạng")).to_be_visible()
    assert len(world.updates) == 2


async def test_a_message_changes_where_it_stands_and_is_the_same_after_a_reload(browse: Browse) -> None:
    world, page = await browse(bot)
    await page.goto("/chat")
    await expect(theirs(page, "Chào bạn")).to_be_visible()
    chat = world.updates[0].chat
    await world.say(chat, "Món quà: đã hứa", "Dừng báo tin", "Xem", picture=QR)
    await write(page, "cảm ơn")
    await expect(theirs(page, "Bạn nói: cảm ơn")).to_be_visible()
    card = theirs(page, "Món quà")
    await expect(card.locator(".choices")).to_have_class("choices is-old")
    await card.get_by_role("button", name="Xem").click()
    await expect(theirs(page, "Bạn nói: data-Xem")).to_be_visible()
    world.minutes = 75
    await world.change(chat, 2, "Món quà: <b>đã nhận</b>", "Xem", document={"make": "thanks", "name": "giay.pdf"})

    async def as_it_should_be() -> None:
        await expect(card).to_have_count(1)
        await expect(card.locator(".text")).to_have_text("Món quà: đã nhận")
        await expect(card.locator(".picture")).to_have_count(0)
        await expect(card.get_by_role("link", name="giay.pdf")).to_be_visible()
        await expect(card.get_by_role("button")).to_have_text(["Xem"])
        await expect(card.locator(".choices")).to_have_class("choices is-living")
        await expect(card.get_by_role("button", name="Xem")).not_to_have_attribute("aria-pressed", "true")
        await expect(card.locator(".meta")).to_have_text("cập nhật 09:15 ·08:00")
        said = await page.locator(".msg .text").all_inner_texts()
        assert said == [
            "Chào bạn! Bạn muốn giúp gì?",
            "Món quà: đã nhận",
            "cảm ơn",
            "Bạn nói: cảm ơn",
            "Bạn nói: data-Xem",
        ]

    await as_it_should_be()
    await page.reload()
    await as_it_should_be()
    async with page.expect_download() as saving:
        await card.get_by_role("link", name="giay.pdf").click()
    assert (await saving.value).suggested_filename == "giay.pdf"
    await card.get_by_role("button", name="Xem").click()
    await expect(card.get_by_role("button", name="Xem")).to_have_attribute("aria-pressed", "true")
    await world.change(chat, 2, "Món quà: đã trao")
    await expect(card.locator(".text")).to_have_text("Món quà: đã trao")
    await expect(card.locator(".choices")).to_have_count(0)


async def test_a_change_that_was_missed_or_came_twice_or_stands_far_above_is_shown_once(browse: Browse) -> None:
    world, page = await browse(bot)
    await page.goto("/chat")
    await expect(theirs(page, "Chào bạn")).to_be_visible()
    chat = world.updates[0].chat
    await world.say(chat, "Món quà: đã hứa")
    for number in range(45):
        await world.say(chat, f"tin số {number}.")
    await expect(theirs(page, "tin số 44.")).to_be_visible()  # else it begins anew, with the latest alone
    await page.context.set_offline(True)
    await expect(page.get_by_text("Mất kết nối")).to_be_visible()
    await world.change(chat, 2, "Món quà: đã nhận")
    await page.context.set_offline(False)
    card = theirs(page, "Món quà")
    await expect(card.locator(".text")).to_have_text("Món quà: đã nhận")
    await page.reload()
    await expect(page.get_by_text("tin số 44.")).to_be_visible()
    await world.change(chat, 2, "Món quà: đã trao")  # it stands among what the page has not asked for
    await world.say(chat, "tin cuối.")
    await expect(page.get_by_text("tin cuối.")).to_be_visible()
    await expect(card).to_have_count(0)
    await page.get_by_role("button", name="Xem tin cũ hơn").click()
    await expect(card.locator(".text")).to_have_text(["Món quà: đã trao"])
    texts = await page.locator(".theirs .text").all_inner_texts()
    assert texts[:3] == ["Chào bạn! Bạn muốn giúp gì?", "Món quà: đã trao", "tin số 0."]
    assert len(texts) == 2 + 45 + 1
