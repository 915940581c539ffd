"""A table as .xlsx: whatever is in a cell comes back as it was, as text; and memory does not grow with the rows."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from bot.reports import sheet
from bot.reports.sheet import LONGEST, Sheet

CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1).map(
    lambda text: f"|{text}|"
)
LEADING = st.sampled_from(["=", "+", "-", "@", "\t", "'", '"', "=cmd|' /C calc'!A0", "_x0041_", "]]>", "&amp;"])

MANY = """
import resource, sys
from pathlib import Path
from bot.reports.sheet import Sheet
made = Sheet(Path(sys.argv[1]), "Tiền vào", ["a"] * 12)
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
made.add([["Ủng hộ quỹ Sóng và máy tính cho em"] * 12] * 1_000)
before = peak()
for _batch in range(10):
    made.add([["Ủng hộ quỹ Sóng và máy tính cho em"] * 12] * 1_000)
print(peak() - before)
made.close()
"""


def back(path: Path, number: int = 0) -> Sequence[Sequence[object]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(number).to_python()


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(st.tuples(CELLS, st.builds(str.__add__, LEADING, CELLS)), min_size=1, max_size=5))
def test_a_cell_comes_back_as_it_was(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    path = tmp_path / "table.xlsx"
    made = Sheet(path, "Bảng", ["một", "hai"])
    made.add(rows)
    made.close()
    assert back(path) == [["một", "hai"], *map(list, rows)]
    xml = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml
    assert xml.count("<c ") == xml.count('t="inlineStr"') == 2 + 2 * len(rows)


def test_what_no_file_may_hold_is_replaced(tmp_path: Path) -> None:
    made = Sheet(tmp_path / "table.xlsx", "x", ["a"])
    made.add([["a\x00b\x1fc\ud800d\uffffe"], ["y" * (LONGEST + 10)]])
    made.close()
    rows = back(tmp_path / "table.xlsx")
    assert rows[1] == ["a\ufffdb\ufffdc\ufffdd\ufffde"]
    assert rows[2] == ["y" * LONGEST]


def test_more_rows_than_a_sheet_holds_go_on_in_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "MOST_ROWS", 3)
    made = Sheet(tmp_path / "table.xlsx", "Tiền vào", ["a"])
    made.add([[str(number)] for number in range(7)])
    made.close()
    assert [back(tmp_path / "table.xlsx", number) for number in range(3)] == [
        [["a"], ["0"], ["1"], ["2"]],
        [["a"], ["3"], ["4"], ["5"]],
        [["a"], ["6"]],
    ]


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    command = [sys.executable, "-c", MANY, str(tmp_path / "table.xlsx")]
    grown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert int(grown) < 2_700, "kilobytes, over 10,000 rows"
    assert len(back(tmp_path / "table.xlsx")) == 11_001
