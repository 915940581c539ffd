"""The journey card of one's own gift, and whether there is news of it; the code stands behind the command."""

from __future__ import annotations

from bot.chat.phrase import _
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.giving.journey import mute_card, show_card


@flow("hanhtrinhmonqua", "the", label=_("🎫 Journey of the gift"), glance=True)
async def journey(chat: Chat) -> None:
    await chat.do(show_card, code=chat.argument)


@flow("thoibao", label=_("🔕 No news of this gift"), glance=True)
async def mute_gift(chat: Chat) -> None:
    code = await chat.do(mute_card, code=chat.argument, muted=True)
    said = _("Good, no more news of {code}. Its card still changes by itself.", code=shown(code))
    await chat.say(said, offers=[Offer(_("🔔 Tell me again"), f"/baotin {code}")])


@flow("baotin", label=_("🔔 Tell me again"), glance=True)
async def unmute_gift(chat: Chat) -> None:
    code = await chat.do(mute_card, code=chat.argument, muted=False)
    await chat.say(_("Good, you will hear of each step of {code}.", code=shown(code)))
