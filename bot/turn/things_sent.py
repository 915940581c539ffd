"""What people send besides words, a picture, a file, a voice message: what nobody reads here is answered truly."""

from __future__ import annotations

from typing import Final

from bot.chat.kind import File
from bot.chat.phrase import Phrase, _
from bot.chat.words import Ask, Offer
from bot.flows.giving.transferred import PICTURE
from bot.flows.registry import FLOWS
from bot.messages import Incoming
from bot.programme.codes import shown
from bot.programme.giving.bill_pictures import has_read
from bot.programme.giving.pledges import Pledge, my_pledges
from bot.programme.people.roles import held_by
from bot.turn.beginning import begin, begin_menu
from bot.turn.leading import Lead
from bot.turn.misread import unread_again

UNREAD: Final[dict[str, Phrase]] = {
    "photo": _("I cannot look at pictures, so I have done nothing with yours. One of a transfer is not needed."),
    "document": _("Nothing is open here that a file is needed for, so I have done nothing with yours."),
    "voice": _("I cannot listen to voice messages. Please write it to me in a few words."),
    "video": _("I cannot watch videos, so I have done nothing with yours. Please write it to me in a few words."),
    "sticker": _("Thank you! I cannot read stickers, only words and buttons."),
    "location": _("I cannot read a place on the map, so I have noted none."),
    "phone": _("I do not need your number at the moment, so I have not noted it."),
    "contact": _("I have not noted this number: it is somebody else's, and nothing here asks for it."),
    "poll": _("I cannot answer polls, only words and buttons."),
    "other": _("I cannot read what you sent, only words, pictures where I ask for one, and buttons."),
}
"""Where nothing is open."""
UNREAD_HERE: Final[dict[str, Phrase]] = {
    "photo": _("I cannot look at a picture here. Please answer in words:"),
    "document": _("I cannot read a file here. Please answer in words:"),
    "voice": _("I cannot listen to voice messages. Please answer in words:"),
    "video": _("I cannot watch videos. Please answer in words:"),
    "sticker": _("I cannot read stickers. Please answer in words:"),
    "location": _("I cannot read a place on the map. Please answer in words:"),
    "phone": _("I do not need your number here. Please answer in words:"),
    "contact": _("I do not need this number here. Please answer in words:"),
}
"""In the middle of a question that cannot read it."""
OTHERS_HERE: Final = _("I cannot read what you sent. Please answer in words:")
FILES_WANTED: Final = ("bank_statement", "unit_desk")
"""The flows that ask for a file, each for whoever holds one of its roles."""
PAPERS: Final = ("photo", "document")
"""Which things may show a transfer."""


def sort_of(update: Incoming) -> str:
    """What was sent besides words and buttons; empty for those."""
    if update.text is not None or update.button is not None:
        return ""
    if update.document is not None:
        return {"audio": "voice", "video": "video"}.get(update.document.mime.partition("/")[0], "document")
    return "photo" if update.photo is not None else "phone" if update.contact is not None else update.other or "other"


async def answer(lead: Lead, thing: str, file: File | None) -> bool:
    """Says that it is not read, and what can be done instead; False where the open question reads it."""
    if lead.me.talk is None:
        await _outside(lead, thing, file)
        return True
    run = await lead.look()
    if run is None or run.open is None or run.open.digest != lead.me.talk.digest or takes(run.open, thing):
        return False
    run.trouble = UNREAD_HERE.get(thing, OTHERS_HERE)
    waiting = [one for one in await open_pledges(lead) if one.cash and not one.paid] if thing in PAPERS else []
    if waiting:
        run.trouble = _(
            "I cannot look at a picture here. One of a transfer is not needed: {code} is not seen at the bank yet. "
            "Please answer in words:",
            code=shown(waiting[0].code),
        )
    return await unread_again(lead, lead.me.talk, run)


def takes(ask: Ask, thing: str) -> bool:
    """Whether a question reads such a thing, or says itself what it wants instead."""
    read = ask.kind.takes
    return thing in read or not read.isdisjoint(PAPERS) or (thing == "contact" and "phone" in read)


async def wants(lead: Lead, update: Incoming) -> bool:
    """Whether the open question reads what was sent, whatever words stand under it."""
    run = await lead.look()
    return run is not None and run.open is not None and takes(run.open, sort_of(update))


async def open_pledges(lead: Lead) -> list[Pledge]:
    """What this person has pledged and not yet given, the latest first."""
    return [one for one in await my_pledges(lead.world, most=10) if one.status == "promised"]


async def _outside(lead: Lead, thing: str, file: File | None) -> None:
    """Nothing is open: a picture may show the transfer that is awaited, a file what a clerk wanted to send in."""
    if await has_read(lead.world, file):
        return lead.say(_("Thank you! One moment, I am looking at your picture."))
    if thing in PAPERS and await open_pledges(lead):
        return await begin(lead, FLOWS["transferred"], PICTURE)
    if thing == "document":
        mine = {held.role for held in await held_by(lead.world, lead.me.person_id)}
        wanted = [FLOWS[name] for name in FILES_WANTED if FLOWS[name].roles & mine]
        if wanted:
            offers = [Offer(flow.label, f"/{flow.name}") for flow in wanted]
            return lead.say(_("I read a file only where I have asked for it. Is it for one of these?"), offers=offers)
    lead.say(UNREAD[thing])
    await begin_menu(lead)
