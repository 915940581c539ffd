"""One row of a school's list held against the drive's terms and against who is on the list already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, Literal

import msgspec

from bot.chat.kind import folded
from bot.lists.marks import household_of
from bot.lists.shape import Field, Flaw, PupilRow
from bot.programme.plan import Plan
from bot.programme.students.consents import FIRST_NOTICE, years_old
from bot.programme.students.eligibility import all_ages
from bot.programme.students.particulars import Particulars
from bot.programme.students.registering import Found, StudentEntry

Outcome = Literal["new", "known", "changed", "elsewhere", "likely", "flawed", "added", "updated", "same"]
"""What a row is before anybody has decided, and in the end: it was added, it has changed an entry, it is the same child
as one on the list."""
NECESSARY: Final[tuple[Field, ...]] = ("name", "birth", "class_name", "guardian")


class KeptRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is kept of a row: what it tells, the codes of the school's own entries that are like it, what differs.

    `changes` gives for each field what the entry has and what the row has.
    """

    pupil: PupilRow
    like: list[str] = []
    changes: dict[str, tuple[str, str]] = {}


class RowJudged(msgspec.Struct, frozen=True):
    """What a row is, and the school's own entry that it is or may be."""

    outcome: Outcome
    kept: KeptRow
    student: int | None = None


class OwnEntry(msgspec.Struct, frozen=True):
    """The school's own entry that a row is compared with."""

    particulars: Particulars
    household: str
    needs_device: bool
    needs_line: bool


def fitted(row: PupilRow, plan: Plan, today: date, consent: str) -> PupilRow:
    """The row with its class of household as the plan calls it, and a flaw for whatever the drive's terms leave out."""
    key, unknown = _household(row.household, plan)
    flaws = [*row.flaws, *_missing(row), *unknown, *_age(row, plan, today), *_need(row, plan)]
    if consent == "column" and not row.consent:
        flaws.append(Flaw("consent", "missing"))
    return msgspec.structs.replace(row, household=key, flaws=flaws)


def judged(row: PupilRow, school: int, found: Sequence[Found], known: OwnEntry | None) -> RowJudged:
    """What a fitted row is; `known` is the entry of `same_child` among those found, if there is one.

    Certain is who has the same name to the mark and was born on the same day at the same school, or is the same to the
    phone elsewhere; for everybody else whom the names suggest, somebody has to look.
    """
    if row.flaws:
        return RowJudged("flawed", KeptRow(row))
    own = [one.code for one in found if one.school == school]
    same = same_child(row, school, found)
    if same is not None and known is not None:
        changes = _changes(row, known)
        return RowJudged("changed" if changes else "known", KeptRow(row, [same.code], changes), same.id)
    if any(one.school != school and _identical(row, one) and one.features.phone == row.phone for one in found):
        return RowJudged("elsewhere", KeptRow(row))
    return RowJudged("likely" if found else "new", KeptRow(row, own))


def same_child(row: PupilRow, school: int, found: Sequence[Found]) -> Found | None:
    """The school's own entry that is certainly the same child."""
    return next((one for one in found if one.school == school and _identical(row, one)), None)


def entry_of(row: PupilRow, consent: str, household: str, needs: str) -> StudentEntry:
    """What is written down of a row; `household` and `needs` are for what it does not tell."""
    assert row.birth is not None
    device, line = row.device, row.line
    if device is None and line is None:
        device, line = needs in ("device", "both"), needs in ("line", "both")
    return StudentEntry(
        name=row.name,
        birth=row.birth,
        class_name=row.class_name,
        guardian=row.guardian,
        phone=row.phone,
        household=row.household or household,
        needs_device=bool(device),
        needs_line=bool(line),
        consent="paper" if consent == "column" else consent,
        notice=FIRST_NOTICE,  # it is what the families were told of, and asks no child: their cards say so
    )


def _missing(row: PupilRow) -> Iterator[Flaw]:
    told = {flaw.field for flaw in row.flaws}
    for field in NECESSARY:
        if not getattr(row, field) and field not in told:
            yield Flaw(field, "missing")


def _household(said: str, plan: Plan) -> tuple[str, list[Flaw]]:
    classes = plan.students.priorities if plan.students else ()
    if not said or not classes:
        return "", []
    for one in classes:
        names = [one.key, *one.name.values()]
        if said in names or folded(said) in map(folded, names) or said in map(household_of, names):
            return one.key, []
    return "", [Flaw("household", "another class", said)]


def _age(row: PupilRow, plan: Plan, today: date) -> Iterator[Flaw]:
    if row.birth is None:
        return
    born, (youngest, oldest) = row.birth, all_ages(plan)
    age = years_old(born, today)
    if not youngest <= age <= oldest:
        yield Flaw("birth", "too young" if age < youngest else "too old", f"{born:%d/%m/%Y}")


def _need(row: PupilRow, plan: Plan) -> Iterator[Flaw]:
    if row.device is None and row.line is None:
        return
    lacks = plan.students.lacks if plan.students else ("device", "connection")
    met = (row.device and "device" in lacks) or (row.line and "connection" in lacks)
    if not met and not any(flaw.field == "needs" for flaw in row.flaws):
        yield Flaw("needs", "no need")


def _identical(row: PupilRow, there: Found) -> bool:
    same = row.name.casefold().split() == there.features.name.casefold().split()
    return same and row.birth == there.features.birth


def _changes(row: PupilRow, known: OwnEntry) -> dict[str, tuple[str, str]]:
    """What the row tells otherwise than the entry; what it does not tell is no change."""
    had = known.particulars
    pairs: dict[str, tuple[str, str]] = {
        "class_name": (had.class_name, row.class_name),
        "guardian": (had.guardian, row.guardian),
        "phone": (had.phone, row.phone or had.phone),
        "household": (known.household, row.household or known.household),
    }
    if row.device is not None or row.line is not None:
        pairs["needs"] = (needs(known.needs_device, known.needs_line), needs(bool(row.device), bool(row.line)))
    return {field: pair for field, pair in pairs.items() if folded(pair[0]) != folded(pair[1])}


def needs(device: bool, line: bool) -> str:
    """What a child lacks, in one word."""
    return "both" if device and line else "device" if device else "line"
