"""The students of the schools somebody is a contact of: found by code, and as a condition on the table."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false, or_, select

from bot.chat.phrase import _
from bot.chat.words import Refused, fact
from bot.programme import codes
from bot.programme.people.roles import Held, held_by, require
from bot.programme.students.registering import PREFIX
from bot.programme.world import World
from bot.storage.rows.students import StoredStudent
from bot.storage.tables import students, units


@fact("students.my_schools")
async def my_schools(tx: World) -> list[Held]:
    """The schools whose students the actor may list."""
    return [held for held in await held_by(tx, tx.actor.person_id) if held.role == "school_contact" and held.unit]


async def of_my_schools(tx: World) -> ColumnElement[bool]:
    """A condition on units: the actor is their contact. Joined with students, whoever entered them, they are theirs."""
    mine = [held.path for held in await held_by(tx, tx.actor.person_id) if held.role == "school_contact"]
    return (units.c.drive == tx.drive) & or_(false(), *(units.c.path.startswith(path) for path in mine))


async def own_student(tx: World, code: str) -> StoredStudent:
    """The student with a code, if the actor may list students of their school; raises Refused."""
    stored = codes.read_code(code, PREFIX) or ""
    that = (students.c.code == stored) & (students.c.drive == tx.drive)
    row: StoredStudent | None = await tx.work.one(select(students).where(that))
    if row is None:
        raise Refused(_("I can't find a pupil with the code {code}.", code=code[:20]))
    await require(tx, row.school_id, "school_contact")
    return row
