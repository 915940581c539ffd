"""A pupil moves to another school: their school asks, the other one looks who it is and takes them over, or not."""

from __future__ import annotations

from bot.chat.kinds import Text
from bot.chat.phrase import Phrase, _
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.flows.students.student_questions import ask_class
from bot.programme.codes import read_code, shown
from bot.programme.students import moving
from bot.programme.students.moving import ask_move, find_schools, move_terms, see_move, take_over
from bot.programme.students.registering import PREFIX

LIST = Offer(_("📋 My pupils"), "/my_students")


@flow("chuyentruong", label=_("A pupil moves to another school"), module="students")
async def move_student(chat: Chat) -> None:
    code = chat.argument
    if not code:
        await chat.say(_("Please choose a pupil in /my_students first."))
        return
    stored = read_code(code, PREFIX) or code[:20]
    words = await chat.ask(
        "words", Text(longest=60), _("To which school does {code} move? Type a part of its name.", code=shown(stored))
    )
    found = await chat.look(find_schools, words=words, code=code)
    if not found:
        await chat.say(_("No school of the drive is called like that. Please ask the reception board."), offers=[LIST])
        return
    schools: dict[str, Phrase | str] = {str(school.id): school.name for school in found}
    picked = await chat.choose("school", _("Which school?"), {**schools, "none": _("None of them")})
    if picked == "none":
        await chat.say(_("Good, the pupil stays with you."))
        return
    name = next(school.name for school in found if str(school.id) == picked)
    sure = _("{school} will see name, birth date and class of {code}, and agree or not. Shall I ask them?",
             school=name, code=shown(stored))  # fmt: skip
    if not await chat.confirm("sure", sure):
        await chat.say(_("Good, the pupil stays with you."))
        return
    asked = await chat.do(ask_move, code=code, school=int(picked))
    await chat.say(_("{school} is asked. Until they agree, the pupil stays on your list.", school=asked), offers=[LIST])


@flow("giulaihocsinh", label=_("Keep a pupil at our school"), glance=True, module="students")
async def take_back_move(chat: Chat) -> None:
    if not chat.argument:
        await chat.say(_("Please choose a pupil in /my_students first."))
        return
    code = await chat.do(moving.take_back_move, code=chat.argument)
    await chat.say(_("Good, {code} stays with you.", code=shown(code)), offers=[LIST])


@flow("xemchuyentruong", label=_("A pupil who moves to us"), glance=True, module="students")
async def receive_student(chat: Chat) -> None:
    one = await chat.do(see_move, move=chat.number)
    offers = [Offer(_("Answer"), f"/take_over_student {one.move}")]
    await chat.say(
        _("{school} asks you since {day} to take over:", school=one.school, day=one.since),
        _("<b>{code}</b> · {name}, born {birth}", code=shown(one.code), name=one.name, birth=one.birth),
        _("Class there: {class_name}", class_name=one.class_name),
        offers=offers,
    )


@flow("nhanhocsinh", label=_("Take a pupil over"), module="students")
async def take_over_student(chat: Chat) -> None:
    terms = await chat.look(move_terms, move=chat.number)
    here = await chat.decide(
        "here",
        _("Is {code} of {school} at your school now?", code=shown(terms.code), school=terms.school),
        {"yes": _("Yes, at our school"), "no": _("No, not here"), "later": _("I will ask first")},
    )
    if here == "later":
        await chat.say(_("Good. You find it under /my_students."))
        return
    if here == "no":
        code = await chat.do(moving.refuse_move, move=chat.number)
        await chat.say(_("Noted: {code} is not at your school.", code=shown(code)), offers=[LIST])
        return
    class_name = await ask_class(chat, terms.levels, ())
    code = await chat.do(take_over, move=chat.number, class_name=class_name)
    await chat.say(
        _("{code} is on your list now.", code=shown(code)), offers=[Offer(_("See the entry"), f"/student {code}")]
    )
