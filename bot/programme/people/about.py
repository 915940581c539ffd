"""What everybody may know of a drive: its name, window, modules, whom to call, and the questions people ask."""

from __future__ import annotations

from datetime import datetime

import msgspec

from bot import texts
from bot.chat.words import deed, fact
from bot.programme.calendar import drives
from bot.programme.world import World


class Card(msgspec.Struct, frozen=True):
    """Somebody whom people may call."""

    name: str
    title: dict[str, str]
    phone: str


class FrequentQuestion(msgspec.Struct, frozen=True):
    """A question people ask, and its answer."""

    key: str
    ask: dict[str, str]
    answer: dict[str, str]


class About(msgspec.Struct, frozen=True):
    """A drive at a glance."""

    name: dict[str, str]
    opens: datetime
    closes: datetime | None
    state: str
    modules: list[str]
    contacts: list[Card]
    faq: list[FrequentQuestion]
    takes: bool = True  # whether gifts are taken now


@fact("drive.about")
async def about_drive(tx: World) -> About:
    """The drive as anybody may know it."""
    plan, state = tx.plan, drives.state_of(tx.plan, tx.now)
    return About(
        plan.short_name,
        plan.window.opens,
        plan.window.closes,
        state,
        list(plan.modules),
        [Card(card.name, card.title, card.phone) for card in plan.contacts],
        [FrequentQuestion(faq.key, faq.ask, faq.answer) for faq in plan.faq],
        drives.takes_gifts(plan, state),
    )


@fact("drive.answer")
async def answer_to(tx: World, *, key: str) -> FrequentQuestion | None:
    """The plan's answer to one of its questions."""
    for faq in tx.plan.faq:
        if faq.key == key:
            return FrequentQuestion(faq.key, faq.ask, faq.answer)
    return None


@deed("contact.speak")
async def speak(tx: World, *, language: str) -> str:
    """Changes the language the actor is spoken to in."""
    me = tx.actor
    me.language, me.changed = texts.known(language), True
    return me.language
