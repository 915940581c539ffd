"""The process that reads pays: what hangs, bursts or lies ends as a reason, within a statement's limits."""

from __future__ import annotations

import io
import sys
import zipfile

import pytest

from bot.bank.payroll import Counted, NotCounted, read_payroll
from bot.bank.statements import FileLimits
from tests.bank.statements.making import workbook

GOOD = "Lương\n8.500.000\n7.200.000\n6.300.001\n".encode()


def with_sheet(xml: str) -> bytes:
    """A sound workbook whose sheet is replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook([["x"]]))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part, xml if part.filename == "xl/worksheets/sheet1.xml" else old.read(part))
    return out.getvalue()


def sheet_of(rows: str) -> str:
    return f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'


@pytest.mark.parametrize("content", [GOOD, workbook([["Lương"], [8_500_000], [7_200_000], [6_300_001]])])
async def test_the_process_tells_number_and_sum(content: bytes) -> None:
    assert await read_payroll(content, "luong") == Counted(3, 22_000_001, 0, "Lương")


async def test_a_refusal_comes_through() -> None:
    assert await read_payroll(b"8.500.000\n", "a.csv") == NotCounted("too few")
    assert await read_payroll(b"PKxx", "a.xlsx") == NotCounted("broken")


async def test_a_file_over_the_limit_starts_no_process() -> None:
    found = await read_payroll(GOOD, "a.csv", limits=FileLimits(size=4), command=("/nowhere",))
    assert found == NotCounted("too large")


async def test_a_bomb_is_too_large() -> None:
    bomb = with_sheet(sheet_of("<row><c t='inlineStr'><is><t>" + "A" * 5_000_000 + "</t></is></c></row>"))
    assert await read_payroll(bomb, "a.xlsx") == NotCounted("too large")


SPINNING = """
from bot.sheets.confined import confine
from bot.sheets.shape import FileTask
confine(FileTask(name="", cpu_seconds=1, memory=512 << 20, unpacked=1, ratio=1, rows=1))
while True:
    pass
"""


async def test_a_process_that_uses_up_its_seconds_is_told_as_too_slow() -> None:
    found = await read_payroll(GOOD, "a.csv", command=(sys.executable, "-c", SPINNING))
    assert found == NotCounted("timed out")


@pytest.mark.parametrize(
    ("code", "why"),
    [("import os; os.abort()", "broken"), ("print('8500000')", "broken"), ("import time; time.sleep(60)", "timed out")],
)
async def test_a_process_that_dies_hangs_or_talks_nonsense_is_a_reason(code: str, why: str) -> None:
    limits = FileLimits(seconds=1.0)
    found = await read_payroll(GOOD, "a.csv", limits=limits, command=(sys.executable, "-c", code))
    assert isinstance(found, NotCounted)
    assert found.why == why
