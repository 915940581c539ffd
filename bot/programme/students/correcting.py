"""A school corrects an answer of a listed student: checked like a new one, kept with what stood there before.

What reviewers decide by sends the entry through the reviews anew; a phone number or a tone mark does not.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import msgspec
from msgspec import structs
from sqlalchemy import select, update

from bot.chat.phrase import _
from bot.chat.words import Refused, deed
from bot.programme import codes
from bot.programme.people.units import name_of
from bot.programme.students.card import lack_of
from bot.programme.students.consents import NOTICE, WAYS, require_consent
from bot.programme.students.eligibility import (
    helped_school,
    level_at,
    require_age,
    require_home,
    require_household,
    require_needs,
)
from bot.programme.students.likeness import bare, identical
from bot.programme.students.own import own_student
from bot.programme.students.pairs import pair_again
from bot.programme.students.particulars import Particulars, hidden, revealed
from bot.programme.students.probing import may_be_told
from bot.programme.students.registering import likely
from bot.programme.students.steps import ON_LIST, reviews, step_of
from bot.programme.students.students import begin_review
from bot.programme.students.trail import note
from bot.programme.world import World
from bot.storage.rows.students import StoredStudent
from bot.storage.tables import approvals, students

PERSONAL: Final = ("name", "birth", "class_name", "guardian", "phone", "consent", "child_consent")
"""The answers that stand among the particulars."""
DECIDE: Final = ("name", "birth", "home", "household", "lack")
"""The answers that reviewers decide by."""
COMPARED: Final = ("name", "birth", "guardian", "phone")
"""The answers by which another entry of the same child is found."""


class Corrected(msgspec.Struct, frozen=True):
    """An entry that was corrected, and whether it goes through the reviews anew."""

    code: str
    anew: bool


@deed("students.change")
async def change(tx: World, *, code: str, what: str, value: str, another_child: bool) -> Corrected:
    """Puts another answer in the place of one; raises Refused as at entry.

    `what` names the answer as in `card.Answers`; `value` is a date in ISO form, a unit's number for the home, a key.
    """
    row = await own_student(tx, code)
    known = revealed(tx, row)
    if row.status not in ON_LIST or known is None:
        raise Refused(_("{code} is not on the list any more.", code=codes.shown(row.code)))
    new = _with(tx, known, what, value)
    _school, levels = await helped_school(tx, row.school_id)
    level = level_at(levels, new.class_name, new.birth, tx.today)
    values: dict[str, Any] = {"level": level}
    match what:
        case "birth" | "class_name":
            require_age(tx, level, new.birth)
        case "home":
            values["home_id"] = int(value)
            await require_home(tx, int(value))
        case "household":
            values["household"] = value
            require_household(tx, value)
        case "lack":
            needs_device, needs_line = value in ("device", "both"), value in ("line", "both")
            values |= {"needs_device": needs_device, "needs_line": needs_line}
            require_needs(tx, needs_device, needs_line)
    if what in COMPARED:
        await _require_one(tx, row, new, another_child)
    old = await _shown(tx, row, known, what)
    now = await name_of(tx, int(value)) if what == "home" else value
    if old == now:
        raise Refused(_("That is what is written down already."))
    mine = update(students).where(students.c.id == row.id)
    await tx.work.execute(mine.values(**hidden(tx, row.id, new), **values))
    anew = _matters(row, known, new, what, level) and await was_reviewed(tx, row)
    note(tx, row.id, "changed", answer=what, old=old, new=now)
    if anew:
        await begin_review(tx, row.id)
    return Corrected(row.code, anew)


def _with(tx: World, known: Particulars, what: str, value: str) -> Particulars:
    """The particulars with the new answer among them; a consent counts for today's notice, from now on."""
    match what:
        case "birth":
            return structs.replace(known, birth=date.fromisoformat(value))
        case "consent" | "child_consent":
            if value not in WAYS:
                raise Refused(_("Who does not agree is taken off the list."))
            changed = structs.replace(known, **{what: value}, consent_at=tx.now, consent_text=NOTICE)
            require_consent(changed.consent, changed.child_consent, NOTICE, known.birth, tx.today)
            return changed
        case _ if what in PERSONAL:
            return structs.replace(known, **{what: value})
        case "home" | "household" | "lack":
            return known
    raise Refused(_("That cannot be corrected."))


async def _require_one(tx: World, row: StoredStudent, new: Particulars, another_child: bool) -> None:
    """Refuses what would make a second entry of the same child; what is taken all the same, reviewers see."""
    found = [one for one in await likely(tx, new.features) if one.id != row.id]
    same = [one for one in found if identical(new.features, one.features) or not another_child]
    others = [one.id for one in same if one.school != row.school_id]
    if len(same) > len(others) or (others and await may_be_told(tx, others)):
        raise Refused(_("A pupil with these particulars is on the list already, so nothing was changed."))
    await pair_again(tx, row.id, {one.id: identical(new.features, one.features) for one in found})


async def _shown(tx: World, row: StoredStudent, known: Particulars, what: str) -> str:
    """An answer as it stands, in the form in which a new one comes."""
    match what:
        case "birth":
            return known.birth.isoformat()
        case "home":
            return await name_of(tx, row.home_id)
        case "household":
            return row.household
        case "lack":
            return lack_of(row)
    return str(getattr(known, what))


def _matters(row: StoredStudent, old: Particulars, new: Particulars, what: str, level: str) -> bool:
    """Whether reviewers would have to look again: not for tone marks, nor for another class of the same level."""
    if what == "name":
        return bare(old.name) != bare(new.name)
    return what in DECIDE or (row.level is not None and row.level != level)


async def was_reviewed(tx: World, row: StoredStudent) -> bool:
    """Whether anybody has approved it, at any step; one that came back to the school waits for it anyway."""
    if row.status == "approved":
        return bool(reviews(tx.plan))
    if row.status != "listed":
        return False
    seen = await tx.work.one(select(approvals.c.id).where(approvals.c.student_id == row.id).limit(1))
    return seen is not None or step_of(tx.plan, row) != next(iter(reviews(tx.plan)), None)
