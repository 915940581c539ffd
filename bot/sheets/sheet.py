"""The rows of the sheets of a workbook (.xlsx, .xls, .ods)."""

from __future__ import annotations

import io

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from bot.sheets.fonts import Convert, font_of
from bot.sheets.package import Package
from bot.sheets.shape import Unreadable
from bot.sheets.table import MOST_COLUMNS, Cell, Row, Table, clean

MOST_SHEETS = 10


def sheet_tables(package: Package, most_rows: int, convert: Convert | None = None) -> list[Table]:
    """The rows of every sheet, of a visible one at least, in the order of the file; raises Unreadable."""
    try:
        book = CalamineWorkbook.from_object(io.BytesIO(package.content))
        sheets = [(sheet.name, sheet.visible != SheetVisibleEnum.Visible) for sheet in book.sheets_metadata]
        tables = [_table(book, package, name, hidden, most_rows, convert) for name, hidden in sheets[:MOST_SHEETS]]
    except (CalamineError, OSError, ValueError):
        raise Unreadable("broken" if package.content.startswith(b"PK") else "encrypted or old format") from None
    if all(table.hidden for table in tables):
        raise Unreadable("not a table")
    return tables + [Table([], "xlsx", sheet=clean(name), beyond=True) for name, _hidden in sheets[MOST_SHEETS:]]


def _table(
    book: CalamineWorkbook, package: Package, name: str, hidden: bool, most_rows: int, convert: Convert | None
) -> Table:
    sheet = book.get_sheet_by_name(name)
    rows: list[Row] = []
    if sheet.start is not None:
        top, left = sheet.start
        if sheet.height > most_rows:
            raise Unreadable("too large")
        before: list[Cell] = [""] * min(left, MOST_COLUMNS)
        for number, cells in enumerate(sheet.to_python(skip_empty_area=True), start=top + 1):
            rows.append(Row(number, before + [_cell(cell, convert) for cell in cells[:MOST_COLUMNS]]))
    return Table(
        rows,
        "xlsx",
        sheet=clean(name),
        from_1904=package.from_1904,
        hidden_rows=package.hidden_rows.get(name, frozenset()),
        hidden=hidden,
        merged=tuple(sheet.merged_cell_ranges or ()),
        font="" if convert is None else font_of(convert),
    )


def _cell(cell: Cell, convert: Convert | None) -> Cell:
    if not isinstance(cell, str):
        return cell
    return clean(convert(cell) if convert else cell)
