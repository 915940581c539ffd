"""The rounds so far, and what was taken back: who, when, why."""

from __future__ import annotations

from bot.chat.phrase import Phrase, _, given
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.programme.allocation.passing_on import ENDS
from bot.programme.allocation.past import PastRound, past
from bot.programme.allocation.suiting import NEED_NAMES
from bot.programme.codes import shown


@flow("cacdotphanbo", label=_("🗂 Rounds so far"), glance=True)
async def past_rounds(chat: Chat) -> None:
    found = await chat.look(past)
    if not found.rounds:
        await chat.say(_("No round has been decided yet."), offers=[Offer(_("⚖️ Allot"), "/allot")])
        return
    lines: list[Phrase | str] = [line for one in found.rounds for line in _lines(one)]
    for back in found.taken_back:
        lines.append(_("↩️ {code}, {thing}: {reason} ({by}, {at})", code=shown(back.code), thing=given(back.thing),
                       reason=ENDS[back.reason], by=back.by or "–", at=back.at))  # fmt: skip
    await chat.say(*lines, offers=[Offer(_("⚖️ Allot"), "/allot")])


def _lines(one: PastRound) -> list[Phrase | str]:
    values = {"number": one.number, "needs": NEED_NAMES[one.need], "at": one.at}
    if not one.decided:
        return [_("⛔ Round {number} ({needs}) given up, closed {at}: {why}", why=one.reason, **values)]
    lines: list[Phrase | str] = [
        _("✅ Round {number} ({needs}), decided {at}: {given} of {places} pupils have something.", given=one.given,
          places=one.places, **values),
        _("   proposed by {one}, decided by {other}", one=one.proposed_by, other=one.decided_by),
    ]  # fmt: skip
    if one.overrides:
        lines.append(_("   out of order: {n}", n=one.overrides))
    return lines
