"""Reads a date as people write it, day first, without judging whether it exists or fits."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, NamedTuple

from bot.chat.kind import folded
from bot.chat.kinds.near_days import WEEKDAY_BEFORE
from bot.chat.kinds.typed import core


class DateParts(NamedTuple):
    """The parts of a date as written; `year` has four digits, two, or none."""

    day: int
    month: int
    year: str = ""

    def dates(self, years: range) -> list[date]:
        """The days of the calendar this may be, in any of `years` where the year is short or missing."""
        if len(self.year) == 4:
            years = range(int(self.year), int(self.year) + 1)
        found = []
        for year in years:
            if f"{year:04}".endswith(self.year):
                try:
                    found.append(date(year, self.month, self.day))
                except ValueError:
                    continue  # 29 February, or a day that no year has
        return found

    def __str__(self) -> str:
        return "/".join(filter(None, (str(self.day), str(self.month), self.year)))


_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH: Final = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY: Final = r"(?P<day>\d{1,2})"
_MONTH: Final = r"(?P<month>\d{1,2})"
_YEAR: Final = r"(?P<year>\d{4}|\d{2})"
_BETWEEN: Final = r"(?: ?[/.\-] ?| )"
_LABEL: Final = re.compile(r"(?:(?:ngay|sinh|ns|vao|mung|mong|born|on|date|dob|of|birth)\b[ :]*)*")
_FORMS: Final = [
    re.compile(form)
    for form in (
        rf"{_DAY}{_BETWEEN}{_MONTH}(?:{_BETWEEN}| ?, ?| ?nam ?){_YEAR}",
        rf"{_DAY} ?[/.\-] ?{_MONTH}",
        r"(?P<year>\d{4}) ?[/.\-] ?(?P<month>\d{1,2}) ?[/.\-] ?(?P<day>\d{1,2})",
        rf"{_DAY} ?(?:thang|thg) ?{_MONTH}(?: ?[,/.\-]? ?(?:nam)? ?{_YEAR})?",
        rf"{_DAY}(?:st|nd|rd|th)? ?(?:of )?{_ENGLISH}(?:,? ?{_YEAR})?",
        rf"{_ENGLISH} ?{_DAY}(?:st|nd|rd|th)?(?:,? {_YEAR})?",
        r"(?P<day>\d\d)(?P<month>\d\d)(?P<year>(?:19|20)\d\d)",
        r"(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)",
        r"(?P<day>\d\d)(?P<month>\d\d)(?P<year>\d\d)",
    )
]

_INSIDE: Final = re.compile(r"(?<![\d/.])\d{1,2} ?(?:[/\-]|thang) ?\d{1,2}(?: ?(?:[/\-]|nam) ?\d{2,4})?(?![\d/])")


def given(text: str) -> DateParts | None:
    """The date a text gives, day first unless the year comes first; None for anything else."""
    said = WEEKDAY_BEFORE.sub("", folded(core(text)))
    label = _LABEL.match(said)
    said = said[label.end() :] if label else said
    for form in _FORMS:
        match = form.fullmatch(said)
        if match:
            parts = match.groupdict()
            month = _MONTHS.index(parts["name"][:3]) + 1 if parts.get("name") else int(parts["month"])
            return DateParts(int(parts["day"]), month, parts["year"] or "" if "year" in parts else "")
    return None


def given_inside(text: str) -> DateParts | None:
    """The one date with a day and a month that a sentence holds; None for none or several."""
    found = {given(match[0]) for match in _INSIDE.finditer(folded(core(text)))} - {None}
    return found.pop() if len(found) == 1 else None
