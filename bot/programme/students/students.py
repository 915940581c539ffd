"""What a school's contact does with a whole entry, what becomes of it when they leave, and how many are on the list."""

from __future__ import annotations

from sqlalchemy import Integer, bindparam, delete, func, or_, select, type_coerce, update

from bot.chat.phrase import _
from bot.chat.words import Refused, deed
from bot.programme import codes
from bot.programme.people.leaving import Leaving, on_leaving
from bot.programme.students.forgetting import forget
from bot.programme.students.own import own_student
from bot.programme.students.steps import ON_LIST, step_after
from bot.programme.students.trail import note
from bot.programme.world import World
from bot.storage.tables import approvals, student_moves, students


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
    row = await own_student(tx, code)
    if row.status in ("withdrawn", "merged"):
        raise Refused(_("{code} is not on the list any more.", code=codes.shown(row.code)))
    await tx.work.execute(update(students).where(students.c.id == row.id).values(status="withdrawn"))
    asked = (student_moves.c.student_id == row.id) & (student_moves.c.status == "asked")
    await tx.work.execute(update(student_moves).where(asked).values(status="taken_back"))
    note(tx, row.id, "withdrawn")
    await forget(tx, students.c.id == row.id)
    return row.code


@deed("students.send_again")
async def send_again(tx: World, *, code: str) -> str:
    """Sends an entry that was returned to its school on its way again, from the first review on."""
    row = await own_student(tx, code)
    if row.status != "returned":
        raise Refused(_("{code} does not wait for your school any more.", code=codes.shown(row.code)))
    await begin_review(tx, row.id)
    note(tx, row.id, "sent_again")
    return row.code


async def begin_review(tx: World, student: int) -> None:
    """An entry goes its way from the first review on, as if nobody had looked at it."""
    await tx.work.execute(delete(approvals).where(approvals.c.student_id == student))
    first = step_after(tx.plan, None)
    values = {"status": "listed", "step": first.key if first else None, "step_at": tx.now, "reason": None}
    await tx.work.execute(update(students).where(students.c.id == student).values(**values))


_COUNTS = select(
    func.count(),
    func.coalesce(func.sum(type_coerce(students.c.needs_device, Integer)), 0),
    func.coalesce(func.sum(type_coerce(students.c.needs_line, Integer)), 0),
).where(students.c.drive == bindparam("drive"), or_(*(students.c.status == state for state in ON_LIST)))


async def counts(tx: World) -> tuple[int, int, int]:
    """(students on the list, of whom need a device, of whom need a connection)."""
    [(listed, without_device, without_connection)] = await tx.work.found(_COUNTS, [{"drive": tx.drive}])
    return int(listed), int(without_device), int(without_connection)
