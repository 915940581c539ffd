"""A reviewer looks over what waits, one student after the other: approve, send back, or reject with the reason."""

from __future__ import annotations

from bot.chat.kinds import Text
from bot.chat.phrase import Phrase, _, given, joined
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.students.eligibility import student_terms
from bot.programme.students.reviewing import (
    LEAST_REASON,
    LONGEST_REASON,
    ReviewOutcome,
    approve,
    next_review,
    reject,
    return_,
)


@flow(
    "duyethocsinh",
    label=_("✅ Review pupils"),
    roles=("reviewer", "coordinator", "official", "manager"),
    module="students",
)
async def review_students(chat: Chat) -> None:
    terms = await chat.look(student_terms)
    one = await chat.look(next_review)
    if one is None:
        await chat.say(_("No pupil waits for your review now."))
        return
    needs = [_("a device")] * one.needs_device + [_("a connection")] * one.needs_line
    lines: list[Phrase | str] = [
        _("<b>{code}</b> · {name}, born {birth}", code=shown(one.code), name=one.name, birth=one.birth),
        _("{school}, class {class_name}", school=one.school, class_name=one.class_name),
        _("Guardian: {guardian}", guardian=one.guardian),
        _("Needs: {needs}", needs=joined(needs)),
    ]
    if one.household in terms.households:
        lines.append(_("Household: {household}", household=given(terms.households[one.household])))
    lines.append(_("Step: {step}", step=given(one.step)))
    verdict = await chat.decide(
        "verdict",
        lines,
        {"approve": _("✅ Approve"), "return": _("↩️ Send back to the school"), "reject": _("⛔ Reject")},
    )
    if verdict == "approve":
        done = await chat.do(approve, code=one.code)
    else:
        question = _("Why? The school will read it. For example: the birth date is missing a year.")
        why = await chat.ask("why", Text(LONGEST_REASON, LEAST_REASON), question)
        done = await chat.do(return_ if verdict == "return" else reject, code=one.code, why=why)
    following = [Offer(_("Next pupil ({n} wait)", n=one.more), "/review_students")] if one.more else []
    await chat.say(_said(done), offers=following)


def _said(done: ReviewOutcome) -> Phrase:
    code = shown(done.code)
    if done.status == "approved":
        return _("{code} is approved and takes its place in the order.", code=code)
    if done.status == "listed":
        return _("{code}: approved by you. Now it waits: {step}.", code=code, step=given(done.step))
    if done.status == "returned":
        return _("{code} went back to the school, with your reason.", code=code)
    return _("{code} is rejected; the school knows why.", code=code)
