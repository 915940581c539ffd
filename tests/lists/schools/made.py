"""How a school's list is put together. The thirty-two beside it were made before there was a reader for any of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import xlsxwriter

from tests.lists.invented import Pupil

FIELDS: Final = ("name", "birth", "class_name", "guardian", "phone", "household", "device", "line")


@dataclass
class Sheet:
    """Rows of one sheet; `merges` are (first row, first column, last row, last column), counted from 0."""

    name: str = "Sheet1"
    rows: list[list[Any]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)

    def add(self, *cells: Any) -> int:
        """A row more; its number, from 1."""
        self.rows.append(list(cells))
        return len(self.rows)

    def merge(self, rows: int, columns: int, at: int) -> None:
        """Merges cells of the last row, so many rows downwards and columns to the right, from a column on."""
        top = len(self.rows) - 1
        self.merges.append((top, at, top + rows - 1, at + columns - 1))

    def title(self, *lines: str, wide: int = 6) -> None:
        """Lines above the table, each over the whole width."""
        for line in lines:
            self.add(line)
            if line:
                self.merge(1, wide, 0)


@dataclass
class SchoolList:
    """A file, and what it tells of whom: (sheet, row) → what a person reads there; `faulty` rows hold no such pupil."""

    name: str
    content: bytes
    told: dict[tuple[str, int], dict[str, Any]]
    faulty: dict[tuple[str, int], str] = field(default_factory=dict)
    asked: str = ""
    """What the reader must ask before it reads on: "font" or "days"."""
    refused: str = ""
    """Why it has to be refused as a whole."""


SCHOOLS: dict[str, Callable[[], SchoolList]] = {}


def school(make: Callable[[], SchoolList]) -> Callable[[], SchoolList]:
    """Enters a school under its function's name."""
    SCHOOLS[make.__name__] = make
    return make


def of(pupil: Pupil, *fields: str, **instead: Any) -> dict[str, Any]:
    """What a row tells of a pupil: these fields as they are, others as said, the rest not at all."""
    chosen = {name: getattr(pupil, name) for name in fields or FIELDS}
    return {**dict.fromkeys(FIELDS), **chosen, **instead}


def book(*sheets: Sheet, from_1904: bool = False) -> bytes:
    """An .xlsx: dates as dates, numbers as numbers, text as text."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "date_1904": from_1904}
    )
    day = made.add_format({"num_format": "dd/mm/yyyy"})
    for sheet in sheets:
        page = made.add_worksheet(sheet.name)
        merged = {(top, left): (bottom, right) for top, left, bottom, right in sheet.merges}
        for hidden in sheet.hidden_rows:
            page.set_row(hidden, None, None, {"hidden": True})
        for column in sheet.hidden_columns:
            page.set_column(column, column, None, None, {"hidden": True})
        for y, row in enumerate(sheet.rows):
            for x, cell in enumerate(row):
                if (y, x) in merged:
                    page.merge_range(y, x, *merged[y, x], cell if cell is not None else "")
                elif isinstance(cell, date):
                    page.write_datetime(y, x, cell, day)
                elif isinstance(cell, str):
                    page.write_string(y, x, cell)
                elif cell is not None:
                    page.write(y, x, cell)
    made.close()
    return out.getvalue()


def text(rows: Sequence[Sequence[Any]], delimiter: str = ",", encoding: str = "utf-8-sig") -> bytes:
    """A text file as spreadsheets save it."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)
