"""A table as an Excel file (.xlsx) in which every cell is text: nothing in it can be a formula or a link."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

MOST_ROWS: Final = 1_000_000
"""Of one sheet; Excel takes 1,048,576. What is more goes on in another sheet."""
LONGEST: Final = 32_767
"""Characters Excel takes in a cell."""
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML may hold."""


class Sheet:
    """A file that is written row by row, in memory that does not grow with it; complete once closed."""

    def __init__(self, path: Path, name: str, titles: Sequence[str], widths: Sequence[int] = ()):
        import xlsxwriter  # loaded with the first table

        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                   "strings_to_numbers": False, "tmpdir": str(path.parent)}  # fmt: skip
        self._book = xlsxwriter.Workbook(str(path), options)
        self._bold = self._book.add_format({"bold": True, "num_format": "@"})
        self._text = self._book.add_format({"num_format": "@"})  # so that a cell that is edited stays text
        self._name, self._titles, self._widths = name[:25], list(titles), widths
        self._begin(1)

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        """Writes rows behind those that are there."""
        for row in rows:
            if self._row > MOST_ROWS:
                self._begin(self._number + 1)
            for column, text in enumerate(row):
                self._write(column, text, self._text)
            self._row += 1

    def close(self) -> None:
        """Completes the file."""
        self._book.close()

    def _begin(self, number: int) -> None:
        self._number, self._row = number, 0
        self._sheet = self._book.add_worksheet(self._name if number == 1 else f"{self._name} {number}")
        self._sheet.freeze_panes(1, 0)
        for column, width in enumerate(self._widths):
            self._sheet.set_column(column, column, width, self._text)
        for column, title in enumerate(self._titles):
            self._write(column, title, self._bold)
        self._row = 1

    def _write(self, column: int, text: str, form: object) -> None:
        clean = _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)[:LONGEST]
        if clean:
            self._sheet.write_string(self._row, column, clean, form)
