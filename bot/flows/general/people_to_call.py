"""Somebody to talk with: who of the reception board may be called, and for what."""

from __future__ import annotations

from bot.chat.phrase import Phrase, _
from bot.chat.words import Chat
from bot.flows.registry import flow
from bot.programme.people.about import about_drive

MOST = 3


@flow("gapnguoiphutrach", "gapnguoi", "lienhe", label=_("☎️ Talk to a person"), glance=True)
async def people_to_call(chat: Chat) -> None:
    drive = await chat.look(about_drive)
    if not drive.contacts:
        await chat.say(_("Nobody is named for this drive yet. Please ask your commune's office."))
        return
    lines: list[Phrase | str] = [_("Of course, these people are glad to help you:")]
    lines += [_("☎️ <b>{name}</b>, {title}: {phone}", name=card.name, title=card.title, phone=card.phone)
              for card in drive.contacts[:MOST]]  # fmt: skip
    await chat.say(*lines)
