"""The days on which banks book: a transfer of a Friday night may stand in Monday's books."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

SATURDAY: Final = 5
FIXED: Final = ((1, 1), (4, 30), (5, 1), (9, 2))
"""Public holidays by the sun's calendar; those by the moon's are not known here."""


def next_banking_day(day: date) -> date:
    """The first day after this one that is neither a Saturday or Sunday nor such a holiday."""
    following = day + timedelta(days=1)
    while following.weekday() >= SATURDAY or (following.month, following.day) in FIXED:
        following += timedelta(days=1)
    return following


def swapped(day: date) -> date | None:
    """The day with its day and month in each other's place, as an English program makes them; None where it is none."""
    return date(day.year, day.day, day.month) if day.day <= 12 else None
