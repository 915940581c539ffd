"""What a sheet of an OpenDocument file (.ods) tells before it is read: how large it would become, what it hides.

A row or cell that says it is repeated takes no room in the file and all of it in memory.
"""

from __future__ import annotations

import html
import re

from bot.sheets.shape import Unreadable

_PIECE = re.compile(
    rb"<(?P<close>/?)table:(?P<what>table-row|table-cell|covered-table-cell|table)(?![\w-])(?P<said>[^>]*?)(?P<end>/?)>"
    rb"|(?P<text><text:p\b)"
)
_NAME = re.compile(rb'table:name="([^"]*)"')
_ROWS = re.compile(rb'table:number-rows-repeated="([0-9]{1,9})"')
_COLUMNS = re.compile(rb'table:number-columns-repeated="([0-9]{1,9})"')
_HIDDEN = re.compile(rb'table:visibility="(?:filter|collapse)"')


def hidden_in(letters: bytes, most_rows: int, most_area: int) -> dict[str, frozenset[int]]:
    """The numbers of the hidden rows by sheet, which is how .ods marks them; raises Unreadable for what is too large.

    Blank rows and cells at the end, of which every sheet has a million, do not count.
    """
    hidden: dict[str, frozenset[int]] = {}
    name, rows, told, wide = "", 0, 0, 0  # rows so far, those up to the last that tells something, its widest
    here: set[int] = set()
    columns = filled = repeated = 0
    unseen = False
    for piece in _PIECE.finditer(letters):
        if piece["text"]:
            filled = max(filled, columns)
            continue
        what, said, opens = piece["what"], piece["said"], not piece["close"]
        if what == b"table":
            if opens:
                name, rows, told, wide, here = _first(_NAME, said), 0, 0, 0, set()
            hidden[name] = frozenset(here)
            continue
        if what == b"table-row" and opens:
            columns = filled = 0
            repeated, unseen = int(_first(_ROWS, said) or 1), _HIDDEN.search(said) is not None
        if what != b"table-row" and opens:
            columns += int(_first(_COLUMNS, said) or 1)
            filled = columns if b"office:value" in said else filled
        if what == b"table-row" and (piece["close"] or piece["end"]):
            rows += repeated
            if filled:
                told, wide = rows, max(wide, filled)
                here.update(range(rows - repeated + 1, min(rows, most_rows) + 1) if unseen else ())
            if told > most_rows or told * wide > most_area:
                raise Unreadable("too large")
    return hidden


def _first(pattern: re.Pattern[bytes], said: bytes) -> str:
    found = pattern.search(said)
    return html.unescape(found[1].decode("utf-8", "replace")) if found else ""
