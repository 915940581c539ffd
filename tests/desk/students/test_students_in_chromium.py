"""A reviewer's list in a real browser, on a phone and at the office: the ticked ones, one entry, and the paper."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.desk.desk_world import DeskWorld
from tests.desk.test_desk_in_chromium import fits
from tests.support.browser import open_browser, watch
from tests.support.listed import lists


@pytest.mark.parametrize("width", [320, 1280], ids=["on a phone", "at the office"])
async def test_a_reviewers_list(desk: DeskWorld, width: int) -> None:
    await lists(desk.rig, "teacher", "Nguyễn Văn An", "5/9/2010", needs_line=True)
    await lists(desk.rig, "teacher", "Nguyen Van An", "5/9/2010")
    await lists(desk.rig, "teacher", "Công Tằng Tôn Nữ Thị Bưởi Hồng Diễm Quỳnh", "6/9/2010")
    link = await desk.link("reviewer-commune")
    async with open_browser() as browser:
        context = await browser.new_context(
            viewport={"width": width, "height": 844},
            base_url=str(desk.server.make_url("")),
            locale="vi-VN",
            java_script_enabled=width > 700,
            accept_downloads=True,
        )
        troubles = watch(context)
        page = await context.new_page()
        await page.route("**/icon.svg", lambda route: route.fulfill(body="<svg/>", content_type="image/svg+xml"))
        await page.goto(link)
        await page.get_by_role("button", name="Mở bàn làm việc").click()
        await page.wait_for_url("**/desk/students")
        await expect(page.locator("tbody tr")).to_have_count(3)
        await expect(page.get_by_role("checkbox")).to_have_count(2)
        await fits(page, width)
        await page.get_by_role("checkbox").last.uncheck()
        await page.get_by_role("button", name="Duyệt những em đã chọn").click()
        await expect(page.get_by_role("status")).to_contain_text("Đã duyệt: 1")
        await expect(page.locator("tbody tr")).to_have_count(2)
        await fits(page, width)
        await page.locator("tbody a").first.click()
        await expect(page.get_by_text("Có thể trùng với")).to_be_visible()
        await page.locator("summary").first.click()
        await fits(page, width)
        await page.get_by_label("Vì sao? Nhà trường sẽ đọc lời này.").first.fill("Thiếu giấy tờ")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", level=1)).to_contain_text("đã trả về trường")
        await fits(page, width)
        await page.get_by_role("link", name="Tất cả học sinh").click()
        await page.get_by_role("link", name="Đã duyệt, chuyển lên cấp trên").click()
        async with page.expect_download() as paper:
            await page.get_by_role("button", name="Word để ký").click()
        assert (await paper.value).suggested_filename == "danh-sach-hoc-sinh.docx"
        assert troubles == []
