"""Somebody arrives: a welcome, or the role an invitation code grants."""

from __future__ import annotations

from bot.chat.kinds import Text
from bot.chat.phrase import _
from bot.chat.words import Chat, Refused
from bot.flows.devices.device import LINK, show_device
from bot.flows.general.greeting import greet, welcome
from bot.flows.general.menu import show_menu
from bot.flows.registry import flow
from bot.programme.people.invites import accept


@flow("start", "batdau", "moi", label=_("Start"), glance=True)
async def start(chat: Chat) -> None:
    if chat.argument.lower().startswith(LINK):  # the QR code of a device's label
        await show_device(chat, chat.argument[len(LINK) :])
        return
    if chat.argument:
        await _accepted(chat, chat.argument)
    else:
        await greet(chat)
    await show_menu(chat, greeted=not chat.argument)


@flow("nhapmamoi", "nhapma", "code", label=_("🔑 Enter an invitation code"))
async def enter_code(chat: Chat) -> None:
    code = await chat.ask(
        "code", Text(longest=40), _("Please type the invitation code you were given, for example: K7PQ2-XM4RT.")
    )
    if await _accepted(chat, code):
        await show_menu(chat)


async def _accepted(chat: Chat, code: str) -> bool:
    """Whether the code granted a role, which it is then welcomed to."""
    try:
        granted = await chat.do(accept, code=code)
    except Refused as no:
        await chat.say(no.why)
        return False
    await welcome(chat, granted)
    return True
