"""The menu: what this person can do here, as buttons or by number."""

from __future__ import annotations

from typing import Final

from bot.chat.phrase import Phrase, _
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.flows.registry import menu as flows_for
from bot.programme.people.about import about_drive
from bot.programme.people.roles import menu_roles, my_roles

HELLO: Final = "hello"
ABOVE: Final[dict[str, Phrase]] = {
    "thanks": _("You are welcome! Thank you for thinking of the children."),
    "unread": _("I did not quite understand that."),
}
"""What is said above the menu, by the word behind its command."""


async def show_menu(chat: Chat) -> None:
    """Says what can be done, for the roles this person holds."""
    roles = await chat.look(my_roles)
    drive = await chat.look(about_drive)
    mine = flows_for(menu_roles(roles), frozenset(drive.modules))
    await chat.say(
        *([_("Hello! This is the chat of “{drive}”.", drive=drive.name)] if chat.argument == HELLO else []),
        *([ABOVE[chat.argument]] if chat.argument in ABOVE else []),
        _("What would you like to do?"),
        offers=[Offer(entry.label, f"/{entry.name}") for entry in mine],
    )


@flow("menu", label=_("Menu"), glance=True)
async def menu(chat: Chat) -> None:
    await show_menu(chat)
