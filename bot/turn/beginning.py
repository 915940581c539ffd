"""Begins flows: at once, in the middle of another, out of a sentence that holds answers already, or later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import structs

from bot.chat import journal
from bot.chat.journal import Fenced
from bot.chat.phrase import _
from bot.chat.replay import TooLong
from bot.chat.words import Offer, Refused
from bot.flows.registry import FLOWS, Flow
from bot.storage import talks
from bot.storage.ids import new_id
from bot.storage.talks import LATER, Talk
from bot.turn.leading import Lead
from bot.wishes.understand import GIVING

LONGEST_DATA: Final = 64
"""Bytes a messenger carries with a button."""


async def begin(lead: Lead, flow: Flow, argument: str, sentence: str = "") -> None:
    """Opens a flow; a glance leaves the open talk as it is and puts its question again.

    `sentence` is what the person wrote: questions whose answer stands in it are not put. Words behind the command of a
    gift are such a sentence, "/goptien 500k".
    """
    if flow.name in GIVING and not (flow.link and argument.lower().startswith(flow.link)):
        sentence = sentence or argument
    talk = Talk(new_id(), flow.name, argument, lead.world.now)
    if not flow.glance:
        lead.me.talk = talk
        return await lead.step(talk, None, sentence=sentence)
    await lead.run(talk)
    if lead.me.talk is not None:
        shown = [structs.replace(offer, numbered=False) for offer in lead.me.offers
                 if offer.command and offer.command != LATER]  # fmt: skip
        await lead.put_again()
        if shown:  # its choices may still be typed, but their numbers belong to the question
            lead.me.offers, lead.me.changed = [*lead.me.offers, *shown], True


async def begin_menu(lead: Lead, above: str = "") -> None:
    """Shows what can be done; `above` names what is said first, see the flow."""
    await begin(lead, FLOWS["menu"], above)


def interrupt(lead: Lead, talk: Talk, flow: Flow, argument: str, first: Sequence[Offer] = ()) -> None:
    """Asks what shall become of the open talk before another flow begins."""
    wanted = f"{flow.name} {argument}".strip()
    if len(f"/aside {wanted}".encode()) > LONGEST_DATA:
        wanted = flow.name
    lead.say(
        _("You are in the middle of “{now}”. What would you like to do with it?", now=FLOWS[talk.flow].label),
        offers=(
            *(first or [Offer(_("Go on with it"), "/goon")]),
            Offer(_("Drop it and begin “{new}”", new=flow.label), f"/drop {wanted}"),
            Offer(_("Put it aside and begin “{new}”", new=flow.label), f"/aside {wanted}"),
        ),
    )


async def begin_later(lead: Lead, flow: Flow, sentence: str) -> None:
    """Puts a flow aside before it has begun, with the answers that stand in the sentence, for /continue."""
    talk = Talk(new_id(), flow.name, "", lead.world.now, status="aside")
    run = lead.replay(talk, sentence)
    try:
        await run.run()
    except (Fenced, TooLong, Refused):
        talk.journal = []  # it begins with its first question then
    lead.touched[talk.id] = (lead.me, talk)
    lead.wait(flow.name)


async def take_up(lead: Lead) -> None:
    """Goes on with what was put aside: looks at the world anew and keeps the answers that still fit."""
    await talks.save(lead.world.work, lead.touched.values(), ())  # it may have been put aside in this very turn
    talk = await talks.aside(lead.world.work, lead.me)
    if talk is None:
        lead.wait("")
        lead.say(_("Nothing was put aside."))
        return await begin_menu(lead)
    talk.status, lead.me.talk = "open", talk
    lead.wait("")
    try:
        talk.journal, talk.spare = journal.freshen(talk.journal)
    except Fenced:
        return await lead.step(talk, None)
    talk.opened_at = lead.world.now  # it begins anew, today
    await lead.step(talk, None, adopt=True)
