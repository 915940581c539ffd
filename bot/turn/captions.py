"""The words under a picture or a file: heard as if they had come alone, where the picture itself is not wanted."""

from __future__ import annotations

from typing import Final

from msgspec import structs

from bot.chat.phrase import _
from bot.messages import Incoming
from bot.turn import wished
from bot.turn.leading import Lead
from bot.turn.orders import command
from bot.turn.things_sent import wants

UNSEEN: Final = _("I have read your words. What you sent with them I cannot look at here.")


async def words_of(lead: Lead, update: Incoming) -> Incoming:
    """What was sent as its words alone: an order, an answer to the open question, a wish; else as it came."""
    lead.text = update.caption
    ordered = update.caption.startswith("/") and command(update.caption, free=True) is not None
    if not ordered and (await wants(lead, update) if lead.me.talk else not await wished.leads_somewhere(lead)):
        lead.text = ""
        return update
    lead.foreword = UNSEEN
    return structs.replace(update, text=update.caption, photo=None, document=None, other=None)
