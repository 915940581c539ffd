"""Drop-off slots: as people read them, and one of them chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, tzinfo
from typing import Final

from bot.chat.phrase import Phrase, _, joined
from bot.chat.words import Chat
from bot.programme.giving.appointments import free_hours
from bot.programme.giving.terms import DropOffPlace
from bot.programme.people.notices import notice_line

WEEKDAYS: Final[dict[str, Phrase]] = {
    "monday": _("Monday"),
    "tuesday": _("Tuesday"),
    "wednesday": _("Wednesday"),
    "thursday": _("Thursday"),
    "friday": _("Friday"),
    "saturday": _("Saturday"),
    "sunday": _("Sunday"),
}
MOST_PAGES = 8


def slot_phrase(slot: str) -> Phrase:
    """A slot written as "2021-09-28 08:00-11:00" or "monday,friday 08:00-11:00"; weekdays in a row become a range."""
    days, hours = slot.split(" ", 1)
    if days[0].isdigit():
        day = date.fromisoformat(days)
        weekday = list(WEEKDAYS.values())[day.weekday()]
        return _("{weekday} {day}, {hours}",
                 weekday=weekday, day=f"{day.day}/{day.month}", hours=hours.replace("-", "–"))  # fmt: skip
    names = days.split(",")
    order = list(WEEKDAYS)
    places = [order.index(name) for name in names]
    if len(names) > 2 and places == list(range(places[0], places[0] + len(places))):
        return _("{first} to {last}, {hours}", first=WEEKDAYS[names[0]], last=WEEKDAYS[names[-1]], hours=hours)
    return _("{days}, {hours}", days=joined([WEEKDAYS[name] for name in names]), hours=hours)


def weekly_hours(slots: Sequence[str]) -> list[Phrase]:
    """A place's weekly slots in as few lines as may be: those of the same days share one."""
    hours: dict[str, list[str]] = {}
    for slot in slots:
        days, opens = slot.split(" ")
        hours.setdefault(days, []).append(opens)
    return [slot_phrase(f"{days} {', '.join(several)}") for days, several in hours.items()]


def place_notices(place: DropOffPlace, slot: str | None, now: datetime, zone: tzinfo) -> list[Phrase]:
    """What is to be known by whoever comes to a place at that time; at an open hour, from now on."""
    day = slot.split(" ")[0] if slot else ""
    if not day[:1].isdigit():
        return [notice_line(told, now) for told in place.notices if told.lasts(now)]
    comes = datetime.combine(date.fromisoformat(day), time(12), zone)
    return [notice_line(told, now) for told in place.notices if told.holds(comes)]


async def ask_slot(chat: Chat, place: str, code: str = "") -> str | None:
    """One of the place's next slots with room left, page by page; None for no hour yet.

    `code` is that of a pledge which may keep the hour it has.
    """
    last = ""
    for page in range(MOST_PAGES):
        free = await chat.look(free_hours, place=place, after=last, but_for=code)
        if not free.slots:
            await chat.say(_("No hours are free there in the next weeks. You can choose them later in “My gifts”."))
            return None
        answers: dict[str, Phrase | str] = {slot: slot_phrase(slot) for slot in free.slots}
        if free.more:
            answers["more"] = _("Show later days")
        answers["unsure"] = _("I do not know yet")
        chosen = await chat.choose(f"slot{page or ''}", _("When suits you?"), answers, label=_("When"))
        if chosen == "unsure":
            return None
        if chosen != "more":
            return chosen
        last = free.slots[-1]
    return None
