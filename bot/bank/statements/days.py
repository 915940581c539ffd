"""Days and times of day as banks write them; day or month first is decided over a whole column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from bot.sheets.table import Cell

Order = Literal["day first", "month first"]

FIRST_YEAR, LAST_YEAR = 1990, 2100
LONGEST = 48
LONGEST_WITH_MORE = 200

_SERIALS = 32874, 73415  # 1 January 1990 to 31 December 2100, as Excel counts days
_SERIAL_ZERO = datetime(1899, 12, 30)
FROM_1904 = 1462
"""So many days later does a workbook's count begin where it begins in 1904."""
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, start=1)}
_WEEKDAY = (
    r"(?:(?:thu (?:hai|ba|tu|nam|sau|bay)|chu nhat|t[2-7]|cn"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)\b[,.]? ?)"
)

_TIME = (
    r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]{1,9})?)?"
    r"(?: ?(?P<half>am|pm|sa|ch))?(?P<offset>z| ?[+-](?:0[0-9]|1[0-4]):?[0-5][0-9])?"
)
_MONTH = r"(?:(?P<name>[a-z]{3})[a-z]{0,6}|(?:thang|thg|th|t) ?\.?(?P<month>1[0-2]|0?[1-9]))"
_DAY = (
    r"(?:(?P<y>[0-9]{4})(?P<s1>[-/.])(?P<m>[0-9]{1,2})(?P=s1)(?P<d>[0-9]{1,2})"
    r"|(?P<a>[0-9]{1,2})(?P<s2>[-/.])(?P<b>[0-9]{1,2})(?P=s2)(?P<yy>[0-9]{4}|[0-9]{2})"
    rf"|(?:ngay )?(?P<day>[0-9]{{1,2}})[-/. ]?{_MONTH}(?:[-/., ]| ?, ?| nam )?(?P<year>[0-9]{{4}}|[0-9]{{2}})"
    r"|(?P<name2>[a-z]{3})[a-z]{0,6}\.? (?P<day2>[0-9]{1,2}),? (?P<year2>[0-9]{4})"
    r"|(?P<compact>(?:19|20)[0-9]{6}|[0-3][0-9][01][0-9](?:19|20)[0-9]{2}))"
)
_WRITTEN = re.compile(rf"{_WEEKDAY}?{_DAY}(?:(?:,? |t|,? ?[-|] ?){_TIME})?", re.IGNORECASE)
_TURNED = re.compile(rf"{_TIME}(?:,? | ?- ?|,? ngay ){_DAY}", re.IGNORECASE)
_STAMP = re.compile(
    r"(?P<compact>(?:19|20)[0-9]{6})[ T]?(?P<hour>[0-2][0-9])(?P<minute>[0-5][0-9])(?P<second>[0-5][0-9])?(?:[0-9]{3})?"
)
_ONLY_TIME = re.compile(_TIME, re.IGNORECASE)
# After a day no time that is none, and no end of a period.
_NO_MORE = re.compile(
    r" ?(?:[-|] ?|den |to |t)?[0-9]{1,2}[:h][0-9]| ?(?:-|den|to) ?[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]", re.I
)


def _ascii(text: str) -> str:
    """Text as it can be compared: no marks, plain dashes; what then is not ASCII is no day."""
    if text.isascii():
        return text
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("–", "-").replace("—", "-"))
    return "".join(c for c in bare if not unicodedata.combining(c))


@lru_cache(maxsize=4096)
def _match(text: str) -> re.Match[str] | None:
    text = _ascii(text.lstrip("'"))
    if not 5 < len(text) <= LONGEST or not text.isascii():
        return None
    return _WRITTEN.fullmatch(text) or _STAMP.fullmatch(text) or _TURNED.fullmatch(text)


def day_and_more(text: str) -> tuple[str, str] | None:
    """A cell that begins with a day and goes on, in its two parts, as where a number stands on its second line."""
    if not 6 < len(text) <= LONGEST_WITH_MORE or not text[0].isdigit():
        return None
    found = _WRITTEN.match(_ascii(text))
    if found is None or not (more := text[found.end() :]) or more[0] not in " ,;|-" or _NO_MORE.match(_ascii(more)):
        return None
    return text[: found.end()], more.strip(" ,;|-")


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def _day(found: re.Match[str], order: Order) -> date | None:
    if found.re is _STAMP:
        return _compact(found["compact"])
    if found["y"]:
        return _date(int(found["y"]), int(found["m"]), int(found["d"]))
    if found["a"]:
        first, second = int(found["a"]), int(found["b"])
        day, month = (first, second) if order == "day first" else (second, first)
        return _date(_year(found["yy"]), month, day)
    if found["day"]:
        month = int(found["month"] or 0) or _MONTHS.get((found["name"] or "").lower()[:3], 0)
        return _date(_year(found["year"]), month, int(found["day"]))
    if found["name2"]:
        return _date(int(found["year2"]), _MONTHS.get(found["name2"].lower(), 0), int(found["day2"]))
    return _compact(found["compact"])


def _compact(digits: str) -> date | None:
    """Eight digits; what can be read with the year first cannot be read with it last."""
    first = _date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    return first or _date(int(digits[4:]), int(digits[2:4]), int(digits[:2]))


def _time(found: re.Match[str]) -> time | None:
    """The time of day; midnight if none is told, None if there is no such time."""
    if found["hour"] is None:
        return time()
    hour, half = int(found["hour"]), ("" if found.re is _STAMP else found["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half in ("pm", "ch") else 0)
    try:
        return time(hour, int(found["minute"]), int(found["second"] or 0))
    except ValueError:
        return None


def looks_like_a_day(cell: Cell) -> bool:
    """Whether a cell is a day in words or as a date cell; bare numbers do not count."""
    if isinstance(cell, str):
        found = _match(cell)
        return found is not None and bool(_day(found, "day first") or _day(found, "month first"))
    return isinstance(cell, date)


def could_be(cell: str) -> tuple[bool, bool] | None:
    """Whether 3/4/2026 could be day first, and month first; None for other ways of writing."""
    found = _match(cell)
    if found is None or found.re is _STAMP or not found["a"]:
        return None
    return _day(found, "day first") is not None, _day(found, "month first") is not None


def day_order(cells: Iterable[Cell]) -> Order:
    """Month first only if every cell can be read so and one cannot be read day first."""
    ways = [way for cell in cells if isinstance(cell, str) and (way := could_be(cell))]
    only_months = all(months for _, months in ways) and not all(days for days, _ in ways)
    return "month first" if only_months else "day first"


def moment(cell: Cell, order: Order, zone: ZoneInfo, *, from_1904: bool = False) -> datetime | None:
    """When a cell says something was booked: midnight if it tells no time; None if it is no day."""
    naive: datetime | None = None
    if isinstance(cell, datetime):
        naive = cell.replace(tzinfo=None)
    elif isinstance(cell, date):
        naive = datetime.combine(cell, time())
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
        if _SERIALS[0] <= cell < _SERIALS[1] + 1:
            naive = _SERIAL_ZERO + timedelta(days=FROM_1904 if from_1904 else 0, seconds=round(cell * 86400))
        elif cell == cell // 1 and (19_000_000 < cell < 22_000_000 or 19_000_000_000_000 < cell < 22_000_000_000_000):
            return moment(str(int(cell)), order, zone)
    elif isinstance(cell, str):
        if re.fullmatch(r"[0-9]{5}([.][0-9]{1,12})?", cell):  # an Excel day in a text file
            return moment(float(cell), order, zone)
        naive = _told(cell, order)
        if naive is not None and naive.tzinfo is not None:
            return naive.astimezone(zone)
    if naive is None or not FIRST_YEAR <= naive.year <= LAST_YEAR:
        return None
    return naive.replace(microsecond=0, tzinfo=zone)


@lru_cache(maxsize=4096)
def _told(text: str, order: Order) -> datetime | None:
    """When a text says, without a zone or in UTC; None if it is no day."""
    found = _match(text)
    day, clock = (_day(found, order), _time(found)) if found else (None, None)
    if found is None or day is None or clock is None:
        return None
    naive = datetime.combine(day, clock)
    offset = "" if found.re is _STAMP else (found["offset"] or "").strip()
    return _at_offset(naive, offset) if offset else naive


def _at_offset(naive: datetime, offset: str) -> datetime:
    if offset.lower() == "z":
        return naive.replace(tzinfo=UTC)
    ahead = timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:]))
    return (naive - ahead if offset[0] == "+" else naive + ahead).replace(tzinfo=UTC)


def clock_time(cell: Cell) -> time | None:
    """The time of day in a column of its own; None if the cell tells none."""
    if isinstance(cell, datetime):
        return cell.time().replace(microsecond=0)
    if isinstance(cell, time):
        return cell.replace(microsecond=0, tzinfo=None)
    if isinstance(cell, timedelta):
        cell = cell.total_seconds() / 86400
    if isinstance(cell, float) and 0 <= cell < 1:
        return (datetime.min + timedelta(seconds=min(round(cell * 86400), 86399))).time()
    if isinstance(cell, str) and re.fullmatch(r"[0-2][0-9][0-5][0-9][0-5][0-9]", cell):
        cell = f"{cell[:2]}:{cell[2:4]}:{cell[4:]}"
    found = _ONLY_TIME.fullmatch(cell) if isinstance(cell, str) and len(cell) <= LONGEST else None
    return _time(found) if found else None
