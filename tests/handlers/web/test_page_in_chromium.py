"""The page in a real browser against a small scripted bot."""

from __future__ import annotations

import pytest
from playwright.async_api import FilePayload, expect

from tests.handlers.web.scripted_bot import QR, bot, mine, theirs, write
from tests.handlers.web.world import PNG, Browse

pytestmark = pytest.mark.asyncio(loop_scope="module")
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


async def test_a_picture_is_handed_to_another_app_where_the_phone_can(browse: Browse) -> None:
    _, page = await browse(bot)
    await page.add_init_script(
        "navigator.canShare = () => true;"
        "navigator.share = async ({ files }) => { window.shared = `${files[0].name} ${files[0].type}`; };"
    )
    await page.goto("/chat")
    await expect(theirs(page, "Chào bạn")).to_be_visible()
    await write(page, "500k")
    await page.get_by_role("button", name="Phóng to ảnh").click()
    await page.get_by_role("button", name="Chia sẻ ảnh").click()
    await page.wait_for_function("window.shared")
    assert await page.evaluate("window.shared") == "tiep-song.png image/png"


async def test_nothing_is_wider_than_a_small_phone_and_every_target_can_be_hit(browse: Browse) -> None:
    narrow = {"viewport": {"width": 320, "height": 480}, "has_touch": True, "is_mobile": True}
    world, page = await browse(bot, screen=narrow)  # also what 200 % leaves of a 640 pixels' window
    await page.goto("/chat")
    await expect(theirs(page, "Chào bạn")).to_be_visible()
    chat = world.updates[0].chat
    long = "https://song.example.vn/" + "a" * 300
    await world.say(chat, f"{'dài' * 120} {long} <code>{'0' * 90}</code>", "Một lựa chọn " * 9, "x" * 60, "Có", "Không")
    await world.say(chat, "Ảnh", picture=QR, document={"make": "list", "called": "danh-sach-" * 12 + ".xlsx"})
    await write(page, "w" * 400)
    await expect(theirs(page, "Bạn nói")).to_be_visible()
    sizes = await page.evaluate(MEASURE)
    assert sizes["page"] == 320
    assert sizes["log"] == 0
    assert sizes["right"] <= 320
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
