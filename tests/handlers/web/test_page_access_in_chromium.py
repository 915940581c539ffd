"""The page for a thumb, a keyboard and a screen reader, by day and by night."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.handlers.web.scripted_bot import QR, bot, mine, theirs, write
from tests.handlers.web.world import Browse
from tests.support.access import check_access

pytestmark = pytest.mark.asyncio(loop_scope="module")
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
SMALL = {"viewport": {"width": 320, "height": 480}, "has_touch": True, "is_mobile": True}


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_screen_reader_and_weak_eyes_find_their_way(browse: Browse, scheme: str) -> None:
    world, page = await browse(bot, screen=SMALL | {"color_scheme": scheme})
    await page.goto("/chat")
    await page.get_by_role("button", name="Ủng hộ tiền").click()
    await expect(theirs(page, "bao nhiêu")).to_be_visible()
    await write(page, "500k")
    await expect(mine(page, "500k")).to_have_attribute("data-state", "sent")
    chat = world.updates[0].chat
    await world.say(chat, "Giấy đây: https://song.example.vn, gõ /menu", document={"make": "list", "called": "a.xlsx"})
    await world.change(chat, 2, "Bạn chọn: <b>500.000 đ</b>", "Xem", "Dừng báo tin")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Sóng và máy tính cho em")
    await expect(page.get_by_role("heading", level=2)).to_have_text("Hôm nay")
    await expect(page.get_by_role("group", name="Bạn muốn giúp gì?")).to_be_visible()
    await page.context.set_offline(True)
    await expect(page.get_by_text("Mất kết nối")).to_be_visible()
    await write(page, "chưa gửi")
    await page.locator(".msg").last.evaluate("e => Promise.all(e.getAnimations({subtree: true}).map(a => a.finished))")
    await check_access(page)
    await page.context.set_offline(False)
    await expect(mine(page, "chưa gửi")).to_have_attribute("data-state", "sent")
    await page.get_by_role("button", name="Phóng to ảnh").click()
    await check_access(page)


async def test_after_a_choice_one_types_on_and_old_choices_are_passed_by(browse: Browse) -> None:
    world, page = await browse(bot, screen=DESKTOP)
    await page.goto("/chat")
    await page.get_by_role("button", name="Ủng hộ tiền").press("Enter")
    await expect(page.get_by_role("group", name="Bạn muốn ủng hộ bao nhiêu?")).to_be_visible()
    await expect(page.get_by_label("Nhập tin nhắn")).to_be_focused()
    await page.keyboard.type("500k")
    await page.keyboard.press("Enter")
    await expect(theirs(page, "Mã của bạn")).to_be_visible()
    tabbed = "[...document.querySelectorAll('.choice')].map(({tabIndex}) => tabIndex)"
    assert await page.evaluate(tabbed) == [-1] * 4
    await world.say(world.updates[0].chat, "Còn gì nữa không?", "Có", "Không")
    await expect(theirs(page, "Còn gì nữa không?")).to_be_visible()
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Shift+Tab")
    await expect(page.get_by_role("button", name="Không")).to_be_focused()


async def test_a_choice_raises_no_keyboard_on_a_phone(browse: Browse) -> None:
    _, page = await browse(bot)
    await page.goto("/chat")
    await page.get_by_role("button", name="Ủng hộ tiền").tap()
    await expect(theirs(page, "bao nhiêu")).to_be_visible()
    await expect(page.get_by_label("Nhập tin nhắn")).not_to_be_focused()


async def test_a_paste_that_is_too_long_is_told_and_nothing_of_it_is_cut(browse: Browse) -> None:
    world, page = await browse(bot, screen=DESKTOP)
    await page.goto("/chat")
    await expect(theirs(page, "Chào bạn")).to_be_visible()
    text = page.get_by_label("Nhập tin nhắn")
    await text.evaluate("e => { e.focus(); document.execCommand('insertText', false, 'ơ'.repeat(5000)); }")
    await page.keyboard.press("Enter")
    await expect(page.locator("#toast")).to_contain_text("5.000 chữ, mình nhận được 4.000")
    assert len(await text.input_value()) == 5000
    assert len(world.updates) == 1
    await text.fill("😀" * 4000)
    await page.keyboard.press("Enter")
    await expect(theirs(page, "😀")).to_be_visible()
    assert world.updates[-1].text == "😀" * 4000


async def test_a_pasted_text_that_is_too_long_is_told_at_once(browse: Browse) -> None:
    _, page = await browse(bot, screen=DESKTOP)
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await page.goto("/chat")
    await expect(theirs(page, "Chào bạn")).to_be_visible()
    await page.evaluate("navigator.clipboard.writeText('x'.repeat(4001))")
    await page.get_by_label("Nhập tin nhắn").press("Control+V")
    await expect(page.locator("#toast")).to_contain_text("4.001 chữ")


async def test_an_answer_taller_than_the_screen_is_read_from_its_beginning(browse: Browse) -> None:
    world, page = await browse(bot, screen=SMALL)
    await page.goto("/chat")
    await expect(theirs(page, "Chào bạn")).to_be_visible()
    await write(page, "hỏi")
    await expect(theirs(page, "Bạn nói: hỏi")).to_be_visible()
    await world.say(
        world.updates[0].chat, "Đầu câu trả lời. " + "Và còn nữa. " * 40, *(f"Câu hỏi {n}" for n in range(6))
    )
    answer = theirs(page, "Đầu câu trả lời")
    await expect(answer).to_be_in_viewport()
    above = "e => e.getBoundingClientRect().top - document.getElementById('scroll').getBoundingClientRect().top"
    await page.wait_for_function(f"({above})([...document.querySelectorAll('.theirs')].at(-1)) < 40")
    assert 0 <= await answer.evaluate(above) < 40
    await world.say(world.updates[0].chat, "Ngắn.", picture=QR)
    await expect(theirs(page, "Ngắn.")).to_be_in_viewport()
