"""A teacher corrects one answer of a pupil on the list; what stood there before is kept."""

from __future__ import annotations

from datetime import date

from bot.chat.phrase import Phrase, _
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.flows.students.student import ANSWERS, answer_shown, answers_of
from bot.flows.students.student_questions import (
    AGREED,
    ask_another_child,
    ask_birth,
    ask_class,
    ask_guardian,
    ask_home,
    ask_household,
    ask_lack,
    ask_name,
    ask_phone,
)
from bot.programme.codes import shown
from bot.programme.students.card import Answers, student_answers
from bot.programme.students.consents import NOTICE, NOTICES
from bot.programme.students.correcting import COMPARED, change


@flow("suahocsinh", label=_("Correct a pupil's entry"), module="students")
async def change_student(chat: Chat) -> None:
    code = chat.argument
    if not code:
        await chat.say(_("Please choose a pupil in /my_students first."))
        return
    answers = await chat.look(student_answers, code=code)
    if answers is None:
        await chat.say(_("Nothing is known of this pupil any more."))
        return
    known = answers_of(answers)
    asked = _asked(answers)
    options: dict[str, Phrase | str] = {
        what: _("{label}: {value}", label=ANSWERS[what], value=answer_shown(what, value, answers))
        for what, value in known.items()
        if what in asked
    }
    options |= {"consent": ANSWERS["consent"], "child_consent": ANSWERS["child_consent"], "none": _("Nothing")}
    question = _("What is to be corrected about {code}?", code=shown(answers.code))
    what = await chat.decide("what", question, options)
    if what == "none":
        await chat.say(_("Good, nothing was changed."))
        return
    new = await _ask(chat, what, answers)
    if new is None:
        return
    value, said = new
    another = await _another(chat, what, value, answers)
    if another is None:
        await chat.say(_("Then nothing was changed. Thank you for checking."))
        return
    sure = _("{label}: {new}. Is that right?", label=ANSWERS[what], new=said)
    if what in known:
        old = answer_shown(what, known[what], answers)
        sure = _("{label}: {new} instead of {old}. Is that right?", label=ANSWERS[what], new=said, old=old)
    if not await chat.confirm("sure", sure):
        await chat.say(_("Good, nothing was changed."))
        return
    done = await chat.do(change, code=code, what=what, value=value, another_child=another)
    lines = [_("Noted: {label} of {code}.", label=ANSWERS[what], code=shown(done.code))]
    if done.anew:
        lines.append(_("It goes through the review again, from the first step on."))
    await chat.say(*lines, offers=[Offer(_("See the entry"), f"/student {done.code}")])


def _asked(answers: Answers) -> list[str]:
    """What can be corrected: not what the plan leaves no choice of."""
    settled = {"household": not answers.households, "lack": len(answers.lacks) < 2}
    return [what for what in ANSWERS if not settled.get(what)]


async def _another(chat: Chat, what: str, value: str, answers: Answers) -> bool | None:
    """Whether an entry like the corrected one is another child; see `ask_another_child`."""
    if what not in COMPARED:
        return False
    new = {**answers_of(answers), what: value}
    birth = date.fromisoformat(new["birth"])
    return await ask_another_child(
        chat, answers.school_id, new["name"], birth, new["phone"], new["guardian"], but=answers.code
    )


async def _ask(chat: Chat, what: str, answers: Answers) -> tuple[str, Phrase | str] | None:
    """The new answer in the form in which it is kept, and as people read it; None: there is none, and why was said."""
    if what == "home":
        home = await ask_home(chat, answers.homes, answers.example)
        if home is None:
            await chat.say(_("This drive helps families who live in its area. Good, nothing was changed."))
            return None
        return str(home.id), home.name
    if what in ("consent", "child_consent"):
        return await _ask_consent(chat, what, answers)
    value = await _ask_particular(chat, what, answers)
    return value, answer_shown(what, value, answers)


async def _ask_particular(chat: Chat, what: str, answers: Answers) -> str:
    match what:
        case "name":
            return await ask_name(chat)
        case "class_name":
            return await ask_class(chat, answers.levels, ())
        case "birth":
            return (await ask_birth(chat, answers.levels, answers.class_name)).isoformat()
        case "guardian":
            return await ask_guardian(chat)
        case "phone":
            return await ask_phone(chat)
        case "household":
            return await ask_household(chat, answers.households)
    return await ask_lack(chat, answers.lacks)


async def _ask_consent(chat: Chat, what: str, answers: Answers) -> tuple[str, Phrase | str] | None:
    asked = {"consent": _("How has the guardian agreed?"), "child_consent": _("How has the child agreed?")}
    how = await chat.decide("how", [*NOTICES[NOTICE], asked[what]], {**AGREED, "no": _("Does not agree")})
    if how != "no":
        return how, answer_shown(what, how, answers)
    await chat.say(_("Then the entry has to go: nobody stays on the list who does not agree."),
                   offers=[Offer(_("Take it off the list"), f"/withdraw_student {answers.code}")])  # fmt: skip
    return None
