"""Students' lists at the desk: each level's queue, the same deeds as in the chat, and the files that leave."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document as open_document
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from bot.programme.codes import shown
from bot.programme.students.appeals import appeal
from bot.storage.tables import student_events, students
from tests.desk.desk_world import Browser, DeskWorld, Page
from tests.support.listed import lists

LIST, FILE = "/desk/students", "/desk/students/file"
COMMUNE, OFFICE = "reviewer-commune", "reviewer-office"


async def status(desk: DeskWorld, code: str) -> tuple[str, str | None]:
    [row] = await desk.rig.rows(select(students).where(students.c.code == code))
    return row.status, row.step


async def enter(desk: DeskWorld, who: str) -> Browser:
    """Somebody who is there for lists alone, and is led to them."""
    browser = await desk.browser()
    page = await browser.post(await desk.link(who), {})
    assert page.path == LIST, page.words
    return browser


async def takes(browser: Browser, page: Page, state: str, as_: str) -> bytes:
    done = await browser.post(FILE, {**page.hidden, "state": state, "as": as_})
    assert done.status == 200, done.words
    return bytes.fromhex(done.html)


@pytest.mark.parametrize("path", ["/desk", "/desk/pledges", "/desk/reports", "/desk/fetches", "/desk/receipts"])
async def test_whoever_is_there_for_lists_sees_nothing_else(desk: DeskWorld, path: str) -> None:
    browser = await enter(desk, COMMUNE)
    page = await browser.get(path)
    assert page.path == LIST
    assert 'href="/desk/pledges"' not in page.html
    for name in ("receipts", "pledges", "ledger"):
        assert (await browser.get(f"/desk/export.xlsx?what={name}")).path == LIST


async def test_an_accountant_sees_no_child(desk: DeskWorld) -> None:
    code = await lists(desk.rig, "teacher", "Nguyễn Văn An", "5/9/2010")
    browser = await desk.enter("accountant")
    assert LIST not in (await browser.get("/desk")).html
    for path in (LIST, f"{LIST}/{code}"):
        page = await browser.get(path)
        assert page.status == 403
        assert "Nguyễn Văn An" not in page.words


async def test_a_list_goes_from_level_to_level_at_the_desk(desk: DeskWorld) -> None:
    an = await lists(desk.rig, "teacher", "Nguyễn Văn An", "5/9/2010")
    buoi = await lists(desk.rig, "teacher", "Lê Thị Bưởi", "6/9/2010")
    far = await lists(desk.rig, "teacher-kim-bai", "Trần Văn Xa", "1/1/2014")
    commune = await enter(desk, COMMUNE)
    page = await commune.get(LIST)
    assert "Nguyễn Văn An" in page.words
    assert "Trần Văn Xa" not in page.words
    done = await commune.post(LIST, {**page.hidden, "state": "mine", f"pick-{an}": "1", f"pick-{far}": "1"})
    assert "Đã duyệt: 1" in done.words
    assert "Chưa duyệt vì vừa thay đổi hoặc có thể đã có trong danh sách: 1" in done.words
    again = await commune.post(LIST, {**page.hidden, "state": "mine", f"pick-{buoi}": "1"})
    assert "không làm lại lần nữa" in again.words or again.path.endswith("again=1")
    assert (await status(desk, an), await status(desk, buoi)) == (("listed", "offices"), ("listed", "commune"))
    office = await enter(desk, OFFICE)
    assert shown(an) in (await office.get(LIST)).words
    one = await office.get(f"{LIST}/{an}")
    for words in ("Ông Nguyễn Văn Duyệt", "đã duyệt", "chưa có ai phụ trách", "đang chờ ở đây"):
        assert words in one.words, words
    refused = await office.post(f"{LIST}/{an}", {**one.hidden, "do": "return", "text": "?"})
    assert refused.status == 409
    back = await office.post(
        f"{LIST}/{an}", {**(await office.get(f"{LIST}/{an}")).hidden, "do": "return", "text": "Thiếu giấy hộ nghèo"}
    )
    assert "Thiếu giấy hộ nghèo" in back.words
    assert await status(desk, an) == ("returned", "offices")


async def test_a_school_sees_its_own_and_decides_nothing(desk: DeskWorld) -> None:
    an = await lists(desk.rig, "teacher", "Nguyễn Văn An", "5/9/2010")
    far = await lists(desk.rig, "teacher-kim-bai", "Trần Văn Xa", "1/1/2014")
    school = await enter(desk, "teacher")
    page = await school.get(LIST)
    assert "Nguyễn Văn An" in page.words
    assert "Trần Văn Xa" not in page.words
    assert "Chờ tôi duyệt" not in page.words
    assert (await school.get(f"{LIST}/{far}")).status == 403
    one = await school.get(f"{LIST}/{an}")
    assert "Anh/chị duyệt" not in one.words
    assert (await school.post(f"{LIST}/{an}", {**one.hidden, "do": "approve"})).status == 409
    assert await status(desk, an) == ("listed", "commune")


async def test_two_entries_are_made_one_and_two_again(desk: DeskWorld) -> None:
    an = await lists(desk.rig, "teacher", "Nguyễn Văn An", "5/9/2010")
    same = await lists(desk.rig, "teacher", "Nguyen Van An", "5/9/2010")
    browser = await enter(desk, COMMUNE)
    page = await browser.get(LIST)
    assert f'name="pick-{same}"' not in page.html, "it may be on the list already"
    one = await browser.get(f"{LIST}/{same}")
    assert "Có thể trùng với" in one.words
    done = await browser.post(f"{LIST}/{same}", {**one.hidden, "do": "merge", "keep": an, "gone": same})
    assert "Hai hồ sơ nay là một" in done.words
    assert (await status(desk, same))[0] == "merged"
    await browser.post(f"{LIST}/{same}", {**done.hidden, "do": "unmerge"})
    assert (await status(desk, same))[0] == "listed"
    one = await browser.get(f"{LIST}/{same}")
    await browser.post(f"{LIST}/{same}", {**one.hidden, "do": "apart", "other": an})
    assert "Có thể trùng với" not in (await browser.get(f"{LIST}/{same}")).words


async def test_an_objection_is_answered_at_the_desk(desk: DeskWorld) -> None:
    an = await lists(desk.rig, "teacher", "Nguyễn Văn An", "5/9/2010")
    browser = await enter(desk, COMMUNE)
    one = await browser.get(f"{LIST}/{an}")
    await browser.post(f"{LIST}/{an}", {**one.hidden, "do": "reject", "text": "Không thuộc diện"})
    await desk.act_as("teacher", lambda tx: appeal(tx, code=an, about="rejected", words="Có giấy hộ nghèo"))
    assert "Khiếu nại chờ trả lời: 1" in (await browser.get(LIST)).words
    one = await browser.get(f"{LIST}/{an}")
    assert "Có giấy hộ nghèo" in one.words
    number = one.html.partition('name="number" value="')[2].partition('"')[0]
    await browser.post(f"{LIST}/{an}", {**one.hidden, "do": "upheld", "number": number, "text": "Đúng, xét lại"})
    assert await status(desk, an) == ("listed", "commune")
    assert "Đúng, xét lại" in (await browser.get(f"{LIST}/{an}")).words


async def test_the_list_leaves_as_a_table_and_as_a_paper_to_be_signed(desk: DeskWorld) -> None:
    an = await lists(desk.rig, "teacher", "Nguyễn Văn An & <em>", "5/9/2010")
    await lists(desk.rig, "teacher", "Lê Thị Bưởi", "6/9/2010")
    browser = await enter(desk, COMMUNE)
    page = await browser.get(LIST)
    await browser.post(LIST, {**page.hidden, "state": "mine", f"pick-{an}": "1"})
    page = await browser.get(f"{LIST}?state=passed")
    paper = open_document(io.BytesIO(await takes(browser, page, "passed", "docx")))
    head, listed, foot = paper.tables
    assert "HUYỆN THANH OAI" in head.rows[0].cells[0].text
    assert "XÃ CAO VIÊN" in head.rows[0].cells[0].text
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in head.rows[0].cells[1].text
    assert "Cao Viên, ngày" in head.rows[0].cells[1].text
    rows = [[cell.text for cell in row.cells] for row in listed.rows]
    assert rows[1:] == [["1", "Nguyễn Văn An & <em>", "5/9/2010", "7A", "Trường THCS Cao Viên", "Hộ nghèo", "thiết bị",
                         shown(an)]]  # fmt: skip
    assert "Phòng Giáo dục và Đào tạo huyện" in foot.rows[0].cells[0].text
    assert "THỦ TRƯỞNG ĐƠN VỊ" in foot.rows[0].cells[2].text
    table = await takes(browser, await browser.get(f"{LIST}?state=all"), "all", "xlsx")
    assert zipfile.is_zipfile(io.BytesIO(table))
    cells = CalamineWorkbook.from_filelike(io.BytesIO(table)).get_sheet_by_index(0).to_python()
    assert [row[2] for row in cells] == ["Học sinh", "Nguyễn Văn An & <em>", "Lê Thị Bưởi"]
    exported = select(func.count()).where(student_events.c.what == "exported")
    assert (await desk.rig.rows(exported))[0][0] == 3
    seen = select(func.count()).where(student_events.c.what == "seen")
    assert (await desk.rig.rows(seen))[0][0] == 2, "each once a day"


async def test_the_organisers_paper_bears_its_own_head_and_signature(desk: DeskWorld) -> None:
    await lists(desk.rig, "teacher", "Nguyễn Văn An", "5/9/2010")
    browser = await desk.enter("coordinator")
    page = await browser.get(f"{LIST}?state=all")
    paper = open_document(io.BytesIO(await takes(browser, page, "all", "docx")))
    head, _listed, foot = paper.tables
    for line in desk.rig.plan.paper.authority:
        assert line in head.rows[0].cells[0].text
    for line in desk.rig.plan.paper.signed_by:
        assert line in foot.rows[0].cells[2].text


async def test_what_is_no_form_of_ours_takes_nothing_away(desk: DeskWorld) -> None:
    await lists(desk.rig, "teacher", "Nguyễn Văn An", "5/9/2010")
    browser = await enter(desk, COMMUNE)
    page = await browser.get(LIST)
    assert (await browser.post(FILE, {"state": "all", "as": "docx"})).status == 403
    assert (await browser.post(FILE, {**page.hidden, "as": "pdf"})).status == 400
    assert (await browser.post(f"{LIST}/HS2222222", {**page.hidden, "do": "burn"})).status == 400
