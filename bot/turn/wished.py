"""Takes words that are neither an order nor an answer to where they may lead: a flow, a choice of few, a person."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from bot.chat.kind import Heard
from bot.chat.kinds.choice import number_of
from bot.chat.phrase import Phrase, _, given
from bot.chat.replay import Replay
from bot.chat.words import Ask, Offer
from bot.flows.registry import FLOWS
from bot.programme.giving.pledges import my_pledges
from bot.programme.people.invites import invited_by
from bot.storage.talks import LATER, Talk
from bot.turn.beginning import LONGEST_DATA, begin, begin_later, begin_menu, interrupt, take_up
from bot.turn.codes_typed import code_alone
from bot.turn.leading import Lead
from bot.turn.likelihood import BEHIND_CODE, STEERING, index_by, index_of, inside, likely_for, outside
from bot.turn.misread import MISSED as UNREAD
from bot.turn.misread import correction, unread_again
from bot.wishes import book
from bot.wishes.book import QUESTION
from bot.wishes.understand import GIVING, SURE, Understood, understand

SAID: Final = "/said"
"""Under this the sentence is kept with which a choice may begin a flow."""
ANSWER: Final = "/answer"
"""Takes words that looked like a wish as the answer after all, or one of the readings of a doubtful one."""
MISSED: Final = "/missed"
"""Under this it is kept that nothing was understood before."""
KEPT: Final = (SAID, MISSED, UNREAD, LATER)
"""What is kept beside a list and cannot be chosen from it."""
ASKED_ABOUT: Final = frozenset(("cancel", "back", "edit", "help", "people_to_call",
                                "give_cash", "give_devices", "give_services"))  # fmt: skip
"""The wishes that an answer in any words is not taken for without asking."""
LEAVING: Final = ("cancel", "back", "people_to_call")
"""The wishes by which even a remark is not taken without asking."""
ONLY: Final = 0.95
"""How near such a wish must be to a remark."""
STEERED: Final = 0.50
"""How near a wish to stop, go back, correct or be helped must be there: it is only ever asked about or answered."""
SURE_INSIDE: Final = 0.70
"""How near a wish must be in the middle of a question, where an answer is expected."""
AT_ONCE: Final = ("stop_reminders", "leave_web_desk", "web_desk")
"""Flows that do something as soon as they begin: their button is offered, and nothing more."""
MOST_CHOICES: Final = 100
"""A number below this was meant to choose from a list."""
INSTEAD: Final = {"withdraw_student": "my_students"}
"""Flows that open in place of one that wants a code."""
ANSWERED_BY: Final = {"until-when": "start", "who": "start", "where-to-bring": "reception"}
"""Flows that answer a question which the plan itself does not."""


async def free_words(lead: Lead) -> None:
    """Nothing is open, and somebody has written in their own words."""
    missed = lead.hidden(MISSED)
    command = code_alone(lead.world.plan, lead.text)
    if command is not None:
        name, argument = command
        return await begin(lead, FLOWS[name], argument)
    if await invited_by(lead.world, lead.text):
        return await begin(lead, FLOWS["start"], lead.text)
    if not any(char.isalpha() for char in lead.text):
        number = number_of(lead.text.strip())
        return await begin_menu(lead, "number" if number is not None and number < MOST_CHOICES else "")
    likely = await likely_for(lead)
    found = understand(index_of(lead.world.plan), lead.text, outside(likely))
    if found.sure is not None:
        later = next((FLOWS[wish] for wish in found.next if wish in FLOWS and not FLOWS[wish].glance), None)
        if later is not None and found.sure in FLOWS:
            lead.say(
                _("One after the other: first “{first}”, then “{second}”.",
                  first=FLOWS[found.sure].label, second=later.label)
            )  # fmt: skip
            await begin_later(lead, later, lead.text)
        return await grant(lead, found.sure)
    if found.near and not missed:
        offers = choices(lead, [wish for wish in found.near if likely(wish) >= 1])
        if offers:
            lead.say(_("Which of these do you mean?"), offers=[*offers, Offer(_("Something else"), "/menu")])
            lead.hide(lead.text, SAID)
            return lead.hide("1", MISSED)
    if missed:
        await begin(lead, FLOWS["people_to_call"], "")
        return await begin_menu(lead)
    await begin_menu(lead, "unread")
    lead.hide("1", MISSED)


async def leads_somewhere(lead: Lead) -> bool:
    """Whether the words are sure to be a code or a wish that a picture beside them says nothing about."""
    if code_alone(lead.world.plan, lead.text) is not None or await invited_by(lead.world, lead.text):
        return True
    sure = understand(index_of(lead.world.plan), lead.text, outside(await likely_for(lead))).sure
    return sure not in (None, "greeting", "thanks", "transferred")


async def grant(lead: Lead, wish: str) -> None:
    """Begins what is wished for, where nothing is open."""
    if wish in ("greeting", "thanks"):
        return await begin_menu(lead, "thanks" if wish == "thanks" else "hello")
    if wish == "continue":
        return await take_up(lead)
    if wish in STEERING:
        lead.say(_("Nothing is open at the moment."))
        wish = "my_gifts"
    if wish.startswith(QUESTION):
        return await reply(lead, wish.removeprefix(QUESTION))
    argument = ""
    if wish in BEHIND_CODE:
        fitting = [one.code for one in await my_pledges(lead.world, most=10) if one.status in BEHIND_CODE[wish]]
        wish, argument = (wish, fitting[0]) if len(fitting) == 1 else ("my_gifts", "")
    flow = FLOWS[INSTEAD.get(wish, wish)]
    if flow.name in AT_ONCE:
        offers = [Offer(flow.label, f"/{flow.name} {argument}".strip()), Offer(_("Something else"), "/menu")]
        return lead.say(_("Is this what you would like?"), offers=offers)
    await begin(lead, flow, argument, lead.text)


async def reply(lead: Lead, question: str) -> None:
    """Answers a question by the plan's own words, or names somebody who can."""
    if any(faq.key == question for faq in lead.world.plan.faq):
        return await begin(lead, FLOWS["help"], question)
    if question not in ANSWERED_BY:
        lead.say(_("I cannot answer that well enough myself."))
    await begin(lead, FLOWS[ANSWERED_BY.get(question, "people_to_call")], "")


def choices(lead: Lead, wishes: Iterable[str]) -> list[Offer]:
    """A button for each thing that may be meant."""
    offers: list[Offer] = []
    asked = {f"{QUESTION}{faq.key}": faq.ask for faq in lead.world.plan.faq}
    for wish in wishes:
        if wish in asked:
            offer = Offer(given(asked[wish]), f"/help {wish.removeprefix(QUESTION)}")
        elif wish in BEHIND_CODE or wish in STEERING:
            offer = Offer(FLOWS["my_gifts"].label, "/my_gifts")
        else:
            name = INSTEAD.get(wish, wish)
            if name not in FLOWS:
                name = ANSWERED_BY.get(wish.removeprefix(QUESTION), "people_to_call")
            offer = Offer(FLOWS[name].label, f"/{name}")
        if offer.command not in [one.command for one in offers]:
            offers.append(offer)
    return offers


def doubts(ask: Ask, text: str) -> bool:
    """Whether words typed where any words are an answer may be a wish: then they are asked about."""
    return hidden_wish(text, ask.kind.remark) is not None


def hidden_wish(text: str, remark: bool = False) -> str | None:
    """The wish that an answer in any words may be in truth; a remark only where it says nothing else."""
    words = text.split()
    if len(words) < 2 or (all(word[:1].isupper() for word in words if word[:1].isalpha()) and not text.isupper()):
        return None  # "Huy" and "Lê Thị Thôi" are names
    index = index_by(())
    tells = index.tells(text)
    if tells.isdisjoint(_telling()):
        return None
    found = understand(index, text, inside(lambda _wish: 1.0))
    wish = found.sure or next(iter(found.near), None)
    if remark:
        return wish if wish in LEAVING and found.score >= ONLY else None
    if wish in GIVING:
        return wish if found.score >= SURE and "@give" in tells else None
    return wish if wish in ASKED_ABOUT and found.score >= SURE_INSIDE else None


@lru_cache(maxsize=1)
def _telling() -> frozenset[str]:
    """The words without which nothing is wished for that an answer may hide."""
    index = index_by(())
    phrases = book.read().phrases
    return frozenset(word for wish in ASKED_ABOUT for line in phrases[wish] for word in index.tells(line))


def wished_inside(found: Understood) -> str | None:
    """What words are taken for which the open question could not read."""
    first = found.sure or next(iter(found.near), "")
    if first in STEERING or first in ("help", "people_to_call"):
        return first if found.score >= STEERED else None
    if found.near:
        return first if first in GIVING and found.score >= SURE else None
    return found.sure if found.score >= SURE_INSIDE else None


async def unread(lead: Lead, talk: Talk, run: Replay) -> bool:
    """Words that the open question could not read, or did not take without asking; whether they led somewhere."""
    if run.readings:
        return _ask_which(lead, talk, run)
    if not lead.text:
        return False
    found = understand(index_of(lead.world.plan), lead.text, inside(await likely_for(lead)))
    wish = hidden_wish(lead.text) if run.doubted else wished_inside(found)
    if wish in GIVING and "@give" not in index_by(()).tells(lead.text):
        wish = None  # "700k" is an answer that did not fit
    if wish == "edit" or wish == talk.flow or (wish is None and not run.doubted):
        offer = await correction(lead, run.open.kind if run.open and wish is None else None)
        if offer is not None:
            lead.say(_("Shall I change that?"), offers=[offer, *_staying(run)])
            lead.hide(lead.text, SAID)
            return _keep(lead, run)
    if wish is None or wish == talk.flow:
        return await unread_again(lead, talk, run)
    if wish in STEERING:
        lead.say(_ASKED[wish], offers=[STEERING[wish], *_staying(run)])
        return _keep(lead, run)
    if wish.startswith(QUESTION):
        await reply(lead, wish.removeprefix(QUESTION))
    elif wish in ("thanks", "greeting", "continue"):
        lead.say(_("Hello! Let us go on:") if wish == "greeting" else _("You are welcome! Let us go on:"))
        await lead.put_again()
    else:
        name = "my_gifts" if wish in BEHIND_CODE else INSTEAD.get(wish, wish)
        if not FLOWS[name].glance:
            interrupt(lead, talk, FLOWS[name], "", _staying(run)[:1] if run.doubted else ())
            lead.hide(lead.text, SAID)
        elif name in AT_ONCE:
            lead.say(_("Is this what you would like?"), offers=[Offer(FLOWS[name].label, f"/{name}"), *_staying(run)])
        else:
            await begin(lead, FLOWS[name], "")
    return _keep(lead, run)


def _ask_which(lead: Lead, talk: Talk, run: Replay) -> bool:
    """Asks which of its readings an answer has; one that is too long for a button is kept beside the list."""
    assert run.trouble is not None
    offers, kept = [], ""
    for reading, label in run.readings:
        command = f"{ANSWER} {talk.id}.{talk.seq} {reading}"
        if len(command.encode()) > LONGEST_DATA:
            command, kept = ANSWER, reading
        offers.append(Offer(label, command))
    lead.say(run.trouble, offers=offers)
    if kept:
        lead.hide(kept, ANSWER)
    return True


_ASKED: Final[dict[str, Phrase]] = {
    "cancel": _("Would you like to stop here? Nothing is recorded then."),
    "back": _("Would you like to go back to the question before?"),
    "edit": _("Would you like to change an answer?"),
}


async def answer(lead: Lead, talk: Talk, argument: str) -> None:
    """Takes words for the answer that looked like a wish, or one of the readings a doubtful answer has."""
    question, _space, reading = argument.partition(" ")
    said = reading if question == f"{talk.id}.{talk.seq}" else lead.hidden(ANSWER) if not argument else ""
    if not said:
        lead.say(_("This question is closed already."))
        return await lead.put_again()
    lead.doubts = _certain
    await lead.step(talk, Heard(text=said), lead.world.now)


def _certain(_ask: Ask, _text: str) -> bool:
    return False


def _staying(run: Replay) -> list[Offer]:
    """The button by which nothing but the open question is answered."""
    return [Offer(_("No, this is my answer"), ANSWER)] if run.doubted else [Offer(_("Go on"), "/goon")]


def _keep(lead: Lead, run: Replay) -> bool:
    """Keeps words that may be the answer after all: sent again, or by their button, they are."""
    if run.doubted:
        lead.hide(lead.text, ANSWER)
    return True
