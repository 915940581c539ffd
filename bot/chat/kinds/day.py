"""A day, always day first: "5/6/2014", "5 tháng 6 năm 2014", "05062014", "ngày mai"; and a date of birth."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from bot.chat.kind import Heard, Kind, NotUnderstood, Unsure, folded
from bot.chat.kinds.calendar_words import DateParts, given, given_inside
from bot.chat.kinds.near_days import near, near_inside
from bot.chat.kinds.typed import LONGEST_SHORT, core, short
from bot.chat.phrase import _, _n

_YEAR_ALONE: Final = re.compile(r"(?:nam|sinh nam|year|born in)? ?((?:19|20)\d\d)")
_UNKNOWN: Final = frozenset((
    "khong nho", "khong biet", "khong ro", "chua ro", "quen roi", "ko nho", "k nho", "ko biet", "k biet",
    "khong nho ro", "khong nho ngay", "i do not know", "unknown", "not known", "do not know",
))  # fmt: skip


class Day(Kind[date]):
    """A day from `first` to `last`. A year that is short or missing is taken only where exactly one fits."""

    hears_sentences: bool = True

    def __init__(self, first: date, last: date, example: date | None = None):
        if first > last:
            raise ValueError(f"no day from {first} to {last}")
        self.first, self.last = first, last
        self._example = {"example": written(example or last)}
        self._shape = ["Day", first.isoformat(), last.isoformat()]

    def shape(self) -> Any:
        return self._shape

    def read(self, heard: Heard, today: date) -> date:
        unreadable = _("Please write the day first, then month and year, for example: {example}.", **self._example)
        text = short(heard, unreadable)
        day = near(text, today)
        if day is not None:
            possible = [day]
        else:
            parts = given(text)
            if parts is None:
                raise NotUnderstood(unreadable)
            possible = parts.dates(range(self.first.year, self.last.year + 1)) or _any_year(parts)
            if not possible:
                raise _no_such_day(parts, self._example)
        fitting = [day for day in possible if self.first <= day <= self.last]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise NotUnderstood(_("Please add the year in four digits, for example: {example}.", **self._example))
        raise NotUnderstood(
            _(
                "The day must be from {first} to {last}. For example: {example}.",
                first=self.first,
                last=self.last,
                **self._example,
            )
        )

    def find(self, text: str, today: date, names: Sequence[Sequence[str]] = ()) -> date | None:
        if "?" in text or len(text) > LONGEST_SHORT:
            return None
        day, parts = near_inside(text, today), given_inside(text)
        if (day is None) == (parts is None):
            return None
        try:
            return self.read(Heard(text=day.isoformat() if day else str(parts)), today)
        except NotUnderstood:
            return None

    def keep(self, value: date) -> Any:
        return value.isoformat()

    def load(self, kept: Any) -> date:
        return date.fromisoformat(kept)


class BirthDay(Kind[date]):
    """A student's date of birth, who is from `youngest` to `oldest` full years old today; nothing in it is guessed."""

    def __init__(self, youngest: int, oldest: int):
        if not 0 <= youngest <= oldest <= 150:
            raise ValueError(f"nobody is from {youngest} to {oldest} years old")
        self.youngest, self.oldest = youngest, oldest
        self._shape = ["BirthDay", youngest, oldest]

    def shape(self) -> Any:
        return self._shape

    def read(self, heard: Heard, today: date) -> date:
        example = {"example": written(_years_before(today, (self.youngest + self.oldest) // 2))}
        incomplete = _("Please write day, month and the year in four digits, for example: {example}.", **example)
        text = short(heard, incomplete)
        parts = given(text)
        if parts is None:
            raise self._year_alone(core(text), today) or NotUnderstood(incomplete)
        if len(parts.year) < 4:
            raise self._year_short(parts, today) or NotUnderstood(incomplete)
        days = parts.dates(range(0))
        if not days:
            raise _no_such_day(parts, example)
        [born] = days
        if born > today:
            raise NotUnderstood(
                _("This day is still to come. Please check the year, for example: {example}.", **example)
            )
        age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        if not self.youngest <= age <= self.oldest:
            raise NotUnderstood(
                _n(
                    "This would make the pupil {n} year old, but pupils here are {youngest} to {oldest}. "
                    "Please check the year, for example: {example}.",
                    "This would make the pupil {n} years old, but pupils here are {youngest} to {oldest}. "
                    "Please check the year, for example: {example}.",
                    age,
                    youngest=self.youngest,
                    oldest=self.oldest,
                    **example,
                )
            )
        return born

    def _years(self, today: date) -> range:
        return range(today.year - self.oldest - 1, today.year - self.youngest + 1)

    def _year_short(self, parts: DateParts, today: date) -> Unsure | None:
        """Asks whether the only day is meant which "5/9/12" may be."""
        days = parts.dates(self._years(today)) if parts.year else []
        if len(days) != 1:
            return None
        day = written(days[0])
        return Unsure(_("Do you mean {day}?", day=day), [(day, _("Yes, {day}", day=day))])

    def _year_alone(self, said: str, today: date) -> NotUnderstood | None:
        """Takes a year for its first day where the day is not known, once that is said."""
        match = _YEAR_ALONE.fullmatch(folded(said))
        if match and int(match[1]) in self._years(today):
            day = f"1/1/{match[1]}"
            why = _("Is only the year {year} known? Then I write {day}.", year=match[1], day=day)
            return Unsure(why, [(day, _("Yes, only the year {year}", year=match[1]))])
        if folded(said) in _UNKNOWN:
            year = str(today.year - (self.youngest + self.oldest) // 2)
            return NotUnderstood(_("If the day is not known, the year alone will do, for example: {year}.", year=year))
        return None

    def keep(self, value: date) -> Any:
        return value.isoformat()

    def load(self, kept: Any) -> date:
        return date.fromisoformat(kept)


def written(day: date) -> str:
    """A day as we ask people of every language to type it."""
    return f"{day.day}/{day.month}/{day.year}"


def _any_year(parts: DateParts) -> list[date]:
    """Where no year in the bounds has this day: whether any other has, so that the bounds are named instead."""
    return [] if len(parts.year) == 4 else parts.dates(range(1999, 2101))


def _no_such_day(parts: DateParts, example: dict[str, str]) -> NotUnderstood:
    return NotUnderstood(
        _(
            "There is no {date} in the calendar. The day comes first, for example: {example}.",
            date=str(parts),
            **example,
        )
    )


def _years_before(today: date, years: int) -> date:
    return date(today.year - years, today.month, min(today.day, 28))
