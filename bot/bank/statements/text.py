"""A statement in a text file: the delimiter under which its header tells most."""

from __future__ import annotations

import csv
from itertools import islice

from bot.bank.statements.columns import LOOKED_AT, best
from bot.sheets.table import Row, Table
from bot.sheets.text import DELIMITERS, modern_text, parted, rows_of


def text_table(content: bytes, most_rows: int) -> Table:
    """The rows of a text file, parted by the delimiter under which its header tells most; raises Unreadable."""
    text, encoding = modern_text(content)
    delimiter = max(DELIMITERS, key=lambda mark: _promise(text, mark))
    return Table(rows_of(text, delimiter, most_rows), "csv", encoding=encoding, delimiter=delimiter)


def _promise(text: str, delimiter: str) -> tuple[int, int]:
    """How well a delimiter suits: columns recognised in the header, cells in the first rows."""
    rows: list[Row] = []
    try:
        rows.extend(islice(parted(text, delimiter), LOOKED_AT))
    except csv.Error:
        return -1, 0
    return best(rows), sum(len(row.cells) for row in rows)
