"""Students in need: hidden at rest, found again by blind indexes, on the list once across all schools."""

from __future__ import annotations

from datetime import date

import msgspec
from sqlalchemy import Integer, bindparam, delete, false, func, or_, select, type_coerce, update

from bot.chat.phrase import _
from bot.chat.words import Refused, deed, fact
from bot.programme import codes
from bot.programme.people.leaving import Leaving, on_leaving
from bot.programme.people.roles import Held, held_by, require
from bot.programme.students.forgetting import forget
from bot.programme.students.particulars import revealed
from bot.programme.students.registering import PREFIX
from bot.programme.students.steps import ON_LIST, step_after, step_of
from bot.programme.students.trail import note
from bot.programme.world import World
from bot.storage.rows.students import StoredStudent
from bot.storage.tables import approvals, students, units


class Listed(msgspec.Struct, frozen=True):
    """A student as their school sees them; once forgotten, by the code alone.

    `step` is the review at which a listed one waits; `since` the day since when it waits, or is approved; `reason` why
    it was returned or rejected.
    """

    code: str
    given_name: str
    class_name: str
    needs_device: bool
    needs_line: bool
    status: str
    step: dict[str, str] = {}
    since: date | None = None
    reason: str = ""


@fact("students.my_schools")
async def my_schools(tx: World) -> list[Held]:
    """The schools whose students the actor may list."""
    return [held for held in await held_by(tx, tx.actor.person_id) if held.role == "school_contact" and held.unit]


@fact("students.mine")
async def my_students(tx: World, *, most: int = 50) -> list[Listed]:
    """The students of the schools the actor is a contact of, whoever entered them, the latest first; no more of them
    than is needed to tell them apart."""
    mine = [held.path for held in await held_by(tx, tx.actor.person_id) if held.role == "school_contact"]
    statement = (
        select(students)
        .join(units, units.c.id == students.c.school_id)
        .where(students.c.drive == tx.drive, or_(false(), *(units.c.path.startswith(path) for path in mine)))
        .order_by(students.c.id.desc())
        .limit(most)
    )
    listed = []
    for row in await tx.work.rows(statement):
        known = revealed(tx, row)
        step = step_of(tx.plan, row) if row.status == "listed" else None
        since = row.verified_at or row.step_at
        listed.append(
            Listed(
                row.code,
                known.given_name if known else "–",
                known.class_name if known else "–",
                row.needs_device,
                row.needs_line,
                row.status,
                step.name if step else {},
                since.astimezone(tx.zone).date() if since else None,
                row.reason or "",
            )
        )
    return listed


@on_leaving
async def pass_students(tx: World, leaving: Leaving) -> None:
    """The list of a school's contact who leaves is the successor's."""
    if leaving.role != "school_contact" or leaving.successor is None:
        return
    entered = (students.c.contact_id == leaving.contact) & (students.c.school_id == leaving.unit)
    await tx.work.execute(update(students).where(entered).values(contact_id=leaving.successor))


@deed("students.withdraw")
async def withdraw(tx: World, *, code: str) -> str:
    """Takes a student off the list and forgets who it was; only whoever may list students of that school."""
    row = await _own(tx, code)
    await tx.work.execute(update(students).where(students.c.id == row.id).values(status="withdrawn"))
    note(tx, row.id, "withdrawn")
    await forget(tx, students.c.id == row.id)
    return row.code


@deed("students.send_again")
async def send_again(tx: World, *, code: str) -> str:
    """Sends an entry that was returned to its school on its way again, from the first review on."""
    row = await _own(tx, code)
    if row.status != "returned":
        raise Refused(_("{code} does not wait for your school any more.", code=codes.shown(row.code)))
    await tx.work.execute(delete(approvals).where(approvals.c.student_id == row.id))
    first = step_after(tx.plan, None)
    values = {"status": "listed", "step": first.key if first else None, "step_at": tx.now, "reason": None}
    await tx.work.execute(update(students).where(students.c.id == row.id).values(**values))
    note(tx, row.id, "sent_again")
    return row.code


async def _own(tx: World, code: str) -> StoredStudent:
    """The student with a code, if the actor may list students of their school; raises Refused."""
    stored = codes.read_code(code, PREFIX) or ""
    that = (students.c.code == stored) & (students.c.drive == tx.drive)
    row: StoredStudent | None = await tx.work.one(select(students).where(that))
    if row is None:
        raise Refused(_("I can't find a pupil with the code {code}.", code=code[:20]))
    await require(tx, row.school_id, "school_contact")
    return row


_COUNTS = select(
    func.count(),
    func.coalesce(func.sum(type_coerce(students.c.needs_device, Integer)), 0),
    func.coalesce(func.sum(type_coerce(students.c.needs_line, Integer)), 0),
).where(students.c.drive == bindparam("drive"), or_(*(students.c.status == state for state in ON_LIST)))


async def counts(tx: World) -> tuple[int, int, int]:
    """(students on the list, of whom need a device, of whom need a connection)."""
    [(listed, without_device, without_connection)] = await tx.work.found(_COUNTS, [{"drive": tx.drive}])
    return int(listed), int(without_device), int(without_connection)
