"""Birthdays as schools write them; day first, and never a guess."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final

from bot.lists.shape import Why
from bot.sheets.table import Cell, shown

OLDEST: Final = 30
"""Years: nobody older is at school."""
FROM_1904: Final = 1462
"""So many days later does a workbook's count begin where it begins in 1904."""
_ZERO: Final = datetime(1899, 12, 30)
_SERIALS: Final = (25_000, 60_000)  # 1968 to 2064, as Excel counts days
_APART: Final = re.compile(r"([0-9]{1,2})\s*[-/.,\s]\s*([0-9]{1,2})\s*[-/.,\s]\s*([0-9]{4}|[0-9]{2})")
_WORDS: Final = re.compile(
    r"(?:ngày|ngay)?\s*([0-9]{1,2})\s*(?:tháng|thang|thg)\s*([0-9]{1,2})\s*,?\s*(?:năm|nam)?\s*([0-9]{4})",
    re.IGNORECASE,
)
_YEAR_FIRST: Final = re.compile(r"([0-9]{4})\s*[-/.]\s*([0-9]{1,2})\s*[-/.]\s*([0-9]{1,2})")
_TOGETHER: Final = re.compile(r"([0-9]{2})([0-9]{2})((?:19|20)[0-9]{2})")
_MIDNIGHT: Final = re.compile(r"\s+(?:0?0:00(?::00(?:\.0+)?)?|12:00:00 (?:AM|SA))$", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?:(?:năm|nam)\s*)?(?:[0-9]{1,2}\s*[-/.]\s*)?((?:19|20)[0-9]{2})", re.IGNORECASE)

Birth = tuple[date | None, Why | None]


def birth_of(cell: Cell, today: date, *, from_1904: bool = False, exchanged: bool = False) -> Birth:
    """(day, None) or (None, why not); `exchanged` puts day and month of dates back that a program has turned round."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return _likely(_turned(cell) if exchanged else cell, today)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _of_number(cell, today, from_1904)
    if not isinstance(cell, str):
        return None, "not a day"
    text = _MIDNIGHT.sub("", cell.strip().lstrip("'").strip())
    if not text or text in ("-", "…", "..."):
        return None, "missing"
    if text.isdigit() and len(text) == 5:
        return _of_number(int(text), today, from_1904)
    found = _WORDS.fullmatch(text) or _APART.fullmatch(text) or _TOGETHER.fullmatch(text)
    if found:
        return _from(found[3], found[2], found[1], today)
    if found := _YEAR_FIRST.fullmatch(text):
        return _from(found[1], found[2], found[3], today)
    return None, "only the year" if _YEAR.fullmatch(text) else "not a day"


def birth_in_parts(day: Cell, month: Cell, year: Cell, today: date) -> Birth:
    """The same from three cells."""
    parts = [shown(cell).strip() for cell in (day, month, year)]
    if not any(parts):
        return None, "missing"
    if not parts[0] or not parts[1]:
        return None, "only the year" if parts[2] else "not a day"
    if not all(part.isdigit() and part.isascii() and len(part) <= 4 for part in parts):
        return None, "not a day"
    return _from(parts[2], parts[1], parts[0], today)


def _of_number(number: float, today: date, from_1904: bool) -> Birth:
    if number != int(number):
        return None, "not a day"
    number = int(number)
    if 1900 < number < 2100:
        return None, "only the year"
    counted = number + (FROM_1904 if from_1904 else 0)
    if _SERIALS[0] <= counted < _SERIALS[1]:
        return _likely((_ZERO + timedelta(days=counted)).date(), today)
    found = _TOGETHER.fullmatch(f"{number:08}") if number < 10**8 else None
    return _from(found[3], found[2], found[1], today) if found else (None, "not a day")


def _from(year: str, month: str, day: str, today: date) -> Birth:
    if len(year) == 2:
        year = f"{2000 + int(year) if 2000 + int(year) <= today.year else 1900 + int(year)}"
    try:
        return _likely(date(int(year), int(month), int(day)), today)
    except ValueError:
        return None, "no such day"


def _likely(day: date, today: date) -> Birth:
    if day > today:
        return None, "a day to come"
    return (None, "long ago") if day.year < today.year - OLDEST else (day, None)


def _turned(day: date) -> date:
    return day.replace(day=day.month, month=day.day) if day.day <= 12 else day


def may_be_swapped(cells: list[Cell]) -> bool:
    """Whether a program that expects months first may have turned round what it took for dates.

    No date's day lies above 12, though other days are texts whose first number does, or there are too many for chance.
    """
    days = [cell for cell in cells if isinstance(cell, date)]
    if not days or any(day.day > 12 for day in days):
        return _months_first(cells)
    found = [_APART.fullmatch(cell.strip()) for cell in cells if isinstance(cell, str)]
    firsts = [int(one[1]) for one in found if one]
    return (bool(firsts) and min(firsts) > 12) or len({day for day in days}) > MANY


MANY: Final = 5
"""So many birthdays, all within the first twelve days of their months, are no chance (fewer than one in 200)."""


def _months_first(cells: list[Cell]) -> bool:
    """Whether texts have a 13 or more where the month should be, and none where the day should be."""
    found = [_APART.fullmatch(cell.strip()) for cell in cells if isinstance(cell, str)]
    pairs = [(int(one[1]), int(one[2])) for one in found if one]
    return (
        len(pairs) > 1
        and max((second for _first, second in pairs), default=0) > 12
        and all(first <= 12 for first, _second in pairs)
    )
