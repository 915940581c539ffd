"""A drop-off slot as people read it."""

from __future__ import annotations

from typing import Final

from bot.chat.phrase import Phrase, _

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
    """A slot written as "monday,friday 08:00-11:00"."""
    days, hours = slot.split(" ")
    names = days.split(",")
    if len(names) > 2:
        return _("{first} to {last}, {hours}", first=WEEKDAYS[names[0]], last=WEEKDAYS[names[-1]], hours=hours)
    if len(names) == 2:
        return _("{first} and {last}, {hours}", first=WEEKDAYS[names[0]], last=WEEKDAYS[names[1]], hours=hours)
    return _("{day}, {hours}", day=WEEKDAYS[names[0]], hours=hours)
