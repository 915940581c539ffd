"""The hours of a drop-off place as days of the calendar: which come next, and the one a stored slot stands for.

A concrete slot is written "2021-09-28 08:00-11:00", in the plan's own zone; a weekly one "tuesday,thursday
08:00-11:00", as pledges of before had it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from bot.programme.plan import Plan
from bot.programme.plan.gifts import Place, Slot

WEEK: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
AHEAD_DAYS: Final = 10
"""So many days ahead appointments are offered at first."""
FARTHEST_DAYS: Final = 60
"""Nobody makes an appointment for later than this."""


class Hours(msgspec.Struct, frozen=True, order=True):
    """One slot on one day: when it begins, as it is written, and how many appointments it takes."""

    begins: datetime
    text: str
    most: int


def place_of(plan: Plan, key: str | None) -> Place | None:
    """The plan's place with this key."""
    return next((place for place in (plan.goods.drop_off if plan.goods else ()) if place.key == key), None)


def weekly(slot: Slot) -> str:
    """A weekly slot as it is written."""
    return f"{','.join(slot.days)} {slot.opens:%H:%M}-{slot.closes:%H:%M}"


def hours_of(plan: Plan, place: Place, after: datetime, until: datetime) -> Iterator[Hours]:
    """The place's slots that begin in (after, until], in order, and within the drive's window.

    Where gifts are taken after its end all the same, there is no end to it.
    """
    zone = ZoneInfo(plan.time_zone)
    if plan.window.closes is not None and plan.window.late == "refuse":
        until = min(until, plan.window.closes)
    day, last = after.astimezone(zone).date(), until.astimezone(zone).date()
    while day <= last:
        for slot in sorted(place.slots, key=lambda slot: slot.opens):
            begins = datetime.combine(day, slot.opens, zone)
            if WEEK[day.weekday()] in slot.days and after < begins <= until and begins >= plan.window.opens:
                yield Hours(begins, f"{day.isoformat()} {slot.opens:%H:%M}-{slot.closes:%H:%M}", slot.most)
        day += timedelta(days=1)


def read_slot(plan: Plan, place: Place, text: str) -> Hours | None:
    """The slot of the calendar that is written so, if the place has it; None also for a weekly one."""
    begins = begin_of(plan, text)
    if begins is None:
        return None
    just = timedelta(seconds=1)
    return next((one for one in hours_of(plan, place, begins - just, begins) if one.text == text), None)


def begin_of(plan: Plan, text: str | None) -> datetime | None:
    """When a slot of the calendar begins; None for a weekly one, or none."""
    day, _space, hours = (text or "").partition(" ")
    try:
        opens = time.fromisoformat(hours.partition("-")[0])
        return datetime.combine(date.fromisoformat(day), opens, ZoneInfo(plan.time_zone))
    except ValueError:
        return None
