"""One file into the number of its pays and their sum; runs in the process that may be killed."""

from __future__ import annotations

from bot.bank.payroll.column import PayColumn, columns_of, the_column
from bot.bank.payroll.shape import FEWEST, MOST, Counted, NotCounted
from bot.sheets.kinds import is_workbook, workbook_tables
from bot.sheets.limits import LIMITS
from bot.sheets.table import Table
from bot.sheets.text import DELIMITERS, modern_text, rows_of

WHOLE_LINES = "\x1f"
"""A mark that no text holds: a single column of 8,500,000 is not to be parted at its commas."""

MOST_CELLS = 500_000
"""A hundred columns for as many people as are added up; more take longer to read than the process may run."""


def count(
    content: bytes, name: str, *, unpacked: int = LIMITS.unpacked, ratio: int = LIMITS.ratio, rows: int = LIMITS.rows
) -> Counted | NotCounted:
    """What the pays in a file come to; raises Unreadable for a file that is no table."""
    found: list[PayColumn] = []
    unclear = False
    for table in _tables(content, name, unpacked, ratio, rows):
        if sum(len(row.cells) for row in table.rows) > MOST_CELLS:
            return NotCounted("too large")
        columns = columns_of(table.rows, table.hidden_rows)
        column = the_column(columns)
        if column is not None:
            found.append(column)
        unclear |= column is None and len(columns) > 1
    named = [column for column in found if column.rank]
    if len(named or found) > 1 and is_workbook(content, name):
        return NotCounted("several columns")  # one in each of several sheets
    if not found or (unclear and not named):
        return NotCounted("several columns" if unclear else "no pays")
    best = max(named or found, key=lambda column: (column.rank, len(column.pays), -column.unread))
    if len(best.pays) < FEWEST:
        return NotCounted("too few")
    if len(best.pays) > MOST:
        return NotCounted("too many")
    return Counted(len(best.pays), sum(best.pays), best.unread, best.title, best.hidden)


def _tables(content: bytes, name: str, unpacked: int, ratio: int, rows: int) -> list[Table]:
    """The sheets of a workbook; a text once for each way to part it."""
    if is_workbook(content, name):
        tables = workbook_tables(content, unpacked=unpacked, ratio=ratio, rows=rows)
        return [table for table in tables if not table.hidden]
    text, _encoding = modern_text(content)
    return [Table(rows_of(text, delimiter, rows), "csv") for delimiter in (WHOLE_LINES, *DELIMITERS)]
