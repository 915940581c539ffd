"""A flow to try the engine with: somebody pledges money to one of a few purposes and says when they will bring it."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from bot.chat.kinds import Day, Money, Text
from bot.chat.phrase import Cash, _
from bot.chat.words import Chat, Refused, deed, fact
from tests.chat.paper import Talk


class Purpose(msgspec.Struct, frozen=True):
    """What money is gathered for."""

    name: str
    raised: Cash
    ends: date


class Number(msgspec.Struct, frozen=True):
    """What a recorded pledge is found by."""

    number: int


@fact("purposes.open")
async def open_purposes(tx: dict[str, Any]) -> dict[str, Purpose]:
    return dict(tx["purposes"])


@deed("promise.record")
async def record(tx: dict[str, Any], *, me: int, purpose: str, cash: Cash, day: date, note: str | None) -> Number:
    if cash.minor > tx["limit"]:
        most = Cash(tx["limit"])
        raise Refused(_("No more than {most} for {purpose} before {day}.", most=most, purpose=purpose, day=day))
    tx["promises"].append((me, purpose, cash, day, note))
    return Number(len(tx["promises"]))


@deed("reminder.set")
async def remind(tx: dict[str, Any], *, number: int) -> None:
    tx["reminders"].append(number)


async def pledge(chat: Chat) -> None:
    purposes = await chat.look(open_purposes)
    if not purposes:
        await chat.say(_("Nothing is gathered at the moment."))
        return
    names = {key: purpose.name for key, purpose in purposes.items()}
    key = await chat.choose("purpose", _("What for?"), names, label=_("For"))
    await chat.say(_("{raised} so far.", raised=purposes[key].raised))
    number = None
    while number is None:
        cash = await chat.ask("sum", Money(least=10_000), _("How much?"), label=_("Sum"))
        day = await chat.ask("day", Day(chat.today, purposes[key].ends), _("On which day?"), label=_("Day"))
        note = await chat.ask("note", Text(longest=40).or_skip(), _("A word with it?"), label=_("Note"))
        if not await chat.review("sure", _("Is all this right?")):
            await chat.say(_("Dropped."))
            return
        try:
            number = (await chat.do(record, me=chat.me, purpose=key, cash=cash, day=day, note=note)).number
        except Refused as no:
            await chat.say(no.why)
    await chat.say(_("Promise {number} is recorded.", number=number))
    if await chat.confirm("remind", _("Shall I remind you on {day}?", day=day), if_silent=False):
        await chat.do(remind, number=number)
        await chat.say(_("I will."))


def world(**more: Any) -> dict[str, Any]:
    """Two purposes and room for ten millions."""
    roof = Purpose("School roof", Cash(1_000_000), date(2021, 11, 15))
    bridge = Purpose("Bridge", Cash(0), date(2021, 10, 31))
    things = {"purposes": {"roof": roof, "bridge": bridge}, "limit": 10_000_000, "promises": [], "reminders": []}
    return {**things, **more}


def to_the_summary(**more: Any) -> Talk:
    """A talk led to its summary."""
    return Talk(pledge, world(**more)).you("School roof").you("500k").you("5/10/2021").you("skip").asks("sure")
