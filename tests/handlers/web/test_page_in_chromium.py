"""The page in a real browser against a small scripted bot."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import FilePayload, Page, expect

from bot.messages import Incoming
from tests.handlers.web.world import PNG, Browse, World

pytestmark = pytest.mark.asyncio(loop_scope="module")
QR = {"make": "qr", "text": "000201"}
MEASURE = """() => {
  const boxes = (what) => [...document.querySelectorAll(what)].filter((e) => e.offsetParent);
  const scroll = document.getElementById("scroll");
  return {
    page: document.scrollingElement.scrollWidth,
    log: scroll.scrollWidth - scroll.clientWidth,
    right: Math.max(...boxes(".msg, .choice, .bubble").map((e) => e.getBoundingClientRect().right)),
    small: boxes("button:not(.copy):not(.command), a.home, a.paper, textarea")
      .filter((e) => e.getBoundingClientRect().height < 44)
      .map((e) => e.outerHTML),
  };
}"""
DESKTOP = {"viewport": {"width": 1280, "height": 800}}


async def bot(world: World, update: Incoming) -> None:
    """Greets, asks how much, thanks with a picture; repeats everything else."""
    if (update.text or "").startswith("/start"):
        await world.say(update.chat, "Chào bạn! Bạn muốn giúp gì?", "Ủng hộ tiền", "Ủng hộ thiết bị")
    elif update.button == "data-Ủng hộ tiền":
        await world.say(update.chat, "Bạn muốn ủng hộ bao nhiêu?", "200.000 đ", "500.000 đ")
    elif update.text == "500k":
        await world.say(update.chat, "Mã của bạn: <code>SONG 7K3Q</code>", picture=QR)
    elif update.photo or update.document:
        await world.say(update.chat, "Đã nhận tệp.")
    else:
        await world.say(update.chat, f"Bạn nói: {update.text or update.button}")


async def write(page: Page, text: str) -> None:
    await page.get_by_label("Nhập tin nhắn").fill(text)
    await page.get_by_label("Nhập tin nhắn").press("Enter")


def mine(page: Page, text: str) -> Any:
    return page.locator(".msg.mine", has_text=text)


def theirs(page: Page, text: str) -> Any:
    return page.locator(".msg.theirs", has_text=text)


async def test_a_talk_by_button_and_by_typing(browse: Browse) -> None:
    world, page = await browse(bot)
    await page.goto("/chat")
    money = page.get_by_role("button", name="Ủng hộ tiền")
    await money.click()
    await expect(theirs(page, "bao nhiêu")).to_be_visible()
    await expect(money).to_have_attribute("aria-pressed", "true")
    await expect(page.locator(".choices").first).to_have_class("choices is-old")
    await write(page, "500k")
    await expect(mine(page, "500k")).to_have_attribute("data-state", "sent")
    await expect(mine(page, "500k")).to_contain_text("đã gửi")
    await expect(theirs(page, "SONG 7K3Q")).to_be_visible()
    assert [update.text or update.button for update in world.updates] == ["/start", "data-Ủng hộ tiền", "500k"]
    await expect(page.get_by_text("/start")).to_have_count(0)
    await page.reload()
    await expect(money).to_have_attribute("aria-pressed", "true")
    await expect(mine(page, "500k")).to_have_attribute("data-state", "sent")
    await page.get_by_role("button", name="Ủng hộ thiết bị").click()  # a question long gone by
    await expect(theirs(page, "Bạn nói: data-Ủng hộ thiết bị")).to_be_visible()
    assert len(world.updates) == 4


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
    assert await page.evaluate("Object.keys(localStorage).length") == 0


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


async def test_a_picture_opens_large_and_escape_closes_it(browse: Browse) -> None:
    _, page = await browse(bot)
    await page.goto("/chat")
    await expect(theirs(page, "Chào bạn")).to_be_visible()
    await write(page, "500k")
    picture = page.get_by_role("button", name="Phóng to ảnh")
    await expect(picture).not_to_have_class("is-loading")
    await picture.click()
    await expect(page.locator("#viewer-picture")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#viewer-picture")).to_be_hidden()
    await expect(picture).to_be_focused()
    await picture.click()
    await page.get_by_role("button", name="Đóng ảnh").click()
    await expect(page.locator("#viewer-picture")).to_be_hidden()


async def test_nothing_is_wider_than_a_small_phone_and_every_target_can_be_hit(browse: Browse) -> None:
    world, page = await browse(bot)
    await page.goto("/chat")
    await expect(theirs(page, "Chào bạn")).to_be_visible()
    chat = world.updates[0].chat
    long = "https://song.example.vn/" + "a" * 300
    await world.say(chat, f"{'dài' * 120} {long} <code>{'0' * 90}</code>", "Một lựa chọn " * 9, "x" * 60, "Có", "Không")
    await world.say(chat, "Ảnh", picture=QR, document={"make": "list", "called": "danh-sach-" * 12 + ".xlsx"})
    await write(page, "w" * 400)
    await expect(theirs(page, "Bạn nói")).to_be_visible()
    sizes = await page.evaluate(MEASURE)
    assert sizes["page"] == 360
    assert sizes["log"] == 0
    assert sizes["right"] <= 360
    assert sizes["small"] == []


async def test_all_can_be_done_from_the_keyboard(browse: Browse) -> None:
    world, page = await browse(bot, screen=DESKTOP)
    await page.goto("/chat")
    await expect(theirs(page, "Chào bạn")).to_be_visible()
    text = page.get_by_label("Nhập tin nhắn")
    await expect(text).to_be_focused()
    await page.keyboard.press("Shift+Tab")
    await expect(page.get_by_role("button", name="Gửi ảnh hoặc tệp")).to_be_focused()
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Shift+Tab")
    money = page.get_by_role("button", name="Ủng hộ tiền")
    await expect(money).to_be_focused()
    outline = await money.evaluate("e => getComputedStyle(e).outlineStyle + getComputedStyle(e).outlineWidth")
    assert outline == "solid3px"
    await page.keyboard.press("Enter")
    await expect(theirs(page, "bao nhiêu")).to_be_visible()
    await text.focus()
    await page.keyboard.type("dòng một")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("dòng hai")
    await page.keyboard.press("Enter")
    await expect(theirs(page, "Bạn nói: dòng một")).to_be_visible()
    assert world.updates[-1].text == "dòng một\ndòng hai"
    await expect(text).to_have_value("")


async def test_a_vietnamese_keyboard_s_enter_ends_the_word_and_sends_nothing(browse: Browse) -> None:
    world, page = await browse(bot, screen=DESKTOP)
    await page.goto("/chat")
    await expect(theirs(page, "Chào bạn")).to_be_visible()
    await page.get_by_label("Nhập tin nhắn").fill("nghìn")
    await page.evaluate(
        "document.getElementById('text').dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))"
    )
    await expect(page.get_by_label("Nhập tin nhắn")).to_have_value("nghìn")
    assert len(world.updates) == 1


async def test_a_phone_number_can_be_called_and_no_other_number(browse: Browse) -> None:
    world, page = await browse(bot)
    await page.goto("/chat")
    await expect(theirs(page, "Chào bạn")).to_be_visible()
    await world.say(
        world.updates[0].chat,
        "Bà Hoa: 0900 000 101, hoặc +84 900 000 102; tài khoản 0000020210923, 500.000 đ, ngày 28/9/2021, "
        "số 0900 000 1234567",
    )
    said = theirs(page, "Bà Hoa").locator(".text")
    links = await said.locator("a").evaluate_all("all => all.map(a => [a.href, a.textContent])")
    assert links == [["tel:0900000101", "0900 000 101"], ["tel:+84900000102", "+84 900 000 102"]]


async def test_text_never_becomes_markup(browse: Browse) -> None:
    world, page = await browse(bot)
    await page.goto("/chat")
    await expect(theirs(page, "Chào bạn")).to_be_visible()
    await world.say(
        world.updates[0].chat,
        "<b>đậm</b> <i>nghiêng</i> <img src=x onerror=alert(1)> &lt;b&gt;chữ&lt;/b&gt; "
        "<a href='javascript:alert(1)'>x</a> "
        "</b></code><b>hở javascript:alert(2) https://song.example.vn/a?b=1&amp;c=2. Gõ /lui",
    )
    said = theirs(page, "đậm").locator(".text")
    await expect(said.locator("b")).to_have_count(2)
    await expect(said.locator("i")).to_have_text("nghiêng")
    await expect(said.locator("img, script")).to_have_count(0)
    await expect(said).to_contain_text("<b>chữ</b>")
    links = await said.locator("a").evaluate_all("all => all.map(a => [a.href, a.rel, a.target])")
    assert links == [["https://song.example.vn/a?b=1&c=2", "noopener noreferrer nofollow", "_blank"]]
    await said.get_by_role("button", name="/lui").click()
    await expect(theirs(page, "Bạn nói: /lui")).to_be_visible()
    await write(page, "<b>thô</b>&amp;<script>alert(1)</script>")
    await expect(mine(page, "<b>thô</b>&amp;<script>")).to_be_visible()


async def test_a_code_is_copied_with_one_tap(browse: Browse) -> None:
    _, page = await browse(bot)
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await page.goto("/chat")
    await expect(theirs(page, "Chào bạn")).to_be_visible()
    await write(page, "500k")
    await page.get_by_role("button", name="Chép SONG 7K3Q").click()
    await expect(page.locator("#toast")).to_have_text("Đã chép: SONG 7K3Q")
    assert await page.evaluate("navigator.clipboard.readText()") == "SONG 7K3Q"


async def test_a_photo_and_a_list_can_be_sent_and_a_wrong_file_is_politely_refused(browse: Browse) -> None:
    world, page = await browse(bot)
    await page.goto("/chat")
    await expect(theirs(page, "Chào bạn")).to_be_visible()
    photo: FilePayload = {"name": "may.png", "mimeType": "image/png", "buffer": PNG}
    await page.locator("#file").set_input_files([photo])
    await expect(theirs(page, "Đã nhận tệp.")).to_have_count(1)
    await expect(page.locator(".mine .picture img")).to_be_visible()
    paper: FilePayload = {"name": "lớp 5A.csv", "mimeType": "text/csv", "buffer": "tên,lớp\nAn,5A\n".encode()}
    await page.locator("#file").set_input_files([paper])
    await expect(theirs(page, "Đã nhận tệp.")).to_have_count(2)
    await expect(mine(page, "lớp 5A.csv")).to_have_attribute("data-state", "sent")
    wrong: FilePayload = {"name": "game.csv", "mimeType": "text/csv", "buffer": b"MZ\x00\x01"}
    await page.locator("#file").set_input_files([wrong])
    await expect(page.locator("#toast")).to_contain_text("chỉ nhận ảnh")
    await expect(mine(page, "game.csv")).to_have_count(0)
    kinds = [sent.mime for update in world.updates[1:] if (sent := update.photo or update.document)]
    assert kinds == ["image/png", "text/csv"]


async def test_a_deep_link_is_sent_once(browse: Browse) -> None:
    world, page = await browse(bot)
    await page.goto("/chat?start=MOI-7K3Q")
    await expect(theirs(page, "Chào bạn")).to_be_visible()
    assert page.url.endswith("/chat")
    await page.reload()
    await expect(theirs(page, "Chào bạn")).to_be_visible()
    assert [update.text for update in world.updates] == ["/start MOI-7K3Q"]


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


async def test_days_are_parted_by_their_names(browse: Browse) -> None:
    world, page = await browse(bot)
    await page.goto("/chat")
    await expect(theirs(page, "Chào bạn")).to_be_visible()
    world.minutes = 24 * 60
    await world.say(world.updates[0].chat, "Hôm nay là thứ Tư.")
    await page.reload()
    await expect(page.locator(".day").first).to_have_text("Hôm qua")
    await expect(page.locator(".day").last).to_have_text("Hôm nay")
    await expect(page.locator("time").first).to_have_text("08:00")


async def test_the_menu_and_the_help_are_one_tap_away(browse: Browse) -> None:
    world, page = await browse(bot)
    await page.goto("/chat")
    await expect(theirs(page, "Chào bạn")).to_be_visible()
    await page.get_by_role("button", name="Mở danh mục").click()
    await expect(theirs(page, "Bạn nói: /menu")).to_be_visible()
    await page.get_by_role("button", name="Trợ giúp").click()
    await expect(theirs(page, "Bạn nói: /trogiup")).to_be_visible()
    assert [update.text for update in world.updates] == ["/start", "/menu", "/trogiup"]


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
