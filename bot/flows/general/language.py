"""The language this person is spoken to in."""

from __future__ import annotations

from bot.chat.phrase import _
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.programme.people.about import speak


@flow("ngonngu", label=_("🌐 Language"), glance=True)
async def language(chat: Chat) -> None:
    wanted = chat.argument.lower()[:2]
    if wanted in ("vi", "en"):
        await chat.do(speak, language=wanted)
        await chat.say(_("From now on I speak English with you."))
        return
    await chat.say(
        _("Which language would you like?"),
        offers=[Offer("Tiếng Việt", "/language vi"), Offer("English", "/language en")],
    )
