"""What waits for a reviewer, one entry after the other, and what they decide about it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

import msgspec
from sqlalchemy import ColumnElement, func, select, update

from bot.chat.phrase import Phrase, _, given
from bot.chat.words import Offer, Refused, deed, fact
from bot.programme import codes
from bot.programme.people.contacts import holders
from bot.programme.students.areas import ENTRIES, EntrySeen
from bot.programme.students.doubles import DoubleSeen, note_shown, open_doubles
from bot.programme.students.particulars import revealed
from bot.programme.students.passing import ReviewOutcome, decidable, pass_on
from bot.programme.students.registering import PREFIX
from bot.programme.students.reviewers import review_posts, waits_for
from bot.programme.students.steps import step_of
from bot.programme.students.trail import note, note_seen
from bot.programme.world import World
from bot.storage.tables import students, units

LEAST_REASON: Final = 5
LONGEST_REASON: Final = 300
GONE: Final = _("This pupil does not wait for you any more.")


class Waiting(msgspec.Struct, frozen=True):
    """An entry as its reviewer sees it: who the child is, what it lacks, since when it waits and at which step.

    `more` counts those that wait behind it; `in_place_of` names the unit for which the reader stands in, `others` the
    units that have to agree besides; `doubles` are entries that may be the same child.
    """

    code: str
    name: str
    birth: date
    class_name: str
    guardian: str
    household: str
    needs_device: bool
    needs_line: bool
    school: str
    step: dict[str, str]
    since: datetime | None
    more: int
    in_place_of: str = ""
    others: list[str] = []
    doubles: list[DoubleSeen] = []


@fact("students.next_review")
async def next_review(tx: World) -> Waiting | None:
    """The entry that has waited longest for the actor; None if nothing does."""
    return await _first(tx, waits_for(tx, await review_posts(tx)))


@fact("students.review_of")
async def review_of(tx: World, *, code: str) -> Waiting | None:
    """The entry with a code, if it waits for the actor; it counts all others that do."""
    stored = codes.read_code(code, PREFIX) or ""
    return await _first(tx, waits_for(tx, await review_posts(tx)), students.c.code == stored)


@fact("students.review_at")
async def review_at(tx: World, *, school: int) -> Waiting | None:
    """The entry of one school that has waited longest for the actor; it counts those of that school."""
    return await _first(tx, waits_for(tx, await review_posts(tx)) & (students.c.school_id == school))


async def _first(tx: World, here: ColumnElement[bool], which: ColumnElement[bool] | None = None) -> Waiting | None:
    first = ENTRIES.where(here) if which is None else ENTRIES.where(here, which)
    row: EntrySeen | None = await tx.work.one(first.order_by(students.c.step_at, students.c.id).limit(1))
    if row is None:
        return None
    counted = select(func.count()).select_from(students).join(units, units.c.id == students.c.school_id).where(here)
    [[count]] = await tx.work.rows(counted)
    known, step = revealed(tx, row), step_of(tx.plan, row)
    assert known is not None  # nobody is forgotten while they wait
    assert step is not None  # or it would wait for nobody
    [(_row, post, others)] = await decidable(tx, students.c.id == row.id)
    doubles = (await open_doubles(tx, [row.id])).get(row.id, [])
    await note_seen(tx, [row.id])
    await note_shown(tx, doubles)
    return Waiting(
        row.code,
        known.name,
        known.birth,
        known.class_name,
        known.guardian,
        row.household,
        row.needs_device,
        row.needs_line,
        row.school,
        step.name,
        row.step_at,
        count - 1,
        post.part.name if post.stands_in else "",
        [part.name for part in others],
        doubles,
    )


@deed("students.approve")
async def approve(tx: World, *, code: str) -> ReviewOutcome:
    """Approves an entry at the step where it waits for the actor; once all its units have, it goes on."""
    stored = codes.read_code(code, PREFIX) or ""
    found = await decidable(tx, students.c.code == stored)
    if not found:
        raise Refused(GONE)
    [done] = await pass_on(tx, found)
    if done.status == "double":
        raise Refused(_("{code} is the same child as an entry that was on the list before it. Please settle first "
                        "which of the two stays.", code=codes.shown(done.code)))  # fmt: skip
    return done


@deed("students.return")
async def return_(tx: World, *, code: str, why: str) -> ReviewOutcome:
    """Sends an entry back to its school, which reads why."""
    return await _against(tx, code, why, "returned")


@deed("students.reject")
async def reject(tx: World, *, code: str, why: str) -> ReviewOutcome:
    """Rejects an entry for a reason, which its school reads."""
    return await _against(tx, code, why, "rejected")


async def _against(tx: World, code: str, why: str, status: str) -> ReviewOutcome:
    stored = codes.read_code(code, PREFIX) or ""
    found = await decidable(tx, students.c.code == stored)
    if not found:
        raise Refused(GONE)
    [(row, post, _others)] = found
    step = post.part.step
    reason = " ".join(why.split())[:LONGEST_REASON]
    if len(reason) < LEAST_REASON:
        raise Refused(_("Please say in a few words why."))
    change = update(students).where(students.c.id == row.id)
    await tx.work.execute(change.values(status=status, step=step.key, step_at=tx.now, reason=reason))
    done = {"step": step.key, "unit": post.part.name, "why": reason, **({"in_place": "yes"} if post.stands_in else {})}
    note(tx, row.id, "returned" if status == "returned" else "rejected", **done)
    said: Phrase = _("{code} has come back from the review ({step}): {why}", code=codes.shown(row.code),
                     step=given(step.name), why=reason)  # fmt: skip
    offers = [Offer(_("📋 My pupils"), "/my_students")]
    if status == "rejected":
        said = _("{code} was not accepted ({step}): {why}", code=codes.shown(row.code), step=given(step.name),
                 why=reason)  # fmt: skip
        if tx.plan.students and tx.plan.students.objection_hours:
            offers.insert(0, Offer(_("✋ Object"), f"/appeal {row.code}"))
    for contact in await holders(tx, row.school_id, ("school_contact",)):
        tx.tell(contact, [said], offers=offers)
    return ReviewOutcome(row.code, status, {})
