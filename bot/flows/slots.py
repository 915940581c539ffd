"""A drop-off slot as people read it."""

from __future__ import annotations

from typing import Final

from bot.chat.phrase import Phrase, _, joined

WEEKDAYS: Final[dict[str, Phrase]] = {
    "monday": _("Monday"),
    "tuesday": _("Tuesday"),
    "wednesday": _("Wednesday"),
    "thursday": _("Thursday"),
    "friday": _("Friday"),
    "saturday": _("Saturday"),
    "sunday": _("Sunday"),
}


def slot_phrase(slot: str) -> Phrase:
    """A slot written as "monday,friday 08:00-11:00"; days in a row become a range."""
    days, hours = slot.split(" ")
    names = days.split(",")
    order = list(WEEKDAYS)
    places = [order.index(name) for name in names]
    if len(names) > 2 and places == list(range(places[0], places[0] + len(places))):
        return _("{first} to {last}, {hours}", first=WEEKDAYS[names[0]], last=WEEKDAYS[names[-1]], hours=hours)
    return _("{days}, {hours}", days=joined([WEEKDAYS[name] for name in names]), hours=hours)
