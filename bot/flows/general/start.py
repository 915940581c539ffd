"""Somebody arrives: a welcome, or the role an invitation code grants."""

from __future__ import annotations

from bot.chat.kinds import Text
from bot.chat.phrase import _
from bot.chat.words import Chat, Refused
from bot.flows.devices.device import LINK, show_device
from bot.flows.general.menu import show_menu
from bot.flows.registry import flow
from bot.programme.people.about import about_drive
from bot.programme.people.invites import accept
from bot.programme.people.role_names import ROLE_NAMES


@flow("start", "batdau", "moi", label=_("Start"), glance=True)
async def start(chat: Chat) -> None:
    if chat.argument.lower().startswith(LINK):  # the QR code of a device's label
        await show_device(chat, chat.argument[len(LINK) :])
        return
    drive = await chat.look(about_drive)
    if chat.argument:
        try:
            granted = await chat.do(accept, code=chat.argument)
        except Refused as no:
            await chat.say(no.why)
        else:
            role = ROLE_NAMES.get(granted.role, granted.role)
            await chat.say(
                _("Welcome. You now take part in “{drive}” as <b>{role}</b>.", drive=drive.name, role=role),
                *([_("Unit: {unit}.", unit=granted.unit)] if granted.unit else []),
            )
    else:
        opens = drive.opens.date()
        window = _("The drive receives gifts from {opens}.", opens=opens)
        if drive.closes is not None:
            window = _("The drive receives gifts from {opens} to {closes}.", opens=opens, closes=drive.closes.date())
        await chat.say(
            _("Hello! This is the chat of “{drive}”.", drive=drive.name),
            _("You can give money or devices here, follow your gift, and see how the drive is doing."),
            window,
        )
    await show_menu(chat)


@flow("nhapma", "code", label=_("🔑 Enter an invitation code"))
async def enter_code(chat: Chat) -> None:
    code = await chat.ask(
        "code", Text(longest=40), _("Please type the invitation code you were given, for example: K7PQ2-XM4RT.")
    )
    try:
        granted = await chat.do(accept, code=code)
    except Refused as no:
        await chat.say(no.why)
        return
    await chat.say(_("Welcome. You now take part as <b>{role}</b>.", role=ROLE_NAMES.get(granted.role, granted.role)))
    await show_menu(chat)
