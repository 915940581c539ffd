"""A donor makes sure that a gift is bound to one place on the list, and that place to no other gift."""

from __future__ import annotations

from bot.chat.phrase import Phrase, _, given
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.programme.allocation.proof import MOST, GiftProof, proofs
from bot.programme.codes import shown


@flow("bangchung", "chungminh", label=_("🔏 Proof of my gift"), glance=True)
async def gift_proof(chat: Chat) -> None:
    """The gift's code stands behind the command."""
    if not chat.argument:
        await chat.say(_("Please choose one of your gifts first."), offers=[Offer(_("🎁 My gifts"), "/my_gifts")])
        return
    found = await chat.look(proofs, code=chat.argument)
    if not found:
        await chat.say(_("Nothing of this gift is bound to a pupil yet. You will hear of it."))
        return
    for one in found:
        await chat.say(*_lines(one))
    if len(found) == MOST:
        await chat.say(_("These are the first {n}; the others stand in the public files, too.", n=MOST))


def _lines(one: GiftProof) -> list[Phrase | str]:
    single = one.gifts_there == one.places_here == 1
    lines: list[Phrase | str] = [
        _("🔏 {thing}, {gift}", thing=given(one.thing), gift=_gift(one.gift)),
        _("✅ bound to exactly one place on the list, {slot}, and that place to no other gift", slot=one.slot)
        if single
        else _("⚠️ This is no proof: place {slot} has {gifts} gifts, and this gift {places} places. Please tell the "
               "reception board.", slot=one.slot, gifts=one.gifts_there, places=one.places_here),
        _("Round {round}, place {place}. Whose it is, only the school and the offices know.", round=one.round,
          place=one.place),
        _("Proof: <code>{proof}</code>", proof=one.proof),
        _("It is the SHA-256 of <code>{text}</code>", text=f"{one.salt} {one.gift} {one.slot}"),
    ]  # fmt: skip
    if one.link:
        lines.append(_("and stands there once, beside {slot}: {link}", slot=one.slot, link=one.link))
    return lines


def _gift(gift: str) -> str:
    code, slash, part = gift.partition("/")
    return f"{shown(code)}{slash}{part}"
