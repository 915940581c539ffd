"""Somebody repairs a device: takes it on, and says how it ended, with parts, cost and time."""

from __future__ import annotations

from bot.chat.kinds import Either, Money, Named, Number, Text
from bot.chat.phrase import Phrase, _
from bot.chat.words import Chat, Offer, Refused
from bot.flows.devices.state_names import STATES
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.devices.care import device_seen
from bot.programme.devices.repair_log import WHY_GIVEN_UP
from bot.programme.devices.repairs import (
    LEAST_WORDS,
    MOST_COST,
    MOST_MINUTES,
    finish_repair,
    give_up_repair,
    repair_of_mine,
    take_on,
)

LONGEST = 200
QUEUE = Offer(_("🔧 Repairs"), "/repair_queue")


@flow("nhansua", label=_("🔧 I repair it"), module="devices")
async def take_on_repair(chat: Chat) -> None:
    """The device's tag stands behind the command."""
    seen = await chat.look(device_seen, tag=chat.argument)
    at = next((one for one in seen.repairs if one.state == "under_way"), None)
    if at is not None:
        await chat.say(_("{tag} is being repaired already, by {unit}.", tag=shown(seen.tag), unit=at.unit))
        return
    broken = await chat.ask(
        "broken",
        Text(longest=LONGEST, least=LEAST_WORDS),
        _("{tag}: what is broken? For example: pin phồng, không sạc.", tag=shown(seen.tag)),
        label=_("Broken"),
    )
    try:
        tag = await chat.do(take_on, tag=seen.tag, broken=broken)
    except Refused as no:
        await chat.say(no.why)
        return
    done = Offer(_("✅ Repaired"), f"/repaired {tag}")
    stop = Offer(_("🛑 Give it up"), f"/give_up {tag}")
    await chat.say(_("Noted: your unit repairs {tag}.", tag=shown(tag)), offers=[done, stop, QUEUE])


@flow("suaxong", label=_("✅ Repaired"), module="devices")
async def repaired(chat: Chat) -> None:
    """The device's tag stands behind the command."""
    tag = await chat.look(repair_of_mine, tag=chat.argument)
    none: dict[str, Phrase | str] = {"none": _("No parts")}
    typed = await chat.ask(
        "parts",
        Either(Text(longest=LONGEST, least=2), none),
        _("{tag}: which parts were put in? For example: pin mới.", tag=shown(tag)),
        label=_("Parts"),
    )
    cost, minutes = await _ask_work(chat)
    if not await chat.review("sure", _("Please check the repair of {tag}:", tag=shown(tag))):
        await chat.say(_("Good, nothing was changed."))
        return
    parts = "" if isinstance(typed, Named) else typed
    try:
        status = await chat.do(finish_repair, tag=tag, parts=parts, cost=cost, minutes=minutes)
    except Refused as no:
        await chat.say(no.why)
        return
    await _say_state(chat, tag, status)


@flow("botay", label=_("🛑 Give it up"), module="devices")
async def give_up(chat: Chat) -> None:
    """The device's tag stands behind the command."""
    tag = await chat.look(repair_of_mine, tag=chat.argument)
    asked = _("{tag}: why is it given up?", tag=shown(tag))
    why = await chat.choose("why", asked, dict(WHY_GIVEN_UP), label=_("Why"))
    ends: dict[str, Phrase | str] = {"parts": _("🔩 It serves for spare parts"), "recycle": _("♻️ It is recycled")}
    end = await chat.choose(
        "end",
        (
            _("What becomes of it?"),
            _("What is recycled goes out of the books, and the reason stands in the public ledger."),
        ),
        ends,
        label=_("Then"),
    )
    cost, minutes = await _ask_work(chat)
    if not await chat.review("sure", _("Please check what becomes of {tag}:", tag=shown(tag))):
        await chat.say(_("Good, nothing was changed."))
        return
    try:
        status = await chat.do(give_up_repair, tag=tag, why=why, recycle=end == "recycle", cost=cost, minutes=minutes)
    except Refused as no:
        await chat.say(no.why)
        return
    await _say_state(chat, tag, status)


async def _ask_work(chat: Chat) -> tuple[int, int]:
    """(đồng, minutes) that the repair took."""
    nothing: dict[str, Phrase | str] = {"none": _("It cost nothing")}
    cost = await chat.ask(
        "cost",
        Either(Money(least=1, most=MOST_COST), nothing),
        _("What did it cost, parts and work? For example: 150k."),
        label=_("Cost"),
    )
    minutes = await chat.ask(
        "minutes",
        Number(0, MOST_MINUTES, suggested=(15, 30, 60, 120)),
        _("How many minutes of work?"),
        label=_("Minutes"),
    )
    return 0 if isinstance(cost, Named) else cost.minor, minutes


async def _say_state(chat: Chat, tag: str, status: str) -> None:
    state, following = STATES[status]
    check = [Offer(_("✅ Check before release"), f"/check_device {tag}")] if status == "received" else []
    await chat.say(_("{tag}: {state} – {next}", tag=shown(tag), state=state, next=following), offers=[*check, QUEUE])
