"""The menu: what this person can do here, as buttons or by number; the most used first, the rest under "More"."""

from __future__ import annotations

from typing import Final

from bot.chat.phrase import Phrase, _
from bot.chat.words import Chat, Offer
from bot.flows.general.addressing import Address, address_of
from bot.flows.general.window import not_open
from bot.flows.menu_order import AT_ONCE
from bot.flows.registry import Flow, flow
from bot.flows.registry import menu as flows_for
from bot.programme.people.about import About, about_drive
from bot.programme.people.roles import Held, menu_roles, my_roles

HELLO: Final = "hello"
ABOVE: Final[dict[str, Phrase]] = {
    "thanks": _("You are welcome! Thank you for thinking of the children."),
    "unread": _("I did not quite understand that."),
    "number": _("That number belongs to no list that is open. Please choose here:"),
}
"""What is said above the menu, by the word behind its command."""
ASKED: Final[dict[Address, Phrase]] = {
    "visitor": _("What would you like to do?"),
    "teacher": _("What shall we do for your pupils?"),
    "colleague": _("What shall we do now?"),
    "official": _("What would you like to see?"),
}
GIVING: Final = ("give_cash", "give_devices", "give_services")


def hello(address: Address, drive: About) -> Phrase:
    """The greeting."""
    if address == "visitor":
        return _("Hello! This is the chat of “{drive}”.", drive=drive.name)
    if address == "teacher":
        return _("Good day, teacher! This is the chat of “{drive}”.", drive=drive.name)
    return _("Good day! This is the chat of “{drive}”.", drive=drive.name)


def lines_for(held: list[Held], drive: About) -> list[Flow]:
    """The lines of somebody's menu; nothing is offered to be given that is not taken."""
    mine = flows_for(menu_roles(held), frozenset(drive.modules))
    return [entry for entry in mine if drive.takes or entry.name not in GIVING]


async def show_menu(chat: Chat, greeted: bool = False) -> None:
    """Says what can be done, for the roles this person holds; whether the drive is open, unless they were `greeted`."""
    held = await chat.look(my_roles)
    drive = await chat.look(about_drive)
    address, mine = address_of(held), lines_for(held, drive)
    above = _("You are welcome!") if chat.argument == "thanks" and address != "visitor" else ABOVE.get(chat.argument)
    closed = not_open(drive.state, drive.takes, drive.opens, drive.closes)
    shown = mine if len(mine) <= AT_ONCE else mine[: AT_ONCE - 1]
    offers = [Offer(entry.label, f"/{entry.name}") for entry in shown]
    if shown != mine:
        offers.append(Offer(_("➕ More"), "/more"))
    await chat.say(
        *([hello(address, drive)] if chat.argument == HELLO else []),
        *([above] if above is not None else []),
        *([closed] if closed is not None and address == "visitor" and not greeted else []),
        ASKED[address],
        offers=offers,
    )


@flow("menu", "danhmuc", label=_("Menu"), glance=True)
async def menu(chat: Chat) -> None:
    await show_menu(chat)


@flow("them", "xemthem", label=_("➕ More"), glance=True)
async def more(chat: Chat) -> None:
    """The lines of the menu that do not stand on it at once."""
    held = await chat.look(my_roles)
    mine = lines_for(held, await chat.look(about_drive))
    rest = mine[AT_ONCE - 1 :] if len(mine) > AT_ONCE else mine
    await chat.say(_("Here is the rest:"), offers=[Offer(entry.label, f"/{entry.name}") for entry in rest])
