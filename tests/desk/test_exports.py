"""Tables to take away: text and nothing but text, in memory that does not grow, and never about a child."""

from __future__ import annotations

import ast
import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

import bot.desk
from bot.desk.export_rows import EXPORTS
from bot.programme.codes import shown
from bot.storage.tables import entries, metadata, receipts
from tests.desk.desk_world import DeskWorld, Page

FORMULAS = ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", "=HYPERLINK(\"http://x\")",
            "http://elsewhere.example.org", "{=1}", "0900000001", "1e5", "TRUE")  # fmt: skip


def table(page: Page) -> Sequence[Sequence[object]]:
    """The rows of a file."""
    return CalamineWorkbook.from_filelike(io.BytesIO(bytes.fromhex(page.html))).get_sheet_by_index(0).to_python()


def parts(page: Page) -> dict[str, str]:
    """The XML of a file, by name."""
    with zipfile.ZipFile(io.BytesIO(bytes.fromhex(page.html))) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


async def test_no_cell_is_anything_but_text(desk: DeskWorld) -> None:
    for evil in FORMULAS:
        await desk.pledge(100_000, evil)
        await desk.rig.bank(200_000, evil, payer=evil)
        await desk.device(note=evil, donor=evil)
    browser = await desk.enter("manager")
    for what in EXPORTS:
        page = await browser.get(f"/desk/export.xlsx?what={what}")
        assert page.status == 200
        sheet = parts(page)["xl/worksheets/sheet1.xml"]
        assert "<f>" not in sheet
        assert "<f " not in sheet
        assert set(re.findall(r'<c [^>]*t="(\w+)"', sheet)) == {"inlineStr"}
        assert len(re.findall("<c ", sheet)) == len(re.findall('t="inlineStr"', sheet))
        assert not [name for name in parts(page) if "external" in name.lower() or "vba" in name.lower()]
        assert "hyperlink" not in sheet.lower().replace("=hyperlink", "")
        assert all(isinstance(cell, str) for row in table(page) for cell in row)
    memos = {str(row[7]) for row in table(await browser.get("/desk/export.xlsx?what=receipts"))}
    assert {evil.strip("\r\t") for evil in FORMULAS} <= {memo.strip("\r\n\t") for memo in memos}


async def test_a_table_holds_every_row_once(desk: DeskWorld) -> None:
    code = await desk.pledge(500_000, "Lê Thị Hảo Tâm", "cao-vien")
    await desk.rig.bank(500_000, f"{code} cam on", payer="LE THI HAO TAM")
    await desk.rig.bank(-11_000, "phi")
    browser = await desk.enter("accountant")
    rows = table(await browser.get("/desk/export.xlsx?what=receipts"))
    numbers = [str(number) for (number,) in await desk.rig.rows(select(receipts.c.id).order_by(receipts.c.id))]
    assert [row[0] for row in rows[1:]] == numbers
    assert rows[1][1:5] == ["2021-09-27 09:00", "500000", "VND", "500000"]
    assert rows[2][2] == "-11000"
    assert "Xã Cao Viên" in rows[1]
    ledger = table(await browser.get("/desk/export.xlsx?what=ledger"))
    lines = await desk.rig.rows(select(entries).order_by(entries.c.number))
    assert [row[-1] for row in ledger[1:]] == [line.hash.hex() for line in lines]
    [pledge] = table(await browser.get("/desk/export.xlsx?what=pledges"))[1:]
    assert pledge[0] == f"{code[:-7]}-{code[-7:-3]}-{code[-3:]}"


async def test_devices_are_exported_to_those_who_keep_them(desk: DeskWorld) -> None:
    code = await desk.add_device_pledge("Lê Thị Hảo Tâm")
    tag = await desk.device(serial="s/n: c02-x41kj", code=code, used=True, note="pin yếu")
    other = await desk.device("hoi-lhpn", donor="Trần Văn Thử", verdict="parts", note="vỡ màn hình")
    await desk.device("cao-vien")
    first, second = table(await (await desk.enter("coordinator")).get("/desk/export.xlsx?what=devices"))[1:]
    assert first == [shown(tag), "2021-09-27 09:00", first[2], "C02X41KJ", "đã dùng", "chờ kiểm tra",
                     "", "Ủy ban MTTQ Việt Nam huyện Thanh Oai", shown(code), "Lê Thị Hảo Tâm", "được tặng",
                     "✅ Dùng được", "", "", "", "pin yếu", ""]  # fmt: skip
    assert (second[0], second[8], second[9]) == (shown(other), "", "Trần Văn Thử")
    assert (await (await desk.enter("accountant")).get("/desk/export.xlsx?what=devices")).status == 403


async def test_a_file_is_named_kept_nowhere_and_noted_without_names(
    desk: DeskWorld, caplog: pytest.LogCaptureFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    caplog.set_level("INFO")
    await desk.pledge(500_000, "Lê Thị Hảo Tâm")
    browser = await desk.enter("accountant")
    page = await browser.get("/desk/export.xlsx?what=pledges")
    assert page.headers["Content-Disposition"] == 'attachment; filename="thanh-oai-pledges.xlsx"'
    assert page.headers["Cache-Control"] == "no-store"
    said = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("bot."))
    assert "pledges were exported at the web desk: 1 rows" in said
    assert "Hảo Tâm" not in said
    assert (await browser.get("/desk/export.xlsx?what=students")).status == 404
    await desk.server.close()  # once every answer is out
    assert not list(tmp_path.glob("export-*"))


CHILDREN: Final = {"appeals", "approvals", "deliveries", "doubles", "follow_ups", "list_imports", "list_rows"} | {
    "student_events", "student_moves", "students"}  # fmt: skip


def test_no_table_is_about_a_child() -> None:
    """Nothing that is exported reads a table of students, whatever columns it may get, nor does the desk outside the
    room of those who review them, whose doors `tests/desk/students` tries."""
    assert metadata.tables.keys() >= CHILDREN
    desk = Path(bot.desk.__path__[0])
    for path in desk.rglob("*.py"):
        imports = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)]
        names = {name.name for node in imports if node.module == "bot.storage.tables" for name in node.names}
        assert path.is_relative_to(desk / "students") or not names & CHILDREN, path.name
        assert all(node.module != "bot.storage" for node in imports), "tables by their names alone"


def test_every_column_has_its_title() -> None:
    for export in EXPORTS.values():
        assert len({title.source for title, _width in export.columns}) == len(export.columns)
