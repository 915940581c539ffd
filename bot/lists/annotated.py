"""The list once more as an .xlsx, with what came of each row written beside it; made in the process that may be killed.

Values stand where they stood; every text is a text, so nothing in it can become a formula or a link.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from bot.lists.read import tables_of
from bot.lists.shape import AnnotateTask, RowVerdict, Tone
from bot.sheets.table import Cell, Row, Table, shown

COLOURS: Final[dict[Tone, str]] = {"good": "#E3F4E1", "ask": "#FFF3C4", "bad": "#FBD9D5", "known": "#E4E9F0"}
WIDEST: Final = 40
RESULT: Final = 60
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ENDS: Final = re.compile(r"[\[\]:*?/\\]")


def annotated(content: bytes, task: AnnotateTask) -> bytes:
    """The bytes of the .xlsx; raises Unreadable."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    forms = _Forms(book)
    verdicts: dict[str, dict[int, RowVerdict]] = {}
    for verdict in task.verdicts:
        verdicts.setdefault(verdict.sheet, {})[verdict.row] = verdict
    for number, table in enumerate(tables_of(content, task), 1):
        if table.rows and not table.hidden:
            name = _ENDS.sub(" ", table.sheet).strip("' ")[:28] or f"{task.untitled} {number}"
            _page(book.add_worksheet(name), table, verdicts.get(table.sheet, {}), task.title, forms)
    book.close()
    return out.getvalue()


class _Forms:
    """Each look of a cell once: its colour, and whether it is a day."""

    def __init__(self, book: Any):
        self._book, self._made = book, dict[tuple[str, bool, bool], Any]()

    def of(self, colour: str = "", *, day: bool = False, bold: bool = False) -> Any:
        """The format of such a cell."""
        key = (colour, day, bold)
        if key not in self._made:
            said: dict[str, Any] = {"bg_color": colour} if colour else {}
            said |= {"num_format": "dd/mm/yyyy"} if day else {}
            said |= {"bold": True} if bold else {}
            self._made[key] = self._book.add_format(said)
        return self._made[key]


def _page(page: Any, table: Table, verdicts: dict[int, RowVerdict], title: str, forms: _Forms) -> None:
    wide = max((_width(row) for row in table.rows if row.number in verdicts), default=0)
    first = min(verdicts, default=0)
    for column, width in enumerate(_widths(table.rows, wide)):
        page.set_column(column, column, width)
    if verdicts:
        page.set_column(wide, wide, RESULT)
        page.write_string(max(first - 2, 0), wide, title, forms.of(bold=True))
    for row in table.rows:
        verdict = verdicts.get(row.number)
        colour = COLOURS[verdict.tone] if verdict else ""
        for column, cell in enumerate(row.cells):
            _write(page, row.number - 1, column, cell, colour, forms)
        if verdict:
            page.write_string(row.number - 1, wide, _ILLEGAL.sub(" ", verdict.text), forms.of(colour))


def _write(page: Any, row: int, column: int, cell: Cell, colour: str, forms: _Forms) -> None:
    if isinstance(cell, (datetime, date)):
        page.write_datetime(row, column, cell, forms.of(colour, day=True))
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
        page.write_number(row, column, cell, forms.of(colour))
    elif cell != "":
        page.write_string(row, column, _ILLEGAL.sub(" ", shown(cell)), forms.of(colour))


def _width(row: Row) -> int:
    """How many columns a row fills."""
    return max((column for column, cell in enumerate(row.cells, 1) if cell != ""), default=0)


def _widths(rows: Sequence[Row], wide: int) -> list[int]:
    widths = [8] * wide
    for row in rows[:200]:
        filled = [column for column, cell in enumerate(row.cells[:wide]) if cell != ""]
        if len(filled) < 2:
            continue  # a title over the table
        for column in filled:
            cell = row.cells[column]
            length = 10 if isinstance(cell, date) else len(shown(cell))
            widths[column] = min(WIDEST, max(widths[column], length + 2))
    return widths
