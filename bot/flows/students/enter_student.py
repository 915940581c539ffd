"""A teacher puts a needy student on the list, from a phone, in about a minute; the family's consent comes first."""

from __future__ import annotations

from bot.chat.phrase import Phrase, _
from bot.chat.words import Chat, Offer, Refused
from bot.flows.registry import flow
from bot.flows.students.register_student import ask_school
from bot.flows.students.student_questions import (
    agreed_lines,
    ask_another_child,
    ask_birth,
    ask_childs_consent,
    ask_class,
    ask_guardian,
    ask_guardians_consent,
    ask_home,
    ask_household,
    ask_lack,
    ask_name,
    ask_phone,
    needs_of,
)
from bot.programme.codes import shown
from bot.programme.students.consents import NOTICES, OWN_CONSENT, child_is_asked
from bot.programme.students.entering import EntryTerms, enter, entry_terms
from bot.programme.students.levels import ages_of


@flow(
    "dangkyhocsinh",
    "themhocsinh",
    "register_student",
    label=_("🎒 Register a pupil"),
    roles=("school_contact",),
    module="students",
)
async def enter_student(chat: Chat) -> None:
    school = await ask_school(chat)
    if school is None:
        return
    terms = await chat.look(entry_terms, school=school)
    agreed = await _consents(chat, terms)
    if agreed is None:
        return
    guardians, childs = agreed
    name = await ask_name(chat)
    class_name = await ask_class(chat, terms.levels, terms.classes)
    birth = await ask_birth(chat, terms.levels, class_name)
    if childs == "" and child_is_asked(terms.notice, birth, chat.today):
        childs = await ask_childs_consent(chat, "childs_consent_again", younger=False)
        if childs == "no":
            return await _not_yet(chat, terms.notice)
    guardian = await ask_guardian(chat)
    phone = await ask_phone(chat)
    another = await ask_another_child(chat, school, name, birth, phone, guardian)
    if another is None:
        await chat.say(_("Then nothing needs to be added. Thank you for checking."))
        return
    home = None
    if terms.asks_home:
        home = await ask_home(chat, terms.homes, terms.example)
        if home is None:
            await chat.say(_("This drive helps families who live in its area. All right, nothing was kept."))
            return
    household = await ask_household(chat, terms.households)
    lack = await ask_lack(chat, terms.lacks)
    lines = [_("Please check the particulars:"), *agreed_lines(guardians, childs)]
    if not await chat.review("sure", lines, yes=_("✅ Right, put on the list"), no=_("No, don't save it")):
        await chat.say(_("All right, nothing was recorded."))
        return
    needs_device, needs_line = needs_of(lack)
    try:
        code = await chat.do(
            enter,
            school=school,
            name=name,
            birth=birth,
            class_name=class_name,
            guardian=guardian,
            phone=phone,
            home=home.id if home else None,
            household=household,
            needs_device=needs_device,
            needs_line=needs_line,
            consent=guardians,
            child_consent=childs,
            notice=terms.notice,
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


async def _consents(chat: Chat, terms: EntryTerms) -> tuple[str, str] | None:
    """How guardian and child have agreed, before anything is asked about them; empty for a child under seven."""
    guardians = await ask_guardians_consent(chat, terms.notice, known=terms.known)
    youngest, oldest = ages_of(terms.levels)
    childs = "younger"
    if guardians != "no" and oldest >= OWN_CONSENT:
        childs = await ask_childs_consent(chat, "childs_consent", younger=youngest < OWN_CONSENT)
    if "no" in (guardians, childs):
        await _not_yet(chat, terms.notice)
        return None
    return guardians, "" if childs == "younger" else childs


async def _not_yet(chat: Chat, notice: str) -> None:
    await chat.say(_("All right, nothing was kept. Please speak with the family first and begin again."))
    await chat.say(_("You may pass this on to the family:"), *NOTICES[notice])
