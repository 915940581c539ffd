"""What somebody hears who arrives: who they are here, what the drive is about, whether it is open, and its notices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.chat.phrase import Phrase, _
from bot.chat.words import Chat
from bot.flows.general.addressing import address_of
from bot.flows.general.menu import hello
from bot.flows.general.window import not_open
from bot.programme.people.about import About, about_drive
from bot.programme.people.invites import Granted
from bot.programme.people.notices import my_notices, notice_line
from bot.programme.people.role_names import ROLE_NAMES
from bot.programme.people.roles import Held, my_roles
from bot.programme.reporting.progress import drive_progress

MOST_ROLES = 3


async def greet(chat: Chat) -> None:
    """Greets whoever comes without an invitation."""
    held, drive = await chat.look(my_roles), await chat.look(about_drive)
    lines: list[Phrase | str] = [hello(address_of(held), drive)]
    if held:
        lines += [_taking_part(one) for one in held[:MOST_ROLES]]
    else:
        lines += await _what_can_be_done(chat, drive)
    await chat.say(*lines, *await _notices(chat))


async def welcome(chat: Chat, granted: Granted) -> None:
    """Greets whoever has just been given a role."""
    drive = await chat.look(about_drive)
    values = {"drive": drive.name, "role": ROLE_NAMES.get(granted.role, granted.role)}
    said = _("Welcome. You now take part in “{drive}” as <b>{role}</b>.", **values)
    if address_of([Held(granted.role, None, granted.unit, "/")]) == "teacher":
        said = _("Welcome, teacher. You now take part in “{drive}” as <b>{role}</b>.", **values)
    unit = [_("Unit: {unit}.", unit=granted.unit)] if granted.unit else []
    nothing = [_("Nothing more follows from this role here yet.")] if granted.idle else []
    await chat.say(said, *unit, *nothing, *await _notices(chat))


def _taking_part(held: Held) -> Phrase:
    role = ROLE_NAMES.get(held.role, held.role)
    if held.unit_name:
        return _("You take part as <b>{role}</b>: {unit}.", role=role, unit=held.unit_name)
    return _("You take part as <b>{role}</b>.", role=role)


async def _what_can_be_done(chat: Chat, drive: About) -> list[Phrase | str]:
    """What a visitor may do here, and until when."""
    closed = not_open(drive.state, drive.takes, drive.opens, drive.closes)
    if closed is not None:
        return [closed, _("You can follow your gift here, and see how the drive is doing.")]
    gives = [module for module in ("cash", "devices", "services") if module in drive.modules]
    if not gives:
        return [_("This drive takes no gifts here; you can see how it is doing.")]
    lines: list[Phrase | str] = [GIVES["cash" in gives, "devices" in gives]]
    if drive.closes is None:
        lines.append(_("The drive is open for gifts from {opens}.", opens=drive.opens.date()))
    else:
        lines.append(_("The drive is open for gifts from {opens} to {closes}.",
                       opens=drive.opens.date(), closes=drive.closes.date()))  # fmt: skip
    if not (await chat.look(drive_progress)).gifts:
        lines.append(_("Nothing has been promised yet: yours may be the first gift."))
    return lines


GIVES: Final[dict[tuple[bool, bool], Phrase]] = {
    (True, True): _("You can give money or devices here, follow your gift, and see how the drive is doing."),
    (True, False): _("You can give money here, follow your gift, and see how the drive is doing."),
    (False, True): _("You can give devices here, follow your gift, and see how the drive is doing."),
    (False, False): _("You can give services here, follow your gift, and see how the drive is doing."),
}
"""By whether money is taken, and whether devices are."""


async def _notices(chat: Chat) -> Sequence[Phrase]:
    return [notice_line(told, chat.now) for told in await chat.look(my_notices)]
