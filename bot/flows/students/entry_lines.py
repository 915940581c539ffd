"""What is said of a student's entry, in lines: needs, household, whom it waits for, and what may be the same child."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.chat.phrase import Phrase, _, given, joined
from bot.chat.words import Offer
from bot.programme.codes import shown
from bot.programme.students.doubles import RANK, DoubleSeen, Merged
from bot.programme.students.eligibility import StudentTerms

LONG = timedelta(days=1)
"""Since when an entry waits is said where it is longer than this."""
STATES: dict[str, Phrase] = {
    "listed": _("is being reviewed"),
    "returned": _("went back to its school"),
    "approved": _("approved"),
}


def needs_of(device: bool, line: bool) -> list[Phrase]:
    """What a student lacks."""
    return [_("a device")] * device + [_("a connection")] * line


def household_line(terms: StudentTerms, household: str) -> list[Phrase | str]:
    """The class of household, where the plan has classes."""
    if household not in terms.households:
        return []
    return [_("Household: {household}", household=given(terms.households[household]))]


def waits_lines(now: datetime, since: datetime | None, others: Sequence[str], in_place_of: str) -> list[Phrase | str]:
    """Since when an entry waits, for whom the reader stands in, and who has to agree besides."""
    lines: list[Phrase | str] = []
    if since is not None and now - since > LONG:
        lines.append(_("Waits here since {at}", at=since))
    if in_place_of:
        lines.append(_("You act for {unit}, where nobody has the role.", unit=in_place_of))
    if others:
        lines.append(_("Besides you there also has to agree: {units}", units=joined(others)))
    return lines


def double_lines(doubles: Sequence[DoubleSeen]) -> list[Phrase | str]:
    """The entries that may be the same child; of one that the reviewer may not see, only that there is one."""
    lines: list[Phrase | str] = []
    for one in doubles:
        if not one.code:
            lines.append(_("⚠️ This may be a pupil of a school outside your area. A later step sees both."))
            continue
        lines.append(_("⚠️ The same particulars as:") if one.certain else _("⚠️ This may be the same child as:"))
        lines.append(double_line(one))
    return lines


def double_line(one: DoubleSeen) -> Phrase:
    """An entry in one line, with all by which a child is told from another."""
    return _("<b>{code}</b> · {name}, born {birth} · {school}, class {class_name} · guardian {guardian} · {state}",
             code=shown(one.code), name=one.name, birth=one.birth, school=one.school, class_name=one.class_name,
             guardian=one.guardian, state=STATES.get(one.status, given(one.status)))  # fmt: skip


def which_stays(code: str, status: str, other: DoubleSeen) -> tuple[str, str]:
    """Of two entries the one that stays and the one that goes: the further one stays, of equals the earlier."""
    mine, yours = RANK[status], RANK.get(other.status, 0)
    stays = mine > yours or (mine == yours and other.later)
    return (code, other.code) if stays else (other.code, code)


def merged_lines(done: Merged) -> list[Phrase | str]:
    """What was made one."""
    lines: list[Phrase | str] = [
        _("{gone} and {kept} are one now: {kept} goes on.", gone=shown(done.gone), kept=shown(done.kept))
    ]
    if not done.whole:
        lines.append(_("{kept} was approved already, so what the other one lacks besides was not added.",
                       kept=shown(done.kept)))  # fmt: skip
    return lines


def undo_offer(done: Merged) -> Offer:
    """The way back."""
    return Offer(_("↩️ Take them apart again"), f"/unmerge_students {done.gone}")
