"""The web desk's list of what is to be fetched, and its page of the units' reports."""

from __future__ import annotations

from sqlalchemy import select

from bot.programme.codes import shown
from bot.storage.tables import fetches
from tests.desk.desk_world import DeskWorld

LIST = "/desk/fetches"


async def test_it_is_worked_off_at_the_desk(desk: DeskWorld) -> None:
    code = await desk.add_device_pledge("Lê Thị Hảo Tâm")
    browser = await desk.enter("coordinator")
    page = await browser.get(LIST)
    for words in (shown(code), "Lê Thị Hảo Tâm", "thôn Trung", "0900000301", "chờ hẹn"):
        assert words in page.words, words
    done = await browser.post(
        f"{LIST}/{code}", {**page.hidden, "do": "agree", "day": "2021-09-28", "text": "Anh Ví, 0900 000 401"}
    )
    assert done.path.startswith(f"{LIST}?did={code}")
    assert "Anh Ví, 0900 000 401" in done.words
    again = await browser.post(
        f"{LIST}/{code}", {**page.hidden, "do": "agree", "day": "2021-09-28", "text": "Anh Ví, 0900 000 401"}
    )
    assert again.path.startswith(f"{LIST}?again=1")
    assert len(await desk.rig.rows(select(fetches))) == 1
    refused = await browser.post(f"{LIST}/{code}", {**(await browser.get(LIST)).hidden, "do": "agree", "day": "soon"})
    assert refused.status == 409
    failed = await browser.post(
        f"{LIST}/{code}", {**(await browser.get(LIST)).hidden, "do": "failed", "text": "Nhà đi vắng"}
    )
    assert "Nhà đi vắng" in failed.words
    fetched = await browser.post(f"{LIST}/{code}", {**(await browser.get(LIST)).hidden, "do": "done"})
    assert "đã lấy, chờ nhập" in fetched.words
    assert (await browser.post(f"{LIST}/{code}", {**fetched.hidden, "do": "burn"})).status == 400


async def test_an_accountant_sees_neither_the_list_nor_its_link(desk: DeskWorld) -> None:
    await desk.add_device_pledge("Lê Thị Hảo Tâm")
    browser = await desk.enter("accountant")
    page = await browser.get(LIST)
    assert page.status == 403
    assert "thôn Trung" not in page.words
    assert LIST not in (await browser.get("/desk")).html


async def test_the_units_reports_stand_at_the_desk(desk: DeskWorld) -> None:
    contact = "contact-cao-vien"
    for answer in ("/baocao", "2", "1", "12.500.000", "1", "Phát loa 3 lần", "Loa hỏng"):
        await desk.rig.says(contact, answer)
    browser = await desk.enter("coordinator")
    page = await browser.get("/desk/reports")
    assert page.status == 200
    for words in ("Xã Cao Viên", "12.500.000 đ, sổ ghi 0 đ", "Phát loa 3 lần", "Loa hỏng", "chưa đến hạn"):
        assert words in page.words, words
    assert "chưa nộp" not in page.words
    assert (await browser.get("/desk/reports?period=nonsense")).status == 200
