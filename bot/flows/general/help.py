"""Help: how to talk with the bot, whom to call, and the questions people ask."""

from __future__ import annotations

from bot.chat.phrase import _, given
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.programme.people.about import about_drive, answer_to

FIRST = 3
"""So many questions stand under the help itself, which must fit on a phone."""
REST = "+"
"""What stands behind the command for the rest of them; no question has such a key."""


@flow("trogiup", "hotro", label=_("❓ Help"), glance=True)
async def help(chat: Chat) -> None:
    drive = await chat.look(about_drive)
    questions = [Offer(given(faq.ask), f"/help {faq.key}") for faq in drive.faq]
    if chat.argument == REST:
        await chat.say(_("People also ask:"), offers=questions[FIRST:])
        return
    if chat.argument:
        found = await chat.look(answer_to, key=chat.argument)
        if found is not None:
            await chat.say(_("<b>{question}</b>", question=found.ask), given(found.answer))
            return
    more = [Offer(_("More questions"), f"/help {REST}")] if len(questions) > FIRST + 1 else questions[FIRST:]
    await chat.say(
        _("Answer by tapping a button, by its number, or in your own words."),
        _("At any question: /back one step, /edit to change an answer, /cancel to stop, /menu for everything else."),
        *[
            _("{name}, {title}: {phone}", name=card.name, title=card.title, phone=card.phone)
            for card in drive.contacts[:2]
        ],
        offers=[*questions[:FIRST], *more],
    )
