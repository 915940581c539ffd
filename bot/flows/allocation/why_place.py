"""Why this pupil before that one: one paragraph for the school, the reviewers and whoever appeals."""

from __future__ import annotations

from bot.chat.phrase import Phrase, _, given, joined
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.programme.allocation.explaining import PlaceReason, why_there
from bot.programme.allocation.suiting import NEED_NAMES
from bot.programme.codes import shown


@flow("visao", "visaoemnay", label=_("❓ Why this place?"), glance=True)
async def why_place(chat: Chat) -> None:
    """The pupil's code stands behind the command."""
    if not chat.argument:
        await chat.say(_("Please write the pupil's code behind it: /why_place HS-…"))
        return
    found = await chat.look(why_there, code=chat.argument)
    if not found:
        await chat.say(_("No order with this pupil has been drawn yet. You will hear of it."))
    for one in found:
        await chat.say(*_paragraph(one), offers=[Offer(_("📋 My pupils"), "/my_students")])


def _paragraph(one: PlaceReason) -> list[Phrase | str]:
    first = _("<b>{code}</b> stands at place {place} of {places} in round {round} ({needs}).", code=shown(one.code),
              place=one.place, places=one.places, round=one.round, needs=NEED_NAMES[one.need])  # fmt: skip
    parts = [first]
    if one.household:
        parts.append(_("The class of household counts first: {household} (pupils of classes before it: {before}).",
                       household=given(one.household), before=one.before))  # fmt: skip
    parts.append(_("Then the day the list was approved: {day} (pupils of earlier days: {earlier}).", day=one.day,
                   earlier=one.earlier))  # fmt: skip
    if one.same_day > 1:
        parts.append(_("Among the {same} of that day the draw decided: number {drawn}, lot <code>{lot}</code>.",
                       same=one.same_day, drawn=one.drawn, lot=one.lot))  # fmt: skip
    lines: list[Phrase | str] = [joined([*parts, _outcome(one)], " ")]
    if one.link:
        lines.append(_("Everybody can recompute it: {link}", link=one.link))
    return lines


def _outcome(one: PlaceReason) -> Phrase:
    """What the place has brought."""
    match one.decision:
        case "proposed":
            said = _("Proposed: {thing}.", thing=given(one.thing))
        case "given":
            said = _("Decided: {thing}.", thing=given(one.thing))
        case "ended":
            return _("What was decided has been taken back.")
        case "later":
            return _("It was given something in another round.")
        case "gone":
            return _("It is no longer on the list.")
        case _:
            return _("There was nothing left that suits it; the next round comes.")
    if one.way == "local":
        return joined([said, _("It lies near: things stay in their own area first.")], " ")
    if one.way == "override":
        return joined([said, _("That was out of order, for a reason that is public.")], " ")
    return said
