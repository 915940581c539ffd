"""Where an entry stands: the same for its school, for each of its steps, and for the organiser."""

from __future__ import annotations

from bot.chat.phrase import Phrase, _, given, joined
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.flows.students.entry_lines import double_lines, household_line, needs_of
from bot.programme.codes import shown
from bot.programme.students.eligibility import student_terms
from bot.programme.students.standing import EntryStanding, StepSeen, entry_standing

STATES: dict[str, Phrase] = {
    "listed": _("waits"),
    "returned": _("went back to its school"),
    "approved": _("approved"),
    "rejected": _("not accepted"),
    "withdrawn": _("taken off"),
    "merged": _("one with another entry"),
}


@flow("hosohocsinh", "hoso", label=_("🔎 Where a pupil's entry stands"), glance=True, module="students")
async def student_way(chat: Chat) -> None:
    """The code of the entry stands behind the command."""
    if not chat.argument:
        await chat.say(_("Please send me the pupil's code, for example HS-7K2PQ-XR."))
        return
    one = await chat.look(entry_standing, code=chat.argument)
    terms = await chat.look(student_terms)
    lines: list[Phrase | str] = [_("<b>{code}</b> · {state}", code=shown(one.code), state=_state(one))]
    if one.birth is not None:
        lines += [
            _("{name}, born {birth}", name=one.name, birth=one.birth),
            _("{school}, class {class_name}", school=one.school, class_name=one.class_name),
            _("Guardian: {guardian}", guardian=one.guardian),
            _("Needs: {needs}", needs=joined(needs_of(one.needs_device, one.needs_line))),
            *household_line(terms, one.household),
        ]
    lines += [_step(step) for step in one.steps] if one.status == "listed" else []
    if one.reason:
        lines.append(_("Reason: {why}", why=one.reason))
    for said in one.appeals:
        lines.append(_("Objection: “{words}”", words=said.words))
        if said.answered_at is not None:
            lines.append(_("Answer by {name}, {at}: “{words}”", name=said.by, at=said.answered_at, words=said.answer))
    if one.slot:
        lines.append(_("In the public order: {slot}", slot=shown(one.slot)))
    lines += double_lines(one.doubles)
    offers = []
    if one.own and one.status in ("listed", "returned", "approved"):
        offers.append(Offer(_("✏️ Change or move {code}", code=shown(one.code)), f"/student {one.code}"))
    if one.mine:
        offers.append(Offer(_("✅ Review {code}", code=shown(one.code)), f"/review_students {one.code}"))
    await chat.say(*lines, offers=offers)


def _state(one: EntryStanding) -> Phrase:
    if one.since is None or one.status in ("withdrawn", "merged"):
        return STATES[one.status]
    return _("{state} since {at}", state=STATES[one.status], at=one.since)


def _step(step: StepSeen) -> Phrase:
    """A step with its owners: ✅ behind it, 👉 here, ○ ahead."""
    parts = [_("{unit} ({people})", unit=part.unit, people=joined(part.people) if part.people else _("nobody yet"))
             for part in step.parts if not (step.here and part.done)]  # fmt: skip
    owners = joined(parts)
    if step.here:
        return _("👉 {step}: waits for {owners}", step=given(step.name), owners=owners)
    if step.parts and all(part.done for part in step.parts):
        return _("✅ {step}", step=given(step.name))
    return _("○ {step}: {owners}", step=given(step.name), owners=owners)
