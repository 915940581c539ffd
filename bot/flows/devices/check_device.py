"""What is checked of a used device before it goes to a student: how it was wiped, its lock, battery and system."""

from __future__ import annotations

from typing import Final

from bot.chat.kinds import Either, Named, Text
from bot.chat.phrase import Phrase, _
from bot.chat.words import Chat, Offer, Refused
from bot.flows.devices.state_names import STATES
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.devices.care import device_seen
from bot.programme.devices.release import (
    BATTERIES,
    LEAST_SYSTEM,
    LONGEST_SYSTEM,
    WIPE_METHODS,
    ReleaseCheck,
    check_for_release,
)

SYSTEMS: Final = ("Android", "iOS", "Windows 10", "Windows 11", "ChromeOS", "Linux")


@flow("kiemmay", label=_("✅ Check before release"), module="devices")
async def check_device(chat: Chat) -> None:
    seen = await chat.look(device_seen, tag=chat.argument)
    tag = shown(seen.tag)
    if not seen.used or not seen.holds:
        await chat.say(_("{tag} keeps nothing of an owner before, so there is nothing to check.", tag=tag))
        return
    ways: dict[str, Phrase | str] = {**WIPE_METHODS, "not_yet": _("Not wiped yet")}
    way = await chat.choose("wiped", _("{tag}: how were the owner's data wiped?", tag=tag), ways, label=_("Wiped"))
    asked = _("Switch it on: does it start without the account or the lock of its owner before?")
    lock: dict[str, Phrase | str] = {"free": _("Yes, it is free"), "locked": _("No, it is still locked")}
    unlocked = await chat.choose("lock", asked, lock, label=_("Lock"))
    battery = await chat.choose("battery", _("How is its battery?"), dict(BATTERIES), label=_("Battery"))
    named: dict[str, Phrase | str] = {name: name for name in SYSTEMS}
    typed = await chat.ask(
        "system",
        Either(Text(longest=LONGEST_SYSTEM, least=LEAST_SYSTEM), named),
        _("What runs on it? Please type it with its version, for example: Android 9."),
        label=_("System"),
    )
    if not await chat.review("sure", _("Please check what you saw of {tag}:", tag=tag)):
        await chat.say(_("Good, nothing was changed."))
        return
    system = typed.key if isinstance(typed, Named) else typed
    found = ReleaseCheck(None if way == "not_yet" else way, unlocked == "free", battery, system)
    try:
        status = await chat.do(check_for_release, tag=seen.tag, found=found)
    except Refused as no:
        await chat.say(no.why)
        return
    state, following = STATES[status]
    lines: list[Phrase | str] = [_("{tag}: {state} – {next}", tag=tag, state=state, next=following)]
    if way == "not_yet":
        lines.append(_("It stays here until its data is wiped."))
    if unlocked == "locked":
        lines.append(_("It stays here until its owner has removed the lock."))
    await chat.say(*lines, offers=[Offer(_("Show the device"), f"/device {seen.tag}")])
