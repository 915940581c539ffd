"""Reviewers and lists: what waits for them, what they decide, and who hears of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

import msgspec
from sqlalchemy import ColumnElement, func, or_, select, update

from bot.chat.phrase import Phrase, _, given
from bot.chat.words import Offer, Refused, deed, fact
from bot.programme import codes
from bot.programme.people.contacts import holders
from bot.programme.people.roles import Held, held_by
from bot.programme.plan.needs import Step
from bot.programme.students.particulars import revealed
from bot.programme.students.registering import PREFIX
from bot.programme.students.steps import responsible, reviews, step_after, step_of, waiting_for
from bot.programme.students.trail import note
from bot.programme.world import World
from bot.storage.ids import new_id
from bot.storage.rows.students import StoredStudent
from bot.storage.tables import approvals, students, units

SLOT: Final = "SL"
LEAST_REASON: Final = 5
LONGEST_REASON: Final = 300


class Waiting(msgspec.Struct, frozen=True):
    """An entry as its reviewer sees it: who the child is, what it lacks, since when it waits and at which step."""

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
    more: int  # how many wait behind it


class ReviewOutcome(msgspec.Struct, frozen=True):
    """What became of an entry: where it waits now, if anywhere, and how many wait for the reviewer still."""

    code: str
    status: str
    step: dict[str, str]


@fact("students.next_review")
async def next_review(tx: World) -> Waiting | None:
    """The entry that has waited longest for the actor; None if nothing does."""
    here = await _mine(tx)
    first = select(students, units.c.name.label("school")).join(units, units.c.id == students.c.school_id).where(here)
    row = await tx.work.one(first.order_by(students.c.step_at, students.c.id).limit(1))
    if row is None:
        return None
    counted = select(func.count()).select_from(students).join(units, units.c.id == students.c.school_id).where(here)
    [[count]] = await tx.work.rows(counted)
    known = revealed(tx, row)
    step = step_of(tx.plan, row)
    assert known is not None  # nobody is forgotten while they wait
    assert step is not None  # or it would wait for nobody
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
    )


@deed("students.approve")
async def approve(tx: World, *, code: str) -> ReviewOutcome:
    """Approves an entry at the step where it waits for the actor; once all its units have, it goes on."""
    row, step, held = await _waiting(tx, code)
    assert held.unit is not None  # steps belong to units
    tx.work.add(approvals, id=new_id(), student_id=row.id, step=step.key, unit_id=held.unit)
    note(tx, row.id, "approved", step=step.key)
    done = select(approvals.c.unit_id).where(approvals.c.student_id == row.id, approvals.c.step == step.key)
    agreed = {one.unit_id for one in await tx.work.rows(done)}
    if any(unit.id not in agreed for unit in await responsible(tx, step, row.school_id)):
        return ReviewOutcome(row.code, "listed", step.name)
    following = step_after(tx.plan, step)
    here = update(students).where(students.c.id == row.id)
    if following is not None:
        await tx.work.execute(here.values(step=following.key, step_at=tx.now, reason=None))
        return ReviewOutcome(row.code, "listed", following.name)
    slot = codes.new_code(SLOT)
    values = {"status": "approved", "verified_at": tx.now, "slot": slot, "reason": None}
    await tx.work.execute(here.values(**values, step=step.key, step_at=None))
    return ReviewOutcome(row.code, "approved", {})


@deed("students.return")
async def return_(tx: World, *, code: str, why: str) -> ReviewOutcome:
    """Sends an entry back to its school, which reads why."""
    return await _against(tx, code, why, "returned")


@deed("students.reject")
async def reject(tx: World, *, code: str, why: str) -> ReviewOutcome:
    """Rejects an entry for a reason, which its school reads."""
    return await _against(tx, code, why, "rejected")


async def _against(tx: World, code: str, why: str, status: str) -> ReviewOutcome:
    row, step, _held = await _waiting(tx, code)
    reason = " ".join(why.split())[:LONGEST_REASON]
    if len(reason) < LEAST_REASON:
        raise Refused(_("Please say in a few words why."))
    change = update(students).where(students.c.id == row.id)
    await tx.work.execute(change.values(status=status, step_at=tx.now, reason=reason))
    note(tx, row.id, "returned" if status == "returned" else "rejected", step=step.key, why=reason)
    said: Phrase = _("{code} has come back from the review ({step}): {why}", code=codes.shown(row.code),
                     step=given(step.name), why=reason)  # fmt: skip
    if status == "rejected":
        said = _("{code} was not accepted ({step}): {why}", code=codes.shown(row.code), step=given(step.name),
                 why=reason)  # fmt: skip
    for contact in await holders(tx, row.school_id, ("school_contact",)):
        tx.tell(contact, [said], offers=[Offer(_("📋 My pupils"), "/my_students")])
    return ReviewOutcome(row.code, status, {})


async def _waiting(tx: World, code: str) -> tuple[StoredStudent, Step, Held]:
    """An entry that waits for the actor, its step, and the role by which the actor decides; raises Refused."""
    stored = codes.read_code(code, PREFIX) or ""
    here = (students.c.code == stored) & await _mine(tx)
    row = await tx.work.one(select(students).join(units, units.c.id == students.c.school_id).where(here))
    step = step_of(tx.plan, row) if row is not None else None
    if row is None or step is None:
        raise Refused(_("This pupil does not wait for you any more."))
    units_there = {unit.id for unit in await responsible(tx, step, row.school_id)}
    held = [one for one in await held_by(tx, tx.actor.person_id) if one.role == step.role and one.unit in units_there]
    return row, step, held[0]


async def _mine(tx: World) -> ColumnElement[bool]:
    """A condition on students joined with their school: they wait for the actor, for a unit that has not approved."""
    held = [one for one in await held_by(tx, tx.actor.person_id) if one.unit is not None]
    if not any(one.role == step.role for one in held for step in reviews(tx.plan)):
        raise Refused(_("Only those who review the lists can do this. Please ask the reception board for an "
                        "invitation code."))  # fmt: skip
    ids = [one.unit for one in held]
    keys = {row.id: (row.key, row.kind) for row in await tx.work.rows(select(units).where(units.c.id.in_(ids)))}
    parts = []
    for one in held:
        waits = waiting_for(tx.plan, [one], keys)
        by_unit = select(approvals.c.student_id).where(
            approvals.c.unit_id == one.unit,
            approvals.c.student_id == students.c.id,
            approvals.c.step == students.c.step,
        )
        parts.append(waits & ~by_unit.exists())
    return (students.c.drive == tx.drive) & (students.c.status == "listed") & or_(*parts)
