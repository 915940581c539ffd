"""A teacher puts a needy student on the list, as it was asked before consent came first; for talks begun then."""

from __future__ import annotations

from bot.chat.kinds import BirthDay, ClassName, PersonName, Phone
from bot.chat.phrase import Phrase, _, given
from bot.chat.words import Chat, Offer, Refused
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.students.eligibility import student_terms
from bot.programme.students.own import my_schools
from bot.programme.students.registering import look_alikes, register


async def ask_school(chat: Chat) -> int | None:
    """The school the student belongs to; asked only where the teacher stands for several."""
    schools = [(held.unit, held.unit_name) for held in await chat.look(my_schools) if held.unit is not None]
    if not schools:
        await chat.say(
            _("Only a school's contact can list pupils. Please ask the reception board for an invitation code.")
        )
        return None
    if len(schools) == 1:
        return schools[0][0]
    names = {str(unit): name for unit, name in schools}
    return int(await chat.choose("school", _("Which school is the pupil at?"), names, label=_("School")))


@flow(label=_("🎒 Register a pupil"), roles=("school_contact",), module="students", ended=True)
async def register_student(chat: Chat) -> None:
    school = await ask_school(chat)
    if school is None:
        return
    terms = await chat.look(student_terms)
    name = await chat.ask(
        "name", PersonName(), _("What is the pupil's full name? For example: Nguyễn Văn An."), label=_("Name")
    )
    birth = await chat.ask(
        "birth",
        BirthDay(terms.youngest, terms.oldest),
        _("When was the pupil born? Day, month, year, for example: 5/9/2012."),
        label=_("Born"),
    )
    class_name = await chat.ask("class", ClassName(longest=20), _("Which class? For example: 5A."), label=_("Class"))
    guardian = await chat.ask("guardian", PersonName(), _("What is the guardian's full name?"), label=_("Guardian"))
    phone = await chat.ask(
        "phone", Phone(), _("What is the guardian's phone number? For example: 0900 000 123."), label=_("Phone")
    )

    another = False
    found = await chat.look(look_alikes, school=school, name=name, birth=birth, phone=phone)
    if found:
        own = next((one.code for one in found if one.own), "")
        seen = _("This may be {code}, whom your school has listed already.", code=shown(own)) if own else None
        seen = seen or _("This pupil may be on the list already, through another school.")
        choice = await chat.choose(
            "alike",
            (seen, _("Is this a different child, for example a twin or one with the same name?")),
            {"another": _("Yes, a different child"), "same": _("No, the same child")},
        )
        if choice == "same":
            await chat.say(_("Then nothing needs to be added. Thank you for checking."))
            return
        another = True

    household = ""  # a plan may have no classes
    if terms.households:
        household = await chat.choose(
            "household",
            _("Which household class is the family in?"),
            {key: given(words) for key, words in terms.households.items()},
            label=_("Household"),
        )
    lack = await chat.choose(
        "lack",
        _("What does the pupil lack for learning online?"),
        {"device": _("A device"), "line": _("A connection"), "both": _("A device and a connection")},
        label=_("Needs"),
    )
    consent = await chat.choose(
        "consent",
        (
            _("We keep these particulars for this drive only and delete them after it. Has the guardian agreed?"),
            _("Nothing about the child is ever published."),
        ),
        {"paper": _("Yes, signed"), "spoken": _("Yes, told me"), "no": _("Not yet")},
        label=_("Guardian's consent"),
    )
    if consent == "no":
        await chat.say(_("All right, nothing was kept. Please speak with the guardian first and begin again."))
        return
    if not await chat.review(
        "sure", _("Please check the particulars:"), yes=_("✅ Right, put on the list"), no=_("No, don't save it")
    ):
        await chat.say(_("All right, nothing was recorded."))
        return
    try:
        code = await chat.do(
            register,
            school=school,
            name=name,
            birth=birth,
            class_name=class_name,
            guardian=guardian,
            phone=phone,
            household=household,
            needs_device=lack in ("device", "both"),
            needs_line=lack in ("line", "both"),
            consent=consent,
            another_child=another,
        )
    except Refused as no:
        await chat.say(no.why)
        return
    done: list[Phrase | str] = [
        _("The pupil is on the list with the code <b>{code}</b>.", code=shown(code)),
        _("From here on we use only the code."),
    ]
    offers = [Offer(_("➕ Another pupil"), "/enter_student"), Offer(_("📋 My pupils"), "/my_students")]
    await chat.say(*done, offers=offers)
