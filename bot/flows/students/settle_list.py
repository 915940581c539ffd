"""The pupils of a list who may be on it already: their school says of each whether it is another child."""

from __future__ import annotations

from bot.chat.phrase import Phrase, _, given
from bot.chat.words import Chat, Offer, Refused
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.students.eligibility import student_terms
from bot.programme.students.list_settling import next_likely, settle_likely


@flow("xemtrung", label=_("🔁 Look at who may be on it"))
async def settle_list(chat: Chat) -> None:
    number = chat.number
    one = await chat.look(next_likely, number=number)
    if one is None:
        await chat.say(_("Nobody of this list waits to be looked at any more."))
        return
    lines: list[Phrase | str] = [
        _("<b>{name}</b>, born {birth}, class {class_name}", name=one.name, birth=one.birth, class_name=one.class_name)
    ]
    if one.code:
        lines.append(_("This may be {code}, whom your school has listed already.", code=shown(one.code)))
    else:
        lines.append(_("This pupil may be on the list already, through another school."))
    lines.append(_("Is this a different child, for example a twin or one with the same name?"))
    answer = await chat.decide(
        "alike",
        lines,
        {"another": _("Yes, a different child"), "same": _("No, the same child"), "later": _("Later")},
    )
    if answer == "later":
        await chat.say(_("Good. The list waits for a week."))
        return
    household = needs = ""
    if answer == "another" and "household" in one.lacks:
        terms = await chat.look(student_terms)
        if terms.households:
            household = await chat.choose(
                "household",
                _("Which household class is the family in?"),
                {key: given(words) for key, words in terms.households.items()},
            )
    if answer == "another" and "needs" in one.lacks:
        needs = await chat.choose(
            "lack",
            _("What does the pupil lack for learning online?"),
            {"device": _("A device"), "line": _("A connection"), "both": _("A device and a connection")},
        )
    following = [Offer(_("Next pupil ({n} wait)", n=one.left - 1), f"/settle_list {number}")] if one.left > 1 else []
    try:
        code = await chat.do(
            settle_likely,
            number=number,
            place=one.place,
            answer="another" if answer == "another" else "same",
            household=household,
            needs=needs,
        )
    except Refused as no:
        await chat.say(no.why, offers=following)
        return
    if code:
        await chat.say(_("The pupil is on the list with the code <b>{code}</b>.", code=shown(code)), offers=following)
    else:
        await chat.say(_("Then nothing needs to be added. Thank you for checking."), offers=following)
