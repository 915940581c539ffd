"""An accountant's morning in a real browser, on a phone and at the office: in, a statement, the queue, the keyboard."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.desk.desk_world import DeskWorld
from tests.desk.money.test_statements import SAMPLE
from tests.support.access import check_access
from tests.support.browser import open_browser, watch


async def fits(page: Page, width: int) -> None:
    """Nothing is scrolled sideways, and what is pressed is large enough for a finger; at the office axe looks too."""
    if width > 700:
        await check_access(page)
    assert await page.evaluate("document.scrollingElement.scrollWidth") == width
    small = """[...document.querySelectorAll('main button, .places a, .button, input:not([type=hidden]), select')]
        .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 39).map(e => e.outerHTML)"""
    assert await page.evaluate(small) == []


@pytest.mark.parametrize(
    ("width", "scripts"), [(320, False), (1280, True)], ids=["on a phone, without JavaScript", "at the office"]
)
async def test_an_accountants_morning(desk: DeskWorld, width: int, scripts: bool) -> None:
    code = await desk.pledge(300_000, "Lê Văn Bình", "cao-vien")
    await desk.rig.bank(2_000_000, "<script>document.title='hacked'</script>", payer="CONG TY " * 12)
    link = await desk.link("accountant")
    async with open_browser() as browser:
        context = await browser.new_context(
            viewport={"width": width, "height": 844},
            base_url=str(desk.server.make_url("")),
            locale="vi-VN",
            java_script_enabled=scripts,
            accept_downloads=True,
        )
        troubles = watch(context)
        page = await context.new_page()
        await page.route("**/icon.svg", lambda route: route.fulfill(body="<svg/>", content_type="image/svg+xml"))

        await page.goto(link)
        await page.get_by_role("button", name="Mở bàn làm việc").click()
        await page.wait_for_url("**/desk")
        await fits(page, width)

        await page.get_by_role("link", name="Sao kê", exact=True).click()
        await page.get_by_label("Sao kê của ngân hàng").set_input_files(SAMPLE)
        await fits(page, width)
        await page.get_by_role("button", name="Đọc tệp").click()
        await expect(page.get_by_text("2 khoản tiền vào, 350.000 đ")).to_be_visible()
        await fits(page, width)
        await page.get_by_role("button", name="Đúng, ghi vào sổ").click()
        await expect(page.get_by_text("3 khoản mới")).to_be_visible()

        await page.get_by_role("link", name="Đến các khoản đang chờ").click()
        await expect(page.get_by_role("article")).to_have_count(4)
        assert "hacked" not in await page.title()
        await fits(page, width)
        await page.get_by_role("button", name="Lê Văn Bình").click()
        await expect(page.get_by_role("status")).to_contain_text("300.000 đ")
        await expect(page.get_by_role("article")).to_have_count(3)
        await page.get_by_role("button", name="Hoàn lại").click()
        await expect(page.get_by_role("article")).to_have_count(4)

        await page.get_by_label("Mã khác").nth(1).fill("sai")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert")).to_be_visible()
        typed = page.locator("[aria-invalid]")
        await expect(typed).to_have_value("sai")
        if scripts:
            await expect(typed).to_be_focused()
        await typed.fill(code)
        await typed.press("Enter")
        await expect(page.get_by_role("status")).to_be_visible()

        await page.get_by_label("Số tiền").fill("2tr")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("article")).to_have_count(1)
        await page.get_by_text("Trường hợp khác").first.click()
        await fits(page, width)

        await page.get_by_role("link", name="Đăng ký", exact=True).click()
        await page.get_by_role("link", name="TO-").first.click()
        await expect(page.get_by_text("Xã Cao Viên")).to_be_visible()
        await fits(page, width)

        await page.get_by_role("link", name="Hôm nay").click()
        async with page.expect_download() as download:
            await page.get_by_role("link", name="Sổ công khai").click()
        assert (await download.value).suggested_filename == "thanh-oai-ledger.xlsx"
        await page.get_by_role("button", name="Thoát").click()
        await expect(page.get_by_text("/banlamviec")).to_be_visible()
        assert not troubles, troubles


async def test_a_morning_by_keyboard_alone(desk: DeskWorld) -> None:
    await desk.pledge(300_000, "Lê Văn Bình")
    await desk.rig.bank(300_000, "x")
    link = await desk.link("accountant")
    async with open_browser() as browser:
        page = await browser.new_page(base_url=str(desk.server.make_url("")), locale="vi-VN")
        await page.goto(link)

        async def tab_to(words: str) -> None:
            for _step in range(40):
                await page.keyboard.press("Tab")
                focused = await page.evaluate("document.activeElement.innerText || ''")
                if words in focused:
                    return
            raise AssertionError(f"{words!r} is not reached by Tab")

        await tab_to("Mở bàn làm việc")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/desk")
        await tab_to("Tiền vào")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("article")).to_have_count(1)
        await tab_to("Lê Văn Bình")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("status")).to_be_visible()
        await page.keyboard.press("Tab")
        assert "Hoàn lại" in await page.evaluate("document.activeElement.innerText"), "the undo is the next thing"
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("article")).to_have_count(1)


@pytest.mark.parametrize("width", [320, 1280], ids=["on a phone", "at the office"])
async def test_a_coordinators_devices(desk: DeskWorld, width: int) -> None:
    code = await desk.add_device_pledge("Công ty trách nhiệm hữu hạn Một Thành Viên Thử Nghiệm", count=2)
    tag = await desk.device(serial="C02X41KJ" * 5, code=code, used=True, note="pin" * 60)
    await desk.device("hoi-lhpn", verdict="repair", note="màn hình")
    link = await desk.link("manager")  # who has all the places
    async with open_browser() as browser:
        context = await browser.new_context(
            viewport={"width": width, "height": 844},
            base_url=str(desk.server.make_url("")),
            locale="vi-VN",
            java_script_enabled=width > 700,
            color_scheme="dark",
        )
        troubles = watch(context)
        page = await context.new_page()
        await page.route("**/icon.svg", lambda route: route.fulfill(body="<svg/>", content_type="image/svg+xml"))
        await page.goto(link)
        await page.get_by_role("button", name="Mở bàn làm việc").click()
        await page.wait_for_url("**/desk")
        await page.get_by_role("navigation").get_by_role("link", name="Thiết bị", exact=True).click()
        await expect(page.locator("tbody tr")).to_have_count(2)
        await fits(page, width)
        await page.get_by_label("Mã máy, số máy").fill("41kj c02")
        await page.keyboard.press("Enter")
        await expect(page.locator("tbody tr")).to_have_count(1)
        await page.locator("tbody a").first.click()
        await page.wait_for_url(f"**/{tag}")
        await page.get_by_label("Hệ điều hành và phiên bản").fill("Windows 10")
        await page.get_by_role("button", name="✅ Kiểm tra trước khi trao").click()
        await expect(page.get_by_role("status")).to_contain_text("Đã ghi kết quả kiểm tra.")
        await page.locator("summary").first.click()
        await page.locator("summary").last.click()
        await fits(page, width)
        await page.get_by_label("Lý do, ví dụ").fill("máy hỏng nguồn")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", level=1)).to_contain_text("cần sửa")
        await page.get_by_role("link", name="TO-").click()
        await expect(page.locator("tbody tr")).to_have_count(1)
        await fits(page, width)
        places = page.get_by_role("navigation")
        await places.get_by_role("link", name="Cần đến lấy").click()
        await expect(page.get_by_text("thôn Trung")).to_be_visible()
        await page.locator("summary").first.click()
        await fits(page, width)
        await places.get_by_role("link", name="Báo cáo", exact=True).click()
        await expect(page.locator("tbody tr")).to_have_count(33)
        await fits(page, width)
        assert not troubles, troubles
