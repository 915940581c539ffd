"""What a keeper can do with a device at the desk: one list, each item a deed of the chat, as for receipts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.chat.kinds.text import tidy
from bot.chat.phrase import Example, Phrase, _
from bot.chat.words import Refused
from bot.desk.money.receipt_actions import Fields
from bot.desk.words import VERDICT
from bot.programme.devices.care import IN_STORE, REASONS, Device, judge, withdraw
from bot.programme.devices.release import BATTERIES, LEAST_SYSTEM, WIPE_METHODS, ReleaseCheck, check_for_release
from bot.programme.devices.repair_log import WHY_GIVEN_UP
from bot.programme.devices.repairs import LEAST_WORDS, finish_repair, give_up_repair, put_back, take_on
from bot.programme.world import World

LONGEST: Final = 200
"""Characters of a note or a reason, as in the chat."""
LEAST_NOTE: Final = 3


@dataclass(frozen=True, slots=True)
class Extra:
    """One more field of a form: one of `options`, or a number where there are none."""

    name: str
    label: Phrase
    options: Mapping[str, Phrase] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeviceAction:
    """One deed: when it is offered, what its button says, and what has to be chosen and typed for it."""

    name: str
    do: Callable[[World, str, Fields], Awaitable[object]]
    label: Phrase
    done: Phrase  # what is said after it
    wanted: Callable[[Device], bool] = lambda seen: True
    choices: Mapping[str, Phrase] = field(default_factory=dict)
    chooses: Phrase | None = None  # the words before the choices
    asks: Phrase | None = None  # the words before what is typed
    least: int = 0  # characters; none needed where a choice will do
    hint: Phrase | None = None
    extras: tuple[Extra, ...] = ()
    more: bool = False  # behind a lid, so that it is not done in passing

    def fits(self, seen: Device) -> bool:
        """Whether it is offered for a device."""
        return seen.status in IN_STORE and not seen.under_way and self.wanted(seen)


async def _check(tx: World, tag: str, fields: Fields) -> str:
    way = fields.get("choice", "")
    found = ReleaseCheck(
        None if way == NOT_YET else way, fields.get("lock") == "free", fields.get("battery", ""), _text(fields)
    )
    return await check_for_release(tx, tag=tag, found=found)


async def _take_on(tx: World, tag: str, fields: Fields) -> str:
    return await take_on(tx, tag=tag, broken=_text(fields))


async def _repaired(tx: World, tag: str, fields: Fields) -> str:
    cost, minutes = _number(fields, "cost"), _number(fields, "minutes")
    return await finish_repair(tx, tag=tag, parts=_text(fields), cost=cost, minutes=minutes)


async def _give_up(tx: World, tag: str, fields: Fields) -> str:
    recycle, why = fields.get("end") == "recycle", fields.get("choice", "")
    cost, minutes = _number(fields, "cost"), _number(fields, "minutes")
    return await give_up_repair(tx, tag=tag, why=why, recycle=recycle, cost=cost, minutes=minutes)


async def _leave(tx: World, tag: str, fields: Fields) -> str:
    return await put_back(tx, tag=tag)


def _text(fields: Fields) -> str:
    return tidy(fields.get("text", "")[:LONGEST])


def _number(fields: Fields, name: str) -> int:
    """A whole number of a field, dots and blanks between its digits or not; nothing counts as 0."""
    typed = fields.get(name, "").replace(".", "").replace(" ", "")
    if not typed:
        return 0
    if not typed.isascii() or not typed.isdigit() or len(typed) > MOST_DIGITS:
        raise Refused(_("Please write a whole number, for example: {example}.", example=Example("150000")))
    return int(typed)


async def _judge(tx: World, tag: str, fields: Fields) -> str:
    note = _text(fields)
    if len(note) < LEAST_NOTE:
        raise Refused(_("Please say in a few words why."))
    return await judge(tx, tag=tag, verdict=fields.get("choice", ""), note=note)


async def _withdraw(tx: World, tag: str, fields: Fields) -> str:
    words = [tidy(fields.get(name, "")[:LONGEST]) for name in ("text", "choice")]
    return await withdraw(tx, tag=tag, reason=words[0] or words[1])


NOT_YET: Final = "not_yet"
MOST_DIGITS: Final = 12
LOCK: Final[Mapping[str, Phrase]] = {"free": _("Yes, it is free"), "locked": _("No, it is still locked")}
WORK: Final = (Extra("cost", _("Cost in đồng")), Extra("minutes", _("Minutes of work")))
ENDS: Final[Mapping[str, Phrase]] = {
    "parts": _("🔩 It serves for spare parts"),
    "recycle": _("♻️ It is recycled"),
}


def _waits(seen: Device) -> bool:
    """Whether it waits for somebody of the reader's to repair it."""
    return seen.sorts and seen.status == "repair" and not any(one.state == "under_way" for one in seen.repairs)


def _under_way(seen: Device) -> bool:
    """Whether the reader's unit is repairing it."""
    return any(one.state == "under_way" and one.mine for one in seen.repairs)


DEVICE_ACTIONS: Final = (
    DeviceAction("check", _check, _("✅ Check before release"), _("Noted: what was checked."),
                 lambda seen: seen.used and seen.holds and (seen.status == "received" or not seen.wipe_method),
                 choices={**WIPE_METHODS, NOT_YET: _("Not wiped yet")}, chooses=_("Data is wiped"),
                 asks=_("What runs on it, with its version"), least=LEAST_SYSTEM,
                 extras=(Extra("lock", _("Owner's lock is removed"), LOCK),
                         Extra("battery", _("Battery"), BATTERIES))),
    DeviceAction("take_on", _take_on, _("🔧 I repair it"), _("Noted: your unit repairs it."), _waits,
                 asks=_("What is broken"), least=LEAST_WORDS),
    DeviceAction("repaired", _repaired, _("✅ Repaired"), _("Noted: it is repaired."), _under_way,
                 asks=_("Which parts were put in"), extras=WORK),
    DeviceAction("give_up", _give_up, _("🛑 Give it up"), _("Noted: it was given up."), _under_way,
                 choices=WHY_GIVEN_UP, chooses=_("Why"), extras=(Extra("end", _("Then"), ENDS), *WORK),
                 hint=_("What is recycled goes out of the books, and the reason stands in the public ledger."),
                 more=True),
    DeviceAction("leave", _leave, _("Leave it to others"), _("Noted: it waits for others."), _under_way, more=True),
    DeviceAction("judge", _judge, _("⚖️ Change the verdict"), _("Noted: the new verdict."),
                 lambda seen: seen.sorts, choices=VERDICT,
                 chooses=_("New verdict"), asks=_("Why, for example: a new battery was put in"), least=LEAST_NOTE,
                 more=True),
    DeviceAction("withdraw", _withdraw, _("↩️ Take it out of the books"),
                 _("It is out of the books. Its history stays."), lambda seen: seen.keeps,
                 choices=REASONS, chooses=_("Reason"), asks=_("Or in your own words"),
                 hint=_("The reason stands in the public ledger: please no names."), more=True),
)  # fmt: skip
"""In the order in which they are shown."""
BY_NAME: Final = {action.name: action for action in DEVICE_ACTIONS}
