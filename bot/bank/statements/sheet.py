"""Excel workbooks (.xlsx): a look at what is packed, then the rows of their sheets."""

from __future__ import annotations

import io
import zipfile

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from bot.bank.statements.columns import LOOKED_AT, best
from bot.bank.statements.shape import Unreadable
from bot.bank.statements.table import MOST_COLUMNS, Cell, Row, Table, clean

MOST_SHEETS = 10
MOST_PARTS = 2000


def look(content: bytes, unpacked: int, ratio: int) -> None:
    """Raises Unreadable for what is packed too large or is no workbook, by the zip's own directory.

    The directory may lie; what then comes out is bounded by the limits of the process.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, EOFError, OSError, RuntimeError):
        raise Unreadable("broken") from None
    total = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or total > unpacked or total > ratio * len(content):
        raise Unreadable("too large")
    if any(part.file_size > ratio * max(part.compress_size, 1000) for part in parts):
        raise Unreadable("too large")
    names = {part.filename.lower().lstrip("/") for part in parts}
    if any(part.flag_bits & 1 for part in parts) or "xl/workbook.bin" in names:
        raise Unreadable("encrypted or old format")
    if "[content_types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Unreadable("not a table")


def sheet_table(content: bytes, most_rows: int) -> Table:
    """The rows of the visible sheet whose header tells most; raises Unreadable."""
    return max(sheet_tables(content, most_rows), key=lambda table: best(table.rows[:LOOKED_AT]))


def sheet_tables(content: bytes, most_rows: int) -> list[Table]:
    """The rows of every visible sheet, of one at least; raises Unreadable."""
    try:
        book = CalamineWorkbook.from_object(io.BytesIO(content))
        visible = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        tables = [_table(book, name, most_rows) for name in visible[:MOST_SHEETS]]
    except (CalamineError, OSError, ValueError):
        raise Unreadable("broken") from None
    if not tables:
        raise Unreadable("not a table")
    return tables


def _table(book: CalamineWorkbook, name: str, most_rows: int) -> Table:
    sheet = book.get_sheet_by_name(name)
    if sheet.start is None:
        return Table([], "xlsx", sheet=clean(name))
    top, left = sheet.start
    if sheet.height > most_rows:
        raise Unreadable("too large")
    before: list[Cell] = [""] * min(left, MOST_COLUMNS)
    rows = []
    for number, cells in enumerate(sheet.to_python(skip_empty_area=True), start=top + 1):
        kept: list[Cell] = [clean(cell) if isinstance(cell, str) else cell for cell in cells[:MOST_COLUMNS]]
        rows.append(Row(number, before + kept))
    return Table(rows, "xlsx", sheet=clean(name))
