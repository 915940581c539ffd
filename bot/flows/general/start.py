"""Somebody arrives: a welcome, or the role an invitation code grants."""

from __future__ import annotations

from bot.chat.kinds import Either, Named, Text
from bot.chat.phrase import _
from bot.chat.words import Chat, Refused
from bot.flows.devices.device import LINK, show_device
from bot.flows.general.greeting import greet, welcome
from bot.flows.general.menu import show_menu
from bot.flows.registry import flow
from bot.programme.codes import LONGEST_SENTENCE
from bot.programme.people.invites import accept


@flow("start", "batdau", "moi", label=_("Start"), glance=True)
async def start(chat: Chat) -> None:
    if chat.argument.lower().startswith(LINK):  # the QR code of a device's label
        await show_device(chat, chat.argument[len(LINK) :])
        return
    if chat.argument:
        try:
            await welcome(chat, await chat.do(accept, code=chat.argument))
        except Refused as no:
            await chat.say(no.why)
    else:
        await greet(chat)
    await show_menu(chat, greeted=not chat.argument)


@flow("nhapmamoi", "nhapma", "code", label=_("🔑 Enter an invitation code"))
async def enter_code(chat: Chat) -> None:
    """Asks for a code until one is right; whoever has none may stop."""
    asked = _("Please type the invitation code you were given, for example: K7PQ2-XM4RT.")
    code = await chat.ask("code", Text(longest=40), asked)
    tries = 1
    while True:
        tries += 1
        try:
            await welcome(chat, await chat.do(accept, code=code))
        except Refused as no:
            other = Either(Text(longest=LONGEST_SENTENCE), {"stop": _("✖️ Stop here")})
            said = await chat.ask(f"code_{tries}", other, [no.why, asked])
            if isinstance(said, Named):
                break
            code = said
        else:
            break
    await show_menu(chat)
