"""Which class a child is in: by its own cell, the grade beside it, a row above, the title or the sheet's name."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from bot.lists.words import has, words
from bot.sheets.table import Cell, Row, shown

LONGEST: Final = 20
_CALLED: Final = re.compile(r"^(?:lớp|lop|class|khối|khoi)\b\s*:?\s*", re.IGNORECASE)
_NAMED: Final = re.compile(
    r"(?:\blớp|\blop|\bclass)\s*:?\s*((?:mẫu giáo|nhà trẻ|mầm|chồi|lá)\b[^-–,;:()]{0,12}"
    r"|(?:1[0-2]|[1-9])\s?[A-Za-zĐđ]?[0-9./]{0,3}[A-Za-z]?)(?![\w])",
    re.IGNORECASE,
)
_BARE: Final = re.compile(r"(?:1[0-2]|[1-9])\s?[A-Za-zĐđ][0-9]{0,2}|(?:1[0-2]|[1-9])[/.][0-9]{1,2}")


def class_of(cell: Cell) -> str | None:
    """The class in a cell, without the word for it; None where Excel has made a day of it."""
    if isinstance(cell, date):
        return None
    return _CALLED.sub("", shown(cell).strip()).strip(" .,:;-")[:LONGEST]


def with_grade(grade: Cell, name: str) -> str:
    """6 and A are 6A; where the name has its grade already, it stays."""
    number = _CALLED.sub("", shown(grade).strip()).strip(" .:")
    if not number or name[:1].isdigit():
        return name or number
    return f"{number}{name}"


def class_in(text: str) -> str:
    """The class that a title or a row between the pupils names: "Lớp: 6A - GVCN: …"; empty where there is none."""
    found = _NAMED.search(text)
    return " ".join(found[1].split()) if found else ""


def class_of_sheet(name: str) -> str:
    """The class that is the name of a sheet: "Lớp 1A", "1A", "5/2"; "Sheet1" is none."""
    return class_in(name) or (name.strip() if _BARE.fullmatch(name.strip()) else "")


def heads_a_class(row: Row) -> str:
    """The class that a row of nothing else begins, as "LỚP 4A" between the pupils of a whole school."""
    texts = [cell for cell in dict.fromkeys(row.cells) if isinstance(cell, str) and cell]
    if len(texts) != 1 or has(words(texts[0]), "cong", "tong", "tong so"):
        return ""
    return class_in(texts[0])
