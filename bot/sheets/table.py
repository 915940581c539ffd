"""Rows of cells, whatever file they came from."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal

Cell = str | int | float | bool | date | datetime | time | timedelta

MOST_COLUMNS = 200
"""Cells further right are not looked at."""

# Control characters, marks that turn the direction of reading, and halves of letters.
_JUNK = re.compile("[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row; its number counts from 1, as in the file."""

    number: int
    cells: list[Cell]
    run_together: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A whole sheet, and what it was read from."""

    rows: list[Row]
    kind: Literal["csv", "xlsx"]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    from_1904: bool = False
    """Whether days that are bare numbers count from 1904."""
    hidden_rows: frozenset[int] = frozenset()
    hidden: bool = False
    """Whether the whole sheet is hidden."""
    beyond: bool = False
    """Whether it is one of more sheets than are looked at."""
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()
    """(first row, first column), (last row, last column) of each merged cell, from 0; its value is in the first."""
    font: str = ""
    """The font of the 1990s in which it was typed, tcvn3 or vni; its cells are in Unicode."""


def clean(text: str) -> str:
    """Text in NFC without invisible characters, in one line, single spaces."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(_JUNK.sub("", text).split())


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Text for comparison only: lower case, no tone marks, đ→d, all but letters and digits gives way to one space."""
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", bare))


def shown(cell: Cell) -> str:
    """A cell as text; a whole number without decimals."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)
