"""A statement sent at the desk: read aside, shown, booked once confirmed; too large, no statement, sent twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from aiohttp import FormData
from sqlalchemy import func, select, update

from bot.desk.money import statements as imports
from bot.storage.tables import inbox, receipts, statements
from tests.desk.desk_world import Browser, DeskWorld, Page

IMPORT = "/desk/import"
SAMPLE = Path(__file__).parents[2] / "transcripts" / "files" / "saoke.csv"


def form(page: Page, content: bytes, name: str = "saoke.csv", **fields: str) -> FormData:
    made = FormData()
    for field, value in {**page.hidden, "account": "0000020210923", **fields}.items():
        made.add_field(field, value)
    made.add_field("file", content, filename=name, content_type="application/octet-stream")
    return made


async def send(browser: Browser, content: bytes, **more: Any) -> Page:
    return await browser.post(IMPORT, form(await browser.get(IMPORT), content, **more))


async def settled(desk: DeskWorld, browser: Browser, page: Page) -> Page:
    """The page once the reader has done its job."""
    await desk.rig.idle()
    return await browser.get(page.path)


async def count(desk: DeskWorld, table: Any) -> int:
    [(number,)] = await desk.rig.rows(select(func.count()).select_from(table))
    return int(number)


def kept(desk: DeskWorld) -> list[str]:
    return [path.name for path in desk.shelf.folder.iterdir()]


async def test_a_statement_is_read_shown_and_booked(desk: DeskWorld) -> None:
    browser = await desk.enter("accountant")
    page = await settled(desk, browser, await send(browser, SAMPLE.read_bytes()))
    for said in ("saoke.csv", "350.000 đ", "11.000 đ", "dòng 7", "Đúng, ghi vào sổ"):
        assert said in page.words, said
    assert await count(desk, receipts) == 0, "nothing is booked before the yes"
    page = await browser.post(page.path, {**page.hidden, "do": "take"})
    page = await settled(desk, browser, page)
    assert "Đã ghi vào sổ 3 khoản mới." in page.words
    assert "3 khoản chờ anh/chị đối soát." in page.words
    assert await count(desk, receipts) == 3
    assert kept(desk) == [], "the file names people, and is needed no longer"
    assert "350.000" in "".join(one.text for one in desk.rig.all_heard("accountant")), "the chat tells it as well"


async def test_while_it_is_read_and_booked_the_page_comes_again_by_itself(desk: DeskWorld) -> None:
    browser = await desk.enter("accountant")
    page = await settled(desk, browser, await send(browser, SAMPLE.read_bytes()))
    assert 'http-equiv="refresh"' not in page.html
    [row] = await desk.rig.rows(select(statements))
    for status in ("reading", "taking"):
        async with desk.rig.work() as work:
            await work.execute(update(statements).values(status=status))
        under_way = await browser.get(page.path)
        assert 'http-equiv="refresh"' in under_way.html
        assert "<progress" in under_way.html
        assert "saoke.csv" in (await browser.get("/desk")).words
    async with desk.rig.work() as work:
        for first in (0, 200, 400):
            key = f"statement:{row.id}:take:{first}"
            work.add(inbox, channel="bank", id=key, at=work.now, state="done", address=None, body=None, why=None)
        found = row.found.replace('"total":3', '"total":1000')
        await work.execute(update(statements).values(found=found))
    page = await browser.get(page.path)
    assert "Đã xong 600 trên 1.000 dòng." in page.words
    assert '<progress value="600" max="1000"' in page.html


async def test_a_statement_may_be_left(desk: DeskWorld) -> None:
    browser = await desk.enter("manager")
    page = await settled(desk, browser, await send(browser, SAMPLE.read_bytes()))
    answer = await settled(desk, browser, await browser.post(page.path, {**page.hidden, "do": "drop"}))
    assert "Không ghi khoản nào" in answer.words
    assert (await count(desk, receipts), kept(desk)) == (0, [])
    fresh = (await browser.get(IMPORT)).hidden
    late = await browser.post(page.path, {**fresh, "do": "take"})
    assert late.status == 403
    assert "xử lý xong rồi" in late.words


async def test_a_yes_sent_twice_counts_once(desk: DeskWorld) -> None:
    browser = await desk.enter("accountant")
    page = await settled(desk, browser, await send(browser, SAMPLE.read_bytes()))
    for _n in range(2):
        assert (await browser.post(page.path, {**page.hidden, "do": "take"})).status == 200
    await desk.rig.idle()
    assert await count(desk, receipts) == 3


async def test_a_form_sent_twice_gives_one_statement(desk: DeskWorld) -> None:
    browser = await desk.enter("accountant")
    page = await browser.get(IMPORT)
    for _n in range(2):
        assert (await browser.post(IMPORT, form(page, SAMPLE.read_bytes()))).status == 200
    assert await count(desk, statements) == 1
    assert len(kept(desk)) == 2, "the file and its note, once"


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "leer.csv"), (b"%PDF-1.7", "saoke.csv"), (b"MZ\x00\x01", "saoke.xlsx"), (b"a;b", "saoke.exe"),
     (b"\x89PNG\r\n\x1a\n", "saoke.xlsx")],
)  # fmt: skip
async def test_what_is_no_table_is_refused_at_once(desk: DeskWorld, content: bytes, name: str) -> None:
    browser = await desk.enter("accountant")
    page = await send(browser, content, name=name)
    assert page.status == 400
    assert 'role="alert"' in page.html
    assert (await count(desk, statements), kept(desk)) == (0, [])


async def test_a_table_that_is_no_statement_says_why(desk: DeskWorld) -> None:
    browser = await desk.enter("accountant")
    page = await settled(desk, browser, await send(browser, b"x;y\n1;2\n", name="bang.csv"))
    assert "bang.csv" in page.words
    assert "không đọc được" in page.words
    assert kept(desk) == []


async def test_too_large_a_file_is_refused(desk: DeskWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "MOST_BYTES", 200_000)
    browser = await desk.enter("accountant")
    for size in (210_000, 400_000):  # noticed while it comes in, and by its length at once
        page = await send(browser, b"a;b\n" * (size // 4))
        assert page.status == 400
        assert "10 MB" in page.words
    assert (await count(desk, statements), kept(desk)) == (0, [])


async def test_an_account_of_nobody_is_refused_and_the_file_forgotten(desk: DeskWorld) -> None:
    browser = await desk.enter("accountant")
    assert (await send(browser, SAMPLE.read_bytes(), account="123")).status == 403
    assert (await count(desk, statements), kept(desk)) == (0, [])


async def test_a_file_from_elsewhere_is_not_taken(desk: DeskWorld) -> None:
    browser = await desk.enter("accountant")
    page = await browser.get(IMPORT)
    body = SAMPLE.read_bytes()
    for origin in ("https://elsewhere.example.org", None):
        assert (await browser.post(IMPORT, form(page, body), origin=origin)).status == 403
    assert (await browser.post(IMPORT, form(page, body, guard="0" * 32))).status == 403
    first = FormData()  # the file before what guards it
    first.add_field("file", body, filename="saoke.csv")
    first.add_field("guard", page.hidden["guard"])
    first.add_field("key", page.hidden["key"])
    assert (await browser.post(IMPORT, first)).status == 403
    assert (await browser.post(IMPORT, {**page.hidden, "file": "x"})).status == 400, "no multipart at all"
    assert (await (await desk.enter("coordinator")).post(IMPORT, form(page, body))).status == 403
    assert (await count(desk, statements), kept(desk)) == (0, [])


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.csv", "C:\\Sao kê\\tháng 9.csv", "<b>x</b>.csv", "a" * 300 + ".csv"]
)
async def test_a_files_name_is_only_a_name(desk: DeskWorld, name: str) -> None:
    browser = await desk.enter("accountant")
    page = await send(browser, SAMPLE.read_bytes(), name=name)
    assert page.status == 200
    [row] = await desk.rig.rows(select(statements))
    assert not set("/\\<>") & set(row.name)
    assert row.name.endswith(".csv")
    assert len(row.name) <= 120


async def test_another_drives_statement_is_not_there(desk: DeskWorld) -> None:
    browser = await desk.enter("accountant")
    assert (await browser.get(f"{IMPORT}/123")).status == 404
    assert (await browser.post(f"{IMPORT}/123", {**(await browser.get(IMPORT)).hidden, "do": "take"})).status == 403


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--x",
        b"--x\r\n\r\n--x--",
        b"--y\r\nContent-Disposition: form-data; name=guard\r\n\r\nz\r\n--y--\r\n",
        b"--x\r\nContent-Type: multipart/mixed; boundary=z\r\n\r\n--z\r\n\r\n--z--\r\n--x--\r\n",
        b"--x\r\nContent-Disposition: form-data; name=file; filename=a.csv\r\n\r\na;b\r\n--x--\r\n",
        b"--x\r\nContent-Transfer-Encoding: odd\r\nContent-Disposition: form-data; name=g\r\n\r\nz\r\n--x--\r\n",
    ],
)
async def test_a_broken_form_is_the_senders_trouble(desk: DeskWorld, body: bytes) -> None:
    browser = await desk.enter("accountant")
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    page = await browser.post(IMPORT, body, headers=kind)
    assert page.status in (400, 403)
    page = await browser.post(IMPORT, body, headers={"Content-Type": "multipart/form-data"})
    assert page.status in (400, 403)
    assert (await count(desk, statements), kept(desk)) == (0, [])
