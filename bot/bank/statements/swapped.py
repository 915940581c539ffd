"""Days and months that a program which expects months first has put in each other's place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.bank.statements.days import Order, could_be, moment
from bot.sheets.table import Cell, Row, folded

Verdict = Literal["right", "turned", "unclear", "dates turned", "dates unclear"]
"""`dates …` is said of the days that are dates to the program, beside others that it left as text."""

NEAR = timedelta(days=5)
"""A bank's number tells when a transfer began; it is booked on the next banking day at the latest."""

_OF_YEAR = re.compile(r"FT ?([0-9]{2})([0-9]{3})[0-9A-Z]", re.IGNORECASE)
_STAMP = re.compile(r"(?<![0-9])(20[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])")
_DAY = re.compile(r"(?<![0-9])([0-9]{1,2})[-/.]([0-9]{1,2})[-/.](20[0-9]{2})(?![0-9])")
_AMERICAN = re.compile(r"'?([1-9]|1[0-2])/[1-9][0-9]?/([0-9]{2}|[0-9]{4})\b.*")
"""How English programs write days into a text file: with strokes and without noughts, month first."""
_PERIOD = re.compile(r"\b(tu|from|den|to|ky|period|ngay (bat dau|ket thuc)|start date|end date)\b")
_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class DayBounds:
    """What days may be held against: the period that the file names, today, the day on which the drive began."""

    period: tuple[date, date] | None = None
    today: date | None = None
    opens: date | None = None


def verdict(cells: Sequence[tuple[Cell, str]], order: Order, known: DayBounds, *, from_1904: bool = False) -> Verdict:
    """Whether the days in these cells, each with the bank's number of its line, stand as they should.

    Doubt falls only on a column in which every day could be a month as well.
    """
    dates = list(_days(((cell, number) for cell, number in cells if not isinstance(cell, str)), order, from_1904))
    texts = [(cell, number) for cell, number in cells if isinstance(cell, str)]
    written = list(_days(texts, order, from_1904))
    ways = {way for cell, _number in texts if isinstance(cell, str) and (way := could_be(cell))}
    if dates and ways == {(True, False)}:
        found = _judged(dates, DayBounds(known.period))
        if found == "turned":
            return "dates turned"
        sure = _votes(dates, known) != (0, 0) or any(day.day > 12 for day, _number in dates)  # no month is a 13th
        if not sure and _put_in_order(list(_days(cells, order, from_1904)), known):
            return "dates turned"
        return "right" if found == "right" and sure else "dates unclear"
    if dates and not written:
        return _judged(dates, known)
    american = all(_AMERICAN.fullmatch(cell) for cell, _number in texts if isinstance(cell, str) and cell)
    if not dates and ways == {(True, True)} and american:
        return _judged(written, known)
    if not dates and (True, True) in ways:
        return _judged_by_order(written, known)
    return "right"


def period_in(rows: Iterable[Row]) -> tuple[date, date] | None:
    """The first and the last day of the period that rows above a table name."""
    days: list[date] = []
    for row in rows:
        told = " ".join(cell for cell in row.cells if isinstance(cell, str) and cell)
        if _PERIOD.search(folded(told)):
            days += [day for day in map(_day_first, _DAY.finditer(told)) if day]
    return (days[0], days[1]) if len(days) == 2 and days[0] <= days[1] else None


def _days(cells: Iterable[tuple[Cell, str]], order: Order, from_1904: bool) -> Iterator[tuple[date, str]]:
    for cell, number in cells:
        at = moment(cell, order, _UTC, from_1904=from_1904)
        if at is not None:
            yield at.date(), number


def _judged(days: Sequence[tuple[date, str]], known: DayBounds) -> Literal["right", "turned", "unclear"]:
    open_ = [(day, number) for day, number in days if day.day != day.month]
    if not open_ or any(day.day > 12 for day, _ in days):
        return "right"
    votes = _votes(open_, known)
    if votes != (0, 0):
        return "unclear" if all(votes) else "right" if votes[0] else "turned"
    told, turned = [day for day, _ in open_], [_turned(day) for day, _ in open_]
    if known.today is not None and max(told) > known.today >= max(turned):
        return "unclear"
    if known.opens is not None and max(told) < known.opens <= min(turned):
        return "unclear"
    return "unclear" if len({(day.year, day.month) for day in told}) > len({day.day for day in told}) else "right"


def _judged_by_order(days: Sequence[tuple[date, str]], known: DayBounds) -> Literal["right", "turned", "unclear"]:
    """What their order says of days in text, where a program may have turned those that could be turned; banks tell
    movements in order. Those out of order, before the drive or to come, that turned would all lie in it are unclear."""
    if _votes([one for one in days if one[0] != _turned(one[0])], known)[0]:
        return "right"
    if _put_in_order(days, known):
        return "turned"
    told, turned = [day for day, _number in days], [_turned(day) for day, _number in days]
    if known.opens is None or known.today is None or not _in_order(turned):
        return "right"
    odd = max(told) < known.opens or max(told) > known.today or not _in_order(told)
    return "unclear" if odd and known.opens <= min(turned) and max(turned) <= known.today else "right"


def _put_in_order(days: Sequence[tuple[date, str]], known: DayBounds) -> bool:
    """Whether the days are out of order as told, and in order once those that can be exchanged are."""
    told, turned = [day for day, _number in days], [_turned(day) for day, _number in days]
    if _in_order(told) or not _in_order(turned):
        return False
    nearer = max(turned) - min(turned) < max(told) - min(told)
    return nearer and (known.today is None or max(turned) <= known.today)


def _in_order(days: Sequence[date]) -> bool:
    return list(days) in (sorted(days), sorted(days, reverse=True))


def _votes(days: Sequence[tuple[date, str]], known: DayBounds) -> tuple[int, int]:
    """How many days the file's own numbers and its period say are as told, and how many exchanged."""
    as_told = exchanged = 0
    for day, number in days:
        for right, wrong in ((day, _turned(day)), (_turned(day), day)):
            stamps = list(_stamps(number))
            by_number = any(abs(right - stamp) <= NEAR for stamp in stamps) and not any(
                abs(wrong - stamp) <= NEAR for stamp in stamps
            )
            by_period = known.period is not None and _within(right, known.period) and not _within(wrong, known.period)
            if by_number or by_period:
                as_told += right is day
                exchanged += right is not day
    return as_told, exchanged


def _stamps(number: str) -> Iterator[date]:
    """The days that a bank's number bears: FT26325… is the 325th day of 2026."""
    if found := _OF_YEAR.search(number):
        if 1 <= int(found[2]) <= 366:
            yield date(2000 + int(found[1]), 1, 1) + timedelta(days=int(found[2]) - 1)
    elif (found := _STAMP.search(number)) and (day := _date(found[1], found[2], found[3])):
        yield day


def _day_first(found: re.Match[str]) -> date | None:
    return _date(found[3], found[2], found[1])


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _within(day: date, period: tuple[date, date]) -> bool:
    return period[0] <= day <= period[1]


def _turned(day: date) -> date:
    return date(day.year, day.day, day.month) if day.day <= 12 else day


def exchanged(at: datetime) -> datetime:
    """The moment with day and month in each other's place, if there is such a day."""
    return at.replace(month=at.day, day=at.month) if at.day <= 12 else at
