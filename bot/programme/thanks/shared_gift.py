"""What a donor may show around of a gift that has come in: what it is and for which drive, never whose nor its code."""

from __future__ import annotations

from typing import Any

from bot import texts
from bot.chat.phrase import Phrase, _
from bot.chat.words import Refused, fact
from bot.programme.giving.own_pledge import require_own_pledge
from bot.programme.thanks.certificates import gift_phrase, given_of
from bot.programme.world import World
from bot.reports.shared_gift import MOST


@fact("gift.to_share")
async def gift_to_share(tx: World, *, code: str) -> dict[str, Any]:
    """The recipe of the picture of the actor's own gift, in their language; raises Refused."""
    row = await require_own_pledge(tx, code)
    if row.status != "received":
        raise Refused(_("The picture comes once all of your gift is received."))

    def say(phrase: Phrase) -> str:
        return texts.plain(phrase, tx.actor.language, tx.zone)[:MOST]

    return {
        "make": "shared_gift",
        "language": tx.actor.language,
        "says": say(_("I have just given")),
        "gift": say(gift_phrase(tx, await given_of(tx, row))),
        "to": say(_("to “{drive}”", drive=tx.plan.short_name)),
        "invites": say(_("Join in, whatever you can give!")),
        "url": f"{tx.site}/chat" if tx.site else "",
    }
