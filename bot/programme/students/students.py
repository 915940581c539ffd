"""Students in need: hidden at rest, found again by blind indexes, on the list once across all schools."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

import msgspec
from sqlalchemy import Integer, bindparam, false, func, or_, select, type_coerce, union_all, update

from bot.chat.phrase import _
from bot.chat.words import Refused, deed, fact
from bot.programme import codes
from bot.programme.people.leaving import Leaving, on_leaving
from bot.programme.people.roles import Held, held_by, require
from bot.programme.students.forgetting import FORGOTTEN
from bot.programme.students.likeness import Features, alike, found_by, identical, looked_for
from bot.programme.world import World
from bot.storage.ids import new_id
from bot.storage.tables import students, units

PREFIX: Final = "HS"

_INDEXES: Final = {"birth": students.c.by_birth, "name": students.c.by_name, "phone": students.c.by_phone}
_CANDIDATES: Final = select(students.c.id, students.c.school_id, students.c.code, students.c.secret).where(
    students.c.status == "listed",
    # one select an index: SQLite answers an OR of three indexes by reading the whole drive
    students.c.id.in_(
        union_all(
            *(
                select(students.c.id).where(
                    students.c.drive == bindparam("drive"), column.in_(bindparam(purpose, expanding=True))
                )
                for purpose, column in _INDEXES.items()
            )
        )
    ),
)


class Secret(msgspec.Struct, frozen=True):
    """What is hidden of a student."""

    name: str
    birth: date
    class_name: str
    guardian: str
    phone: str
    consent: str  # how the guardian agreed
    consent_at: datetime
    consent_text: str  # the version of the text that was agreed to


class Likeness(msgspec.Struct, frozen=True):
    """A student already on the list who may be the same child; nothing of a child of another school is shown."""

    own: bool
    code: str = ""


class Listed(msgspec.Struct, frozen=True):
    """A student as the teacher who entered them sees them; once forgotten, by the code alone."""

    code: str
    given_name: str
    class_name: str
    needs_device: bool
    needs_line: bool
    status: str


CONSENT_TEXT: Final = "2026-11"


@fact("students.my_schools")
async def my_schools(tx: World) -> list[Held]:
    """The schools whose students the actor may list."""
    return [held for held in await held_by(tx, tx.actor.person_id) if held.role == "school_contact" and held.unit]


class _Known(msgspec.Struct, frozen=True):
    """The part of a student's secret that is compared."""

    name: str
    birth: date
    phone: str


async def _find(tx: World, seen: Features) -> list[tuple[int, str, Features]]:
    """(school, code, student) of every student on the list who may be the same child."""
    keys = {purpose: [tx.secrecy.blind(purpose, text) for text in texts] for purpose, texts in looked_for(seen).items()}
    found = []
    for id, school, code, secret in await tx.work.rows(_CANDIDATES, {"drive": tx.drive, **keys}):
        known = tx.secrecy.reveal(secret, id, _Known)
        there = Features(known.name, known.birth, known.phone)
        if alike(seen, there):
            found.append((school, code, there))
    return found


@fact("students.alike")
async def look_alikes(tx: World, *, school: int, name: str, birth: date, phone: str) -> list[Likeness]:
    """Entries that may be this child: with their code at the actor's own school, else only that there is one."""
    await require(tx, school, "school_contact")
    return [
        Likeness(own=True, code=code) if where == school else Likeness(own=False)
        for where, code, _there in await _find(tx, Features(name, birth, phone))
    ]


@deed("students.register")
async def register(
    tx: World,
    *,
    school: int,
    name: str,
    birth: date,
    class_name: str,
    guardian: str,
    phone: str,
    household: str,
    needs_device: bool,
    needs_line: bool,
    consent: str,
    another_child: bool,
) -> str:
    """Puts a student on the list and returns their code; raises Refused for the very same child or without consent.

    `another_child`: the teacher has said that a similar entry is somebody else (a twin, a namesake).
    """
    await require(tx, school, "school_contact")
    if consent not in ("paper", "spoken"):
        raise Refused(_("Without the guardian's consent a pupil cannot be put on the list."))
    if not (needs_device or needs_line):
        raise Refused(_("A pupil on the list needs a device or a connection."))
    seen = Features(name, birth, phone)
    for _school, _code, there in await _find(tx, seen):
        if identical(seen, there) or not another_child:
            raise Refused(_("A pupil with these particulars is on the list already, so nothing was added."))
    id, code = new_id(), codes.new_code(PREFIX)
    secret = Secret(name, birth, class_name, guardian, phone, consent, tx.now, CONSENT_TEXT)
    tx.work.add(
        students,
        id=id,
        code=code,
        drive=tx.drive,
        school_id=school,
        contact_id=tx.actor.id,
        secret=tx.secrecy.hide(secret, id),
        **{f"by_{purpose}": tx.secrecy.blind(purpose, text) for purpose, text in found_by(seen).items()},
        household=household,
        needs_device=needs_device,
        needs_line=needs_line,
        status="listed",
        made_at=tx.now,
    )
    return code


@fact("students.mine")
async def my_students(tx: World, *, most: int = 50) -> list[Listed]:
    """The students the actor has entered for schools they still are a contact of, the latest first; no more of them
    than is needed to tell them apart."""
    mine = [held.path for held in await held_by(tx, tx.actor.person_id) if held.role == "school_contact"]
    statement = (
        select(students)
        .join(units, units.c.id == students.c.school_id)
        .where(students.c.contact_id == tx.actor.id, students.c.drive == tx.drive)
        .where(or_(false(), *(units.c.path.startswith(path) for path in mine)))
        .order_by(students.c.id.desc())
        .limit(most)
    )
    listed = []
    for row in await tx.work.rows(statement):
        given = class_name = "–"
        if row.secret:
            secret = tx.secrecy.reveal(row.secret, row.id, Secret)
            given, class_name = secret.name.split()[-1], secret.class_name
        listed.append(Listed(row.code, given, class_name, row.needs_device, row.needs_line, row.status))
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
    stored = codes.read_code(code, PREFIX) or ""
    row = await tx.work.one(select(students).where(students.c.code == stored, students.c.drive == tx.drive))
    if row is None:
        raise Refused(_("I know no pupil with the code {code}.", code=code[:20]))
    await require(tx, row.school_id, "school_contact")
    await tx.work.execute(update(students).where(students.c.id == row.id).values(status="withdrawn", **FORGOTTEN))
    return str(row.code)


_COUNTS = select(
    func.count(),
    func.coalesce(func.sum(type_coerce(students.c.needs_device, Integer)), 0),
    func.coalesce(func.sum(type_coerce(students.c.needs_line, Integer)), 0),
).where(students.c.drive == bindparam("drive"), students.c.status == "listed")


async def counts(tx: World) -> tuple[int, int, int]:
    """(students on the list, of whom need a device, of whom need a connection)."""
    listed, without_device, without_connection = await tx.work.one(_COUNTS, {"drive": tx.drive})
    return int(listed), int(without_device), int(without_connection)
