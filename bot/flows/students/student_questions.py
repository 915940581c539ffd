"""What is asked of a student, one question each: at entry, and again where an answer is corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.chat.kinds import BirthDay, Either, Named, PersonName, Phone, SchoolClass, Text
from bot.chat.phrase import Example, Phrase, _, given, joined
from bot.chat.words import Chat
from bot.programme.codes import shown
from bot.programme.people.units import UnitChoice
from bot.programme.students.consents import NOTICES
from bot.programme.students.eligibility import find_homes
from bot.programme.students.levels import ages_of, grades_of, level_of
from bot.programme.students.registering import look_alikes

OUTSIDE = "outside"
LACKS: dict[str, Phrase] = {
    "device": _("A device"),
    "line": _("A connection"),
    "both": _("A device and a connection"),
}
AGREED: dict[str, Phrase] = {"paper": _("Yes, signed"), "spoken": _("Yes, told me")}


async def ask_guardians_consent(chat: Chat, notice: str, *, known: bool) -> str:
    """How the guardian has agreed to the notice, which the teacher may know by now: "paper", "spoken", or "no"."""
    lines = [_("First the family has to know and to agree:"), *NOTICES[notice], _("Has the guardian agreed?")]
    if known:
        lines = [_("Has this family been told the same as the one before, and has the guardian agreed?")]
    return await chat.decide("guardians_consent", lines, {**AGREED, "no": _("Not yet")})


async def ask_childs_consent(chat: Chat, step: str, *, younger: bool) -> str:
    """How the child has agreed: "paper", "spoken", "no"; with `younger` also that it is not seven yet."""
    options = {**AGREED, **({"younger": _("The child is under 7")} if younger else {}), "no": _("Not yet")}
    return await chat.decide(step, _("From 7 years on the child has to agree too. Has the child agreed?"), options)


async def ask_name(chat: Chat) -> str:
    """The student's full name."""
    question = _("What is the pupil's full name? For example: Nguyễn Văn An.")
    return await chat.ask("name", PersonName(), question, label=_("Name"))


async def ask_class(chat: Chat, levels: Sequence[str], hints: Sequence[str]) -> str:
    """A class of the school; the last ones are offered."""
    kind = Either(SchoolClass(grades_of(levels)), {hint: hint for hint in hints})
    example = Example(f"{grades_of(levels)[0]}A" if grades_of(levels) else "Lá 1")
    answer = await chat.ask("class", kind, _("Which class? For example: {example}.", example=example), label=_("Class"))
    return answer.key if isinstance(answer, Named) else answer


async def ask_birth(chat: Chat, levels: Sequence[str], class_name: str) -> date:
    """The birth date, of an age that fits the class."""
    level = level_of(levels, class_name)
    return await chat.ask(
        "birth",
        BirthDay(*ages_of([level] if level else levels)),
        _("When was the pupil born? Day, month, year, for example: 5/9/2012."),
        label=_("Born"),
    )


async def ask_guardian(chat: Chat) -> str:
    """The guardian's full name."""
    return await chat.ask("guardian", PersonName(), _("What is the guardian's full name?"), label=_("Guardian"))


async def ask_phone(chat: Chat) -> str:
    """The guardian's phone; empty for none."""
    answer = await chat.ask(
        "phone",
        Either(Phone(), {"none": _("No phone")}, no="none"),
        _("What is the guardian's phone number? For example: 0900 000 123."),
        label=_("Phone"),
    )
    return "" if isinstance(answer, Named) else answer


async def ask_home(chat: Chat, hints: Sequence[UnitChoice], place: str) -> UnitChoice | None:
    """Where the family lives, of those in which the drive helps, as is `place`; None: in none of them."""
    known: dict[str, Phrase | str] = {str(hint.id): hint.name for hint in hints}
    while True:
        question = _("In which commune does the family live? Type a part of its name, for example: {example}.",
                     example=Example(place))  # fmt: skip
        answer = await chat.ask("home", Either(Text(longest=60), known), question, label=_("Home"))
        if isinstance(answer, Named):
            return next(hint for hint in hints if str(hint.id) == answer.key)
        found = await chat.look(find_homes, words=answer)
        places: dict[str, Phrase | str] = {str(one.id): one.name for one in found.places}
        places |= {str(area.id): _("Elsewhere in {area}", area=area.name) for area in found.areas}
        others = {"again": _("None of them, type again"), OUTSIDE: _("Outside of all these")}
        picked = await chat.choose("home", _("Where does the family live?"), {**places, **others}, label=_("Home"))
        if picked == OUTSIDE:
            return None
        if picked != "again":
            return next(one for one in (*found.places, *found.areas) if str(one.id) == picked)


async def ask_household(chat: Chat, households: Mapping[str, Mapping[str, str]]) -> str:
    """The class of household, of the plan's; empty where it has none."""
    if not households:
        return ""
    options = {key: given(words) for key, words in households.items()}
    question = _("Which household class is the family in?")
    return await chat.choose("household", question, options, label=_("Household"))


async def ask_lack(chat: Chat, lacks: Sequence[str]) -> str:
    """What the student lacks, of what the drive gives: "device", "line" or "both"; not asked where it gives one."""
    if len(lacks) == 1:
        return lacks[0]
    return await chat.choose("lack", _("What does the pupil lack for learning online?"), LACKS, label=_("Needs"))


def needs_of(lack: str) -> tuple[bool, bool]:
    """(needs a device, needs a connection)."""
    return lack in ("device", "both"), lack in ("line", "both")


def agreed_lines(guardian: str, child: str) -> list[Phrase | str]:
    """How guardian and child have agreed, as a summary shows it."""
    lines: list[Phrase | str] = [_("Guardian's consent: {how}", how=AGREED[guardian])]
    if child in AGREED:
        lines.append(_("Child's consent: {how}", how=AGREED[child]))
    return [joined(lines, " · ")]


async def ask_another_child(
    chat: Chat, school: int, name: str, birth: date, phone: str, guardian: str, **but: str
) -> bool | None:
    """Whether the teacher has said that an entry like this one is another child; None: it is the same, nothing to do.

    `but` may name by its code the entry itself, which is corrected.
    """
    found = await chat.look(look_alikes, school=school, name=name, birth=birth, phone=phone, guardian=guardian, **but)
    if not found:
        return False
    own = next((one.code for one in found if one.own), "")
    seen = _("This may be {code}, whom your school has listed already.", code=shown(own)) if own else None
    seen = seen or _("This pupil may be on the list already, through another school.")
    choice = await chat.choose(
        "alike",
        (seen, _("Is this a different child, for example a twin or one with the same name?")),
        {"another": _("Yes, a different child"), "same": _("No, the same child")},
    )
    return True if choice == "another" else None
