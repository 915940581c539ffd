"""The moment of a transfer in its picture: day and time together, for a time alone is the telephone's own clock."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

OLDEST: Final = timedelta(days=92)
"""A bill that is older is none of a gift that somebody waits for."""
FARTHEST: Final = 20
"""Characters that may lie between the day and the time."""

_DAY: Final = re.compile(r"(?<!\d)(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{4})(?!\d)")
_TIME: Final = re.compile(r"(?<![\d:.])([01]?\d|2[0-3])[:.]([0-5]\d)(?:[:.]([0-5]\d))?(?![\d/])")
_GLUED: Final = re.compile(r"(\d{4})(\d{2}:\d{2})")
"""A reader may lose the space between the two."""


def moment_in(passages: Sequence[str], zone: ZoneInfo, today: date) -> datetime | None:
    """The one moment that the texts of a picture tell; None for none and for several."""
    found = {moment for text in passages for moment in _moments(text, zone, today)}
    return found.pop() if len(found) == 1 else None


def _moments(text: str, zone: ZoneInfo, today: date) -> set[datetime]:
    text = _GLUED.sub(r"\1 \2", text)
    days = [(match.span(), _day(match)) for match in _DAY.finditer(text)]
    bare = _DAY.sub(lambda match: "_" * len(match[0]), text)  # 10.12.2026 holds no ten past twelve
    times = [(match.span(), _time(match)) for match in _TIME.finditer(bare)]
    if len(days) != 1 or len(times) != 1:
        return set()
    ((first, day),), ((second, hour),) = days, times
    near = max(first[0], second[0]) - min(first[1], second[1]) <= FARTHEST
    if day is None or not near or not today - OLDEST <= day <= today:
        return set()
    return {datetime.combine(day, hour, zone)}


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[4]), int(match[3]), int(match[1]))
    except ValueError:
        return None


def _time(match: re.Match[str]) -> time:
    return time(int(match[1]), int(match[2]))
