"""Days as people name them from where they stand: "sáng mai", "thứ hai tuần sau", "ngày 30 này", "next Monday"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from bot.chat.kind import folded
from bot.chat.kinds.typed import core

_NEAR: Final = {
    -2: "hôm kia",
    -1: "hôm qua, yesterday",
    0: "hôm nay, bữa nay, ngày hôm nay, nay, today",
    1: "mai, ngày mai, hôm sau, tomorrow",
    2: "ngày kia, kia, mốt, ngày mốt, the day after tomorrow, day after tomorrow",
}
_NEAR_DAYS: Final = {
    name: days
    for days, names in _NEAR.items()
    for spelling in names.split(", ")
    for name in (spelling, folded(spelling))
    if name != "mot"  # without its tone mark it is a one
}
_WEEKDAYS: Final = (
    "thu hai|thu 2|t2|monday|mon",
    "thu ba|thu 3|t3|tuesday|tue",
    "thu tu|thu 4|t4|wednesday|wed",
    "thu nam|thu 5|t5|thursday",
    "thu sau|thu 6|t6|friday|fri",
    "thu bay|thu 7|t7|saturday|sat",
    "chu nhat|cn|sunday|sun",
)
_NAMED: Final = rf"(?P<name>{'|'.join(_WEEKDAYS)})"
WEEKDAY_BEFORE: Final = re.compile(rf"(?:{'|'.join(_WEEKDAYS)}) ?,? ?(?:ngay )?(?=\d)")
"""A weekday that stands before a date, which alone counts: "Thứ Hai, 30/11/2026"."""
_HOURS: Final = r"(?:sang|trua|chieu|toi|dau gio|cuoi gio)"
_HOURS_BEFORE: Final = re.compile(rf"^(?:{_HOURS} )+")
_HOURS_BEHIND: Final = re.compile(rf"(?: {_HOURS}| (?:morning|afternoon|evening|noon))+$")
_WEEKDAY: Final = re.compile(
    rf"(?:on |this |(?P<next_before>next ))?{_NAMED}"
    r"(?: (?:(?P<next>tuan sau|tuan toi|toi|sau|next week)|tuan nay|nay))?"
)
_OF_MONTH: Final = re.compile(
    r"(?:ngay|hom|mung) (?P<day>\d{1,2})(?: (?:(?P<next>thang sau|thang toi)|thang nay|nay))?"
)
_SPOKEN: Final = re.compile(  # what is no other word inside a sentence; a bare "mai" is a name too often
    rf"\b(?:{_HOURS} (?:mai|nay|mot|{'|'.join(_WEEKDAYS[:6])}|chu nhat)"
    r"|(?:ngay|bua) (?:mai|mot|kia)|hom nay|tomorrow|today"
    r"|(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|next (?:mon|tues|wednes|thurs|fri|satur|sun)day)"
    r"(?: (?:tuan (?:sau|toi|nay)|nay))?)(?!\w)"
)


def near(text: str, today: date) -> date | None:
    """The day that is named by its distance from today, by its weekday, or by its number in this month or the next."""
    said = core(text)
    bare = folded(said)
    behind = _HOURS_BEHIND.search(bare)
    for marked, plain in (
        (said, bare),
        ("", _HOURS_BEFORE.sub("", bare)),
        ("", bare[: behind.start()] if behind else ""),
    ):
        days = _NEAR_DAYS.get(marked or plain)
        if days is not None:
            return today + timedelta(days)
        found = _by_weekday(plain, today) or _by_number(plain, today)
        if found is not None:
            return found
    return None


def near_inside(text: str, today: date) -> date | None:
    """The one day that a sentence names by its distance or its weekday; None for none or several."""
    said = folded(core(text))
    found = {near(match[0], today) for match in _SPOKEN.finditer(said)}
    first = said.partition(" ")[0]
    if not found and first == "mai":
        return today + timedelta(1)
    return found.pop() if len(found) == 1 else None


def _by_weekday(said: str, today: date) -> date | None:
    """The next day of that name, or the one of the calendar week after this; never today, which is called so."""
    match = _WEEKDAY.fullmatch(said)
    if match is None:
        return None
    wanted = next(i for i, names in enumerate(_WEEKDAYS) if match["name"] in names.split("|"))
    if match["next"] or match["next_before"]:
        return today + timedelta(7 - today.weekday() + wanted)
    return today + timedelta((wanted - today.weekday() - 1) % 7 + 1)


def _by_number(said: str, today: date) -> date | None:
    """The day of this month that is still to come, else that of the next one."""
    match = _OF_MONTH.fullmatch(said)
    if match is None:
        return None
    first = 1 if match["next"] else 0
    for ahead in range(first, 2):
        year, month = divmod(today.year * 12 + today.month - 1 + ahead, 12)
        try:
            day = date(year, month + 1, int(match["day"]))
        except ValueError:
            continue  # a month without that day
        if day >= today:
            return day
    return None
