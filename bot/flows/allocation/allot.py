"""The office gives out what is there: opens and closes a list, proposes, and signs what somebody else has proposed."""

from __future__ import annotations

from bot.chat.kinds import Text
from bot.chat.phrase import Phrase, _, _n, given, joined
from bot.chat.words import Chat, Offer, Refused
from bot.flows.registry import flow
from bot.programme.allocation.allotting import OVERRIDES
from bot.programme.allocation.board import AllocationBoard, NeedBoard, board
from bot.programme.allocation.deciding import cancel, decide
from bot.programme.allocation.proposing import (
    KIND,
    LONGEST_WORDS,
    Proposal,
    match_again,
    override,
    propose,
    undo_override,
)
from bot.programme.allocation.rounds import PROPOSERS, open_list
from bot.programme.allocation.suiting import NEED_NAMES
from bot.programme.codes import shown


@flow("phanbo", "phanphoi", label=_("⚖️ Allot"), roles=PROPOSERS, module="students")
async def allot(chat: Chat) -> None:
    found = await chat.look(board)
    if not found.needs:
        await chat.say(_("This drive has nothing to give out."))
        return
    one = found.needs[0]
    if len(found.needs) > 1:
        picked = await chat.choose(
            "need", _("What is to be given out?"), {need.need: NEED_NAMES[need.need] for need in found.needs}
        )
        one = next(need for need in found.needs if need.need == picked)
    answers = _answers(found, one)
    if not answers:
        await chat.say(*_lines(one))
        return
    done = await chat.decide("what", _lines(one), {**answers, "later": _("Leave it so")})
    try:
        await _do(chat, one, done)
    except Refused as no:
        await chat.say(no.why)


async def _do(chat: Chat, one: NeedBoard, done: str) -> None:
    match done:
        case "open":
            await chat.do(open_list, need=one.need)
            await chat.say(
                _("The list is open. The secret of its draw is fixed, and its hash stands in the public ledger."),
                _("Close it as soon as the pupils are approved and things are ready."),
            )
        case "propose":
            await _propose(chat, one)
        case "decide":
            await _decide(chat, one)
        case "again":
            made = await chat.do(match_again, round=one.round)
            await chat.say(_("Matched again; the order is as it was."), *_proposal_lines(made))
        case "override":
            await _override(chat, one)
        case "undo":
            code = await chat.ask("undo_code", Text(longest=40), _("Which pupil? Please type the code (HS-…)."))
            made = await chat.do(undo_override, round=one.round, code=code)
            await chat.say(_("Taken back."), *_proposal_lines(made))
        case "cancel":
            asked = _("Why is this order given up? It stays public, and the digest counts it.")
            why = await chat.ask("why", Text(longest=LONGEST_WORDS), asked)
            await chat.do(cancel, round=one.round, why=why)
            await chat.say(_("The proposal is given up. Another list is open."))
        case _:
            await chat.say(_("Good, nothing was changed."))


async def _propose(chat: Chat, one: NeedBoard) -> None:
    question = [
        _n("Shall I close the list with {n} pupil, draw the order and publish it?",
           "Shall I close the list with {n} pupils, draw the order and publish it?", one.waiting),
        _("The order cannot be drawn a second time."),
    ]  # fmt: skip
    if not await chat.confirm("sure", question, yes=_("✅ Yes, close it"), no=_("Not yet")):
        await chat.say(_("Good, nothing was changed."))
        return
    made = await chat.do(propose, need=one.need)
    await chat.say(
        *_proposal_lines(made),
        _("The schools see it now. It takes a second person to decide it, from {at} on.", at=made.objections_until),
    )


async def _decide(chat: Chat, one: NeedBoard) -> None:
    question = _n("Shall I decide it? {n} pupil is given something.",
                  "Shall I decide it? {n} pupils are given something.", one.tally.given)  # fmt: skip
    if not await chat.confirm("sign", question, yes=_("✅ Yes, I sign"), no=_("Not yet")):
        await chat.say(_("Good, nothing was changed."))
        return
    tally = await chat.do(decide, round=one.round)
    await chat.say(
        _n("Decided: {n} pupil is given something.", "Decided: {n} pupils are given something.", tally.given),
        _("Schools and givers hear of it now; the next list is open."),
        offers=[Offer(_("📶 No connection yet"), "/chuacomang")],
    )


async def _override(chat: Chat, one: NeedBoard) -> None:
    code = await chat.ask("code", Text(longest=40), _("Which pupil is to come first? Please type the code (HS-…)."))
    asked = _("Why? The reason is public, and the digest counts it.")
    reason = await chat.choose("reason", asked, dict(OVERRIDES))
    item = ""
    if reason == KIND:
        item = await chat.choose("item", _("Which kind?"), {key: given(name) for key, name in one.names.items()})
    words = await chat.ask(
        "words",
        Text(longest=LONGEST_WORDS, least=5),
        _("Please say it in a few words, for whoever signs. Nobody else reads them."),
    )
    made = await chat.do(override, round=one.round, code=code, reason=reason, words=words, item=item)
    await chat.say(_("Proposed out of order."), *_proposal_lines(made))


def _answers(found: AllocationBoard, one: NeedBoard) -> dict[str, Phrase | str]:
    """What the actor may do about it now."""
    answers: dict[str, Phrase | str] = {}
    if one.state == "proposed":
        if one.over and not one.own and not one.gone and one.tally.given:
            answers["decide"] = _("✅ Decide it")
        if found.proposes:
            if one.gone or not one.tally.given:
                answers["again"] = _("🔁 Match it again")
            answers["override"] = _("Give out of order")
            if one.tally.overrides:
                answers["undo"] = _("Take that back")
            answers["cancel"] = _("Give it up")
    elif found.proposes:
        if not one.state:
            answers["open"] = _("Open the list")
        elif one.waiting and one.free:
            answers["propose"] = _("📋 Close the list and propose")
    return answers


def _lines(one: NeedBoard) -> list[Phrase | str]:
    """How it stands."""
    lines: list[Phrase | str] = [_("<b>{needs}</b>", needs=NEED_NAMES[one.need])]
    if one.state == "proposed":
        lines += _tally(one.tally.places, one.tally.given, one.tally.local, one.tally.overrides)
        lines += [
            _("• {code}: {reason}. “{words}”", code=shown(over.code), reason=OVERRIDES[over.reason], words=over.words)
            for over in one.overrides
        ]
        if one.gone:
            lines.append(
                _n("⚠️ {n} of it cannot be given so any more.", "⚠️ {n} of it cannot be given so any more.", one.gone)
            )
        if one.until is not None and not one.over:
            lines.append(_("There may be objections until {at}.", at=one.until))
        elif one.own:
            lines.append(_("You have proposed it: a second person decides."))
    else:
        things = [_("{count} × {name}", count=count, name=one.names[item]) for item, count in one.free.items()]
        lines.append(_n("{n} approved pupil waits.", "{n} approved pupils wait.", one.waiting))
        lines.append(_("Ready: {things}", things=joined(things)) if things else _("Nothing is ready to be given."))
        lines.append(_("The list is open.") if one.state else _("No list is open yet."))
    if one.link and one.state == "proposed":
        lines.append(_("Everybody can recompute it: {link}", link=one.link))
    return lines


def _proposal_lines(made: Proposal) -> list[Phrase | str]:
    return _tally(made.tally.places, made.tally.given, made.tally.local, made.tally.overrides)


def _tally(places: int, given_to: int, local: int, overrides: int) -> list[Phrase | str]:
    lines: list[Phrase | str] = [
        _("Proposed: {given} of {places} pupils are given something.", given=given_to, places=places)
    ]
    if local:
        lines.append(_n("{n} of them because it lies near", "{n} of them because it lies near", local))
    if overrides:
        lines.append(_n("{n} of them out of order", "{n} of them out of order", overrides))
    return lines
