"""One entry of the school's list: every answer, where it waits, how it was corrected, and what can be done with it."""

from __future__ import annotations

from datetime import date

from bot.chat.kinds.phone import national
from bot.chat.phrase import Phrase, _, given
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.flows.students.my_students import state_of
from bot.flows.students.student_questions import LACKS, agreed_lines
from bot.programme.codes import shown
from bot.programme.students.card import Answers, Correction, open_card

MOST_CORRECTIONS = 5
ANSWERS: dict[str, Phrase] = {
    "name": _("Name"),
    "birth": _("Born"),
    "class_name": _("Class"),
    "guardian": _("Guardian"),
    "phone": _("Phone"),
    "home": _("Home"),
    "household": _("Household"),
    "lack": _("Needs"),
    "consent": _("Guardian's consent"),
    "child_consent": _("Child's consent"),
}
"""What each answer is called, in the order in which they are shown."""


def answer_shown(what: str, value: str, answers: Answers) -> Phrase | str:
    """An answer in the form in which it is kept, as people read it."""
    if not value:
        return _("No phone") if what == "phone" else "–"
    match what:
        case "birth":
            return given(date.fromisoformat(value))
        case "phone":
            return national(value)
        case "household":
            return given(answers.households[value]) if value in answers.households else value
        case "lack":
            return LACKS[value]
        case "consent" | "child_consent":
            return AGREED_SHORT[value]
    return value


AGREED_SHORT: dict[str, Phrase] = {"paper": _("signed"), "spoken": _("told the teacher")}


def answers_of(answers: Answers) -> dict[str, str]:
    """Every answer by what it is called, in the form in which it is kept."""
    return {
        "name": answers.name,
        "class_name": answers.class_name,
        "birth": answers.birth.isoformat(),
        "guardian": answers.guardian,
        "phone": answers.phone,
        "home": answers.home,
        "household": answers.household,
        "lack": answers.lack,
    }


@flow("hocsinh", "xemhocsinh", label=_("A pupil's entry"), glance=True, module="students")
async def student(chat: Chat) -> None:
    code = chat.argument
    if not code:
        await chat.say(_("Please choose a pupil in /my_students first."))
        return
    card = await chat.do(open_card, code=code)
    one, answers = card.listed, card.answers
    lines: list[Phrase | str] = [
        _("<b>{code}</b> · {state}", code=shown(one.code), state=state_of(one)),
        _("School: {school}", school=card.school),
    ]
    if answers is not None:
        known = answers_of(answers)
        lines += [_("{label}: {value}", label=ANSWERS[what], value=answer_shown(what, value, answers))
                  for what, value in known.items() if value or what == "phone"]  # fmt: skip
        lines += agreed_lines(answers.consent, answers.child_consent)
        if answers.child_is_missing:
            lines.append(_("⚠️ The child is old enough and has not been asked yet: please ask, and note it here."))
        lines += _corrections(card.corrections, answers)
    if card.moving_to:
        lines.append(_("Asked to take over: {school}", school=card.moving_to))
    await chat.say(*lines, offers=_offers(one.code, one.status, card.moving_to))


def _corrections(found: list[Correction], answers: Answers) -> list[Phrase | str]:
    """The last corrections, the latest first."""
    return [
        _("✏️ {day}, {who}: {label} was {old}", day=one.at.date(), who=one.who or _("without a name"),
          label=ANSWERS[one.what], old=answer_shown(one.what, one.old, answers))
        for one in reversed(found[-MOST_CORRECTIONS:])
    ]  # fmt: skip


def _offers(code: str, status: str, moving_to: str) -> list[Offer]:
    offers = [Offer(_("📤 Send it again"), f"/send_student_again {code}")] if status == "returned" else []
    if status in ("listed", "returned", "approved"):
        offers.append(Offer(_("✏️ Correct an answer"), f"/change_student {code}"))
        offers.append(Offer(_("Keep at our school"), f"/take_back_move {code}") if moving_to
                      else Offer(_("🚚 Moves to another school"), f"/move_student {code}"))  # fmt: skip
    if status in ("listed", "returned", "approved", "rejected"):
        offers.append(Offer(_("Take it off the list"), f"/withdraw_student {code}"))
    return [*offers, Offer(_("📋 My pupils"), "/my_students")]
