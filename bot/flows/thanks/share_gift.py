"""A picture of one's gift to show around, only for whoever asks for it; the gift's code stands behind the command."""

from __future__ import annotations

from bot.chat.phrase import _
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.programme.thanks.shared_gift import gift_to_share


@flow("anhkhoe", label=_("🖼 A picture to share"), glance=True)
async def share_gift(chat: Chat) -> None:
    picture = await chat.look(gift_to_share, code=chat.argument)
    await chat.say(
        _("Here is a picture of your gift, without your name and its code. Show it to whom you like."),
        picture=picture,
        offers=[Offer(_("🎁 My gifts"), "/my_gifts")],
    )
