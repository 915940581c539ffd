"""The list of a school as its teachers see it: counted, page by page, searched; and what is done with a whole entry."""

from __future__ import annotations

from bot.chat.kinds import Text
from bot.chat.phrase import Phrase, _, _n, given, joined
from bot.chat.row_number import row_number
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.programme.codes import read_code, shown
from bot.programme.people.unit_names import searchable
from bot.programme.students.registering import PREFIX
from bot.programme.students.school_list import Listed, SchoolPage, school_page
from bot.programme.students.steps import ON_LIST
from bot.programme.students.students import send_again, withdraw

LONGEST_WORDS = 24
"""Characters that are searched for, so that a button can carry them."""
STATES: dict[str, Phrase] = {
    "listed": _("on the list"),
    "returned": _("came back to you"),
    "approved": _("approved"),
    "rejected": _("not accepted"),
    "withdrawn": _("taken off"),
    "merged": _("one with another entry"),
}


def state_of(one: Listed) -> Phrase:
    """Where an entry stands, and why."""
    if one.status == "listed" and one.step:
        return _("waits: {step}", step=given(one.step))
    if one.status == "approved" and one.since:
        return _("approved on {day}", day=one.since)
    if one.reason:
        return _("{state}: {why}", state=STATES[one.status], why=one.reason)
    return STATES[one.status]


@flow("hocsinhcuatoi", label=_("📋 My pupils"), roles=("school_contact",), glance=True, module="students")
async def my_students(chat: Chat) -> None:
    page, words = _asked_for(chat.argument)
    await show_page(chat, await chat.look(school_page, words=words, page=page), words)


@flow("timhocsinh", label=_("🔎 Find a pupil"), module="students")
async def find_student(chat: Chat) -> None:
    asked = _("Whom are you looking for? A name, a class, or a code.")
    said = await chat.ask("words", Text(longest=60), asked)
    words = searchable(said)[:LONGEST_WORDS]
    await show_page(chat, await chat.look(school_page, words=words, page=1), words, said)


async def show_page(chat: Chat, found: SchoolPage, words: str, said: str = "") -> None:
    """One page of the list, with a button for each entry and for the pages around it; `said`: the words as typed."""
    if not found.counts:
        offers = [Offer(_("🎒 Register a pupil"), "/enter_student"), *_moves(found)]
        await chat.say(_("You have not put any pupil on the list yet."), offers=offers)
        return
    counts = [
        _("{state}: {n}", state=STATES[state], n=found.counts[state]) for state in STATES if state in found.counts
    ]
    total = _n("<b>{n} pupil of your school</b> ({counts})", "<b>{n} pupils of your school</b> ({counts})",
               sum(found.counts.get(state, 0) for state in ON_LIST), counts=joined(counts))  # fmt: skip
    lines: list[Phrase | str] = [total]
    if words and not found.students:
        lines.append(_("Nobody is called like “{words}”.", words=said or words))
    elif words:
        lines.append(_("Found for “{words}”:", words=said or words))
    lines += [_("{code} · {name} · {class_name} · {state}", code=shown(one.code), name=one.given_name,
                class_name=one.class_name, state=state_of(one)) for one in found.students]  # fmt: skip
    if found.pages > 1:
        lines.append(_("Page {page} of {pages}", page=found.page, pages=found.pages))
    if found.moves:
        lines.append(_("Another school asks you to take a pupil over."))
    offers = [*_moves(found), *(Offer(shown(one.code), f"/student {one.code}") for one in found.students)]
    around = {"◀️": found.page - 1, "▶️": found.page + 1}
    offers += [Offer(sign, f"/my_students {page} {words}".strip()) for sign, page in around.items()
               if 1 <= page <= found.pages]  # fmt: skip
    await chat.say(*lines, offers=[*offers, Offer(_("🔎 Find a pupil"), "/find_student")])


def _moves(found: SchoolPage) -> list[Offer]:
    return [Offer(_("👀 See who it is"), f"/receive_student {move}") for move in found.moves[:1]]


def _asked_for(argument: str) -> tuple[int, str]:
    """(page, words) behind the command."""
    first, _space, rest = argument.partition(" ")
    page = row_number(first)
    words = rest if page else argument
    return page or 1, searchable(words)[:LONGEST_WORDS]


@flow("ruthocsinh", label=_("Take a pupil off the list"))
async def withdraw_student(chat: Chat) -> None:
    code = chat.argument
    if not code:
        await chat.say(_("Please choose a pupil in /my_students first."))
        return
    stored = read_code(code, PREFIX)
    if not await chat.confirm(
        "sure", _("Take the pupil {code} off the list?", code=shown(stored) if stored else code[:20])
    ):
        await chat.say(_("Good, the pupil stays on the list."))
        return
    done = await chat.do(withdraw, code=code)
    await chat.say(_("{code} is off the list.", code=shown(done)))


@flow("guilaihocsinh", label=_("Send a pupil's entry again"))
async def send_student_again(chat: Chat) -> None:
    code = chat.argument
    if not code:
        await chat.say(_("Please choose a pupil in /my_students first."))
        return
    stored = read_code(code, PREFIX)
    if not await chat.confirm(
        "sure", _("Is everything right about {code} now, so that it can be sent again?",
                  code=shown(stored) if stored else code[:20])
    ):  # fmt: skip
        await chat.say(_("Good, it stays with you until you send it."))
        return
    done = await chat.do(send_again, code=code)
    await chat.say(_("{code} is on its way again.", code=shown(done)))
