"""Help: how to talk with the bot, whom to call, and the questions people ask."""

from __future__ import annotations

from bot.chat.phrase import _, given
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.programme.people.about import about_drive, answer_to


@flow("trogiup", "hotro", label=_("❓ Help"), glance=True)
async def help(chat: Chat) -> None:
    if chat.argument:
        found = await chat.look(answer_to, key=chat.argument)
        if found is not None:
            await chat.say(_("<b>{question}</b>", question=found.ask), given(found.answer))
            return
    drive = await chat.look(about_drive)
    await chat.say(
        _("Answer by tapping a button, by its number, or in your own words."),
        _("At any question: /back one step, /edit to change an answer, /cancel to stop, /menu for everything else."),
        *[
            _("{name}, {title}: {phone}", name=card.name, title=card.title, phone=card.phone)
            for card in drive.contacts[:2]
        ],
        offers=[Offer(given(faq.ask), f"/help {faq.key}") for faq in drive.faq[:6]],
    )
