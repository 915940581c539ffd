"""Somebody says that the money is sent: what we know of it, and that nothing more need be done."""

from __future__ import annotations

from bot.chat.phrase import Phrase, _
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.giving.pledges import my_pledges

MOST = 3
GIFTS = Offer(_("🎁 My gifts"), "/my_gifts")


@flow("dachuyenkhoan", label=_("💸 I have sent the money"), glance=True, module="cash")
async def transferred(chat: Chat) -> None:
    pledges = [one for one in await chat.look(my_pledges, most=10) if one.cash is not None]
    if not pledges:
        await chat.say(
            _("Thank you! I find no pledge of yours. A transfer without a code is matched by the accountant."),
            _("With a pledge you get a code, and I can tell you when the money is in."),
            offers=[Offer(_("💰 Give money"), "/give_cash")],
        )
        return
    lines: list[Phrase | str] = [
        _("Thank you! You need not send a picture of the transfer: I tell you as soon as the bank tells us.")
    ]
    for one in pledges[:MOST]:
        code = shown(one.code)
        if one.status == "received":
            lines.append(_("✅ {code}: {sum} has come in.", code=code, sum=one.cash))
        elif one.status == "promised":
            lines.append(_("🟡 {code}: {sum}, not seen at the bank yet.", code=code, sum=one.cash))
    await chat.say(*lines, offers=[GIFTS])
