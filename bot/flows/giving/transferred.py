"""Somebody says, or shows by a picture, that the gift is sent: what we know of it, and that nothing more is needed."""

from __future__ import annotations

from bot.chat.phrase import Phrase, _
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.giving.pledges import Pledge, my_pledges

MOST = 3
GIFTS = Offer(_("🎁 My gifts"), "/my_gifts")
PICTURE = "picture"
"""Stands behind the command where a picture came instead of words."""


@flow("dachuyenkhoan", label=_("💸 I have sent the money"), glance=True, module="cash")
async def transferred(chat: Chat) -> None:
    pledges = await chat.look(my_pledges, most=10)
    if chat.argument == PICTURE:
        await chat.say(*without_picture(pledges), offers=[GIFTS])
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


def seen(pledge: Pledge) -> list[Phrase]:
    """Whether the money of a pledge has come in; nothing of what is cancelled."""
    values = {"code": shown(pledge.code), "sum": pledge.cash}
    if pledge.status == "received":
        return [_("✅ {code}: {sum} has come in.", **values)]
    if pledge.status != "promised":
        return []
    if pledge.paid is not None and pledge.paid.minor > 0:
        return [_("🟡 {code}: {paid} of {sum} has come in.", paid=pledge.paid, **values)]
    return [_("🟡 {code}: {sum}, not seen at the bank yet.", **values)]


def without_picture(pledges: list[Pledge]) -> list[Phrase]:
    """What a picture would have told of open pledges, and why none is needed."""
    waiting = [one for one in pledges if one.status == "promised"][:MOST]
    lines = [_("I cannot look at pictures, so I have done nothing with yours.")]
    if any(one.cash is not None for one in waiting):
        lines.append(_("One of a transfer is not needed: I tell you as soon as the bank tells us."))
    for one in waiting:
        if one.cash is not None:
            lines += seen(one)
        else:
            lines.append(_("🟡 {code}: no picture is needed, it is looked at when it comes in.", code=shown(one.code)))
    return lines
