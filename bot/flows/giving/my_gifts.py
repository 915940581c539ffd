"""The donor's own gifts: a card each, with its true state and what comes next."""

from __future__ import annotations

from typing import Final

from bot.chat.phrase import Phrase, _
from bot.chat.words import Chat, Offer
from bot.flows.giving.gift_card import Names, buttons, card, standing, what
from bot.flows.giving.how_to_pay import BY_PICTURE, paying
from bot.flows.giving.missing import ways_to_give
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.giving.pledges import Pledge, my_pledges
from bot.programme.giving.terms import cash_terms
from bot.programme.people.about import about_drive
from bot.programme.reporting.progress import item_names

MOST: Final = 6
"""So many gifts have a button; the code of any other opens its card."""


@flow("quacuatoi", label=_("🎁 My gifts"), glance=True)
async def my_gifts(chat: Chat) -> None:
    pledges = await chat.look(my_pledges, most=10)
    if not pledges:
        drive = await chat.look(about_drive)
        await chat.say(_("You have not promised anything yet."), offers=ways_to_give(drive))
        return
    names = await chat.look(item_names)
    if len(pledges) == 1:
        await show_gift(chat, pledges[0], names)
        return
    lines: list[Phrase | str] = []
    for one in pledges:
        lines.append(_("<b>{code}</b>: {what}", code=shown(one.code), what=what(one, names)))
        lines.append(_("   {standing}", standing=standing(one, chat.today)))
    if len(pledges) > MOST:
        lines.append(_("To open another one, send me its code."))
    pressing = sorted(pledges, key=lambda one: one.status != "promised")[:MOST]  # what is open comes first
    offers = [Offer(_("{what} · {code}", what=what(one, names), code=shown(one.code)), f"/gift {one.code}")
              for one in pressing]  # fmt: skip
    await chat.say(_("Your gifts, the latest first:"), *lines, offers=offers)


@flow("qua", label=_("One gift"), glance=True)
async def gift(chat: Chat) -> None:
    """One gift; its code stands behind the command."""
    found = await chat.look(my_pledges, code=chat.argument or "-", most=1)
    if not found:
        await chat.say(_("I can't find a gift of yours with the code {code}.", code=chat.argument[:20] or "–"))
        return
    await show_gift(chat, found[0], await chat.look(item_names))


async def show_gift(chat: Chat, pledge: Pledge, names: Names) -> None:
    """The card of a gift; where money is awaited, with how to pay it."""
    lines, offers = card(pledge, names, chat.zone, chat.today), buttons(pledge)
    if pledge.cash is None or pledge.status != "promised" or pledge.back is not None:
        await chat.say(*lines, offers=offers)
        return
    more, picture = paying(pledge, (await chat.look(cash_terms)).account)
    await chat.say(*lines, *more, picture=picture, offers=offers, beside=BY_PICTURE)
