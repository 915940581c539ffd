"""A reviewer looks over what waits: a school's whole list page by page, or one student after the other."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.kinds import Text
from bot.chat.phrase import Phrase, _, _n, given, joined
from bot.chat.words import Chat, Offer
from bot.flows.general.choose_of_many import choose_of_many
from bot.flows.registry import flow
from bot.flows.students.entry_lines import (
    double_lines,
    household_line,
    merged_lines,
    needs_of,
    undo_offer,
    waits_lines,
    which_stays,
)
from bot.programme.codes import shown
from bot.programme.people.roles import REVIEWS
from bot.programme.students.doubles import merge, tell_apart
from bot.programme.students.eligibility import StudentTerms, student_terms
from bot.programme.students.passing import ReviewOutcome
from bot.programme.students.reviewing import (
    LEAST_REASON,
    LONGEST_REASON,
    Waiting,
    approve,
    next_review,
    reject,
    return_,
    review_at,
    review_of,
)
from bot.programme.students.reviewing_lists import ListOutcome, WaitingRow, approve_list, review_lists, review_page

PAGE = 25
"""Students of a list in one message."""
MOST = 300
"""So many are looked through and approved at once; what is left waits for the next time."""
ONE_BY_ONE = "one"


@flow("duyethocsinh", label=_("✅ Review pupils"), roles=(REVIEWS,), module="students")
async def review_students(chat: Chat) -> None:
    terms = await chat.look(student_terms)
    if chat.number:
        one = await chat.look(review_at, school=chat.number)
    elif chat.argument and chat.argument != ONE_BY_ONE:
        one = await chat.look(review_of, code=chat.argument)
    else:
        one = await chat.look(next_review)
    if one is None:
        await chat.say(_("No pupil waits for your review now."))
        return
    if one.more and not chat.argument:
        lists = await chat.look(review_lists)
        many = {str(each.school): _("{name}: {n}", name=each.name, n=each.count) for each in lists}
        picked = await choose_of_many(
            chat,
            "list",
            _("{n} pupils wait for your review. A school's whole list, or one by one?", n=one.more + 1),
            many,
            {ONE_BY_ONE: _("🔎 One by one")},
        )
        if picked != ONE_BY_ONE:
            await _whole_list(chat, terms, int(picked))
            return
    await _one(chat, terms, one)


async def _one(chat: Chat, terms: StudentTerms, one: Waiting) -> None:
    """One student: approved, sent back, rejected; or one with another entry, or not."""
    lines: list[Phrase | str] = [
        _("<b>{code}</b> · {name}, born {birth}", code=shown(one.code), name=one.name, birth=one.birth),
        _("{school}, class {class_name}", school=one.school, class_name=one.class_name),
        _("Guardian: {guardian}", guardian=one.guardian),
        _("Needs: {needs}", needs=joined(needs_of(one.needs_device, one.needs_line))),
    ]
    lines += household_line(terms, one.household)
    lines.append(_("Step: {step}", step=given(one.step)))
    lines += waits_lines(chat.now, one.since, one.others, one.in_place_of) + double_lines(one.doubles)
    options: dict[str, Phrase | str] = {
        "approve": _("✅ Approve"),
        "return": _("↩️ Send back to the school"),
        "reject": _("⛔ Reject"),
    }
    visible = [double for double in one.doubles if double.code]
    if visible:
        options |= {"same": _("🔗 One child"), "apart": _("👥 Two children")}
    verdict = await chat.decide("verdict", lines, options)
    match verdict:
        case "approve":
            done = await chat.do(approve, code=one.code)
        case "same":
            keep, gone = which_stays(one.code, "listed", visible[0])
            one_child = await chat.do(merge, keep=keep, gone=gone)
            await chat.say(*merged_lines(one_child), offers=[undo_offer(one_child), *_following(chat, one.more)])
            return
        case "apart":
            await chat.do(tell_apart, one=one.code, other=visible[0].code)
            again = Offer(_("✅ Review {code}", code=shown(one.code)), f"/review_students {one.code}")
            await chat.say(_("Noted: two children. Nobody is asked about them again."), offers=[again])
            return
        case _against:
            question = _("Why? The school will read it. For example: the birth date is missing a year.")
            why = await chat.ask("why", Text(LONGEST_REASON, LEAST_REASON), question)
            done = await chat.do(return_ if verdict == "return" else reject, code=one.code, why=why)
    await chat.say(*_said(done), offers=_following(chat, one.more))


async def _whole_list(chat: Chat, terms: StudentTerms, school: int) -> None:
    """A school's list, page by page, and one yes for all that was shown."""
    rows: list[WaitingRow] = []
    while True:
        page = await chat.look(review_page, school=school, after=rows[-1].number if rows else 0, most=PAGE)
        rows += page
        lines: list[Phrase | str] = [_row(terms, row) for row in page]
        if len(page) < PAGE or len(rows) >= MOST:
            break
        options = {"next": _("▶️ Next page"), "stop": _("Stop here")}
        if await chat.decide(f"page_{len(rows)}", lines, options) == "stop":
            await chat.say(_("Good, nothing was changed."))
            return
    sure = [row for row in rows if not row.alone]
    lines.append(_n("{n} pupil was shown.", "{n} pupils were shown.", len(rows)))
    if len(sure) < len(rows):
        alone = len(rows) - len(sure)
        lines.append(_n("⚠️ {n} of them may be on the list already and is looked at alone.",
                        "⚠️ {n} of them may be on the list already and are looked at alone.", alone))  # fmt: skip
    answers: dict[str, Phrase | str] = {"one": _("🔎 One by one"), "stop": _("Stop here")}
    if sure:
        answers = {"approve": _n("✅ Approve this pupil", "✅ Approve these {n} pupils", len(sure)), **answers}
    verdict = await chat.decide("all", lines, answers)
    if verdict == "approve":
        done = await chat.do(approve_list, codes=[row.code for row in sure])
        await chat.say(*_list_said(done), offers=[Offer(_("✅ Review pupils"), "/review_students")])
    elif verdict == "one":
        await chat.say(_("Good, one by one."), offers=[Offer(_("🔎 The first of them"), f"/review_students {school}")])
    else:
        await chat.say(_("Good, nothing was changed."))


def _row(terms: StudentTerms, row: WaitingRow) -> Phrase:
    household = given(terms.households[row.household]) if row.household in terms.households else given("–")
    said = _("{code} · {name} · {birth} · {class_name} · {household} · {needs}", code=shown(row.code), name=row.name,
             birth=row.birth, class_name=row.class_name, household=household,
             needs=joined(needs_of(row.needs_device, row.needs_line)))  # fmt: skip
    return _("⚠️ {line}", line=said) if row.alone else said


def _following(chat: Chat, more: int) -> list[Offer]:
    """The next one, of the same school where they are gone through school by school."""
    where = chat.argument if chat.number else ONE_BY_ONE
    return [Offer(_("Next pupil ({n} wait)", n=more), f"/review_students {where}")] if more else []


def _said(done: ReviewOutcome) -> list[Phrase]:
    code = shown(done.code)
    if done.status == "approved":
        return [_("{code} is approved and takes its place in the order.", code=code)]
    if done.status == "returned":
        return [_("{code} went back to the school, with your reason.", code=code)]
    if done.status == "rejected":
        return [_("{code} is rejected; the school knows why.", code=code)]
    waits = _("{code}: approved by you. Now it waits for {units}: {step}.", code=code, units=joined(done.waits_for),
              step=given(done.step))  # fmt: skip
    if done.in_place_of:
        waits = _("{code}: approved by you for {unit}. Now it waits for {units}: {step}.", code=code,
                  unit=done.in_place_of, units=joined(done.waits_for), step=given(done.step))  # fmt: skip
    return [waits, *_vacant(done.vacant)]


def _vacant(units: Sequence[str]) -> list[Phrase]:
    if not units:
        return []
    return [_("Nobody has the role yet at {units}; the organiser is told.", units=joined(units))]


def _list_said(done: ListOutcome) -> list[Phrase]:
    lines = [_n("{n} pupil approved by you.", "{n} pupils approved by you.", done.agreed)]
    if done.in_place_of:
        lines = [_n("{n} pupil approved by you for {unit}.", "{n} pupils approved by you for {unit}.", done.agreed,
                    unit=joined(done.in_place_of))]  # fmt: skip
    if done.approved:
        lines.append(_("They take their places in the order."))
    if done.units:
        steps = joined([given(step) for step in done.steps])
        lines.append(_("Now the list waits for {units}: {steps}.", units=joined(done.units), steps=steps))
    lines += _vacant(done.vacant)
    if done.stayed:
        lines.append(_n("{n} pupil stays: it has changed meanwhile, or may be on the list already.",
                        "{n} pupils stay: they have changed meanwhile, or may be on the list already.",
                        done.stayed))  # fmt: skip
    return lines
