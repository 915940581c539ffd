"""Somebody says, or shows by a picture, that the gift is sent: what we know of it, and that nothing more is needed."""

from __future__ import annotations

from bot.chat.phrase import _
from bot.chat.words import Chat, Offer
from bot.flows.giving.gift_card import GIFTS
from bot.flows.registry import flow
from bot.programme.giving.awaited import MOST, seen, without_picture
from bot.programme.giving.pledges import my_pledges

PICTURE = "picture"
"""Stands behind the command where a picture came instead of words."""


@flow("dachuyenkhoan", label=_("💸 I have sent the money"), glance=True, module="cash")
async def transferred(chat: Chat) -> None:
    pledges = await chat.look(my_pledges, most=10)
    if chat.argument == PICTURE:
        unread = _("I cannot look at pictures, so I have done nothing with yours.")
        await chat.say(*without_picture(pledges, unread), offers=[GIFTS])
        return
    sums = [one for one in pledges if one.cash is not None]
    if not sums:
        await chat.say(
            _("Thank you! I find no pledge of yours. A transfer without a code is matched by the accountant."),
            _("With a pledge you get a code, and I can tell you when the money is in."),
            offers=[Offer(_("💰 Give money"), "/give_cash")],
        )
        return
    thanks = _("Thank you! You need not send a picture of the transfer: I tell you as soon as the bank tells us.")
    await chat.say(thanks, *[line for one in sums[:MOST] for line in seen(one)], offers=[GIFTS])
