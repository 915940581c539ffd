"""A student goes to another school: their school asks, the other one looks who it is, and takes them over or not.

Whoever is approved stays so: the need was found and does not end at the school's gate. Whoever waits begins the
reviews anew, for other units may have to look.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import msgspec
from msgspec import structs
from sqlalchemy import select, update

from bot.chat.phrase import Phrase, _
from bot.chat.words import Offer, Refused, deed, fact
from bot.programme import codes
from bot.programme.people.contacts import holders
from bot.programme.people.roles import require
from bot.programme.people.unit_names import searchable
from bot.programme.people.units import UnitChoice, name_of, standing
from bot.programme.students.eligibility import helped_school, level_at, require_age
from bot.programme.students.own import own_student
from bot.programme.students.particulars import hidden, revealed
from bot.programme.students.steps import ON_LIST
from bot.programme.students.students import begin_review
from bot.programme.students.trail import note
from bot.programme.world import World
from bot.storage.ids import new_id
from bot.storage.rows.students import StoredMove, StoredStudent
from bot.storage.tables import student_moves, students, units

CONTACT: Final = ("school_contact",)
MOST: Final = 8


class OfferedStudent(msgspec.Struct, frozen=True):
    """Who is to come, as the school sees it that is asked; `levels` are those of that school."""

    move: int
    code: str
    name: str
    birth: date
    class_name: str
    school: str
    since: date


class MoveTerms(msgspec.Struct, frozen=True):
    """What is asked of a student who is to come: nothing of who they are."""

    code: str
    school: str
    levels: list[str]


@fact("students.find_schools")
async def find_schools(tx: World, *, words: str, code: str) -> list[UnitChoice]:
    """Schools that a student may move to, whose names hold all the words, tone marks or not."""
    row = await own_student(tx, code)
    wanted = searchable(words).split()
    every = select(units).where(units.c.drive == tx.drive, units.c.kind == "school", standing(tx.today))
    found = [
        UnitChoice(school.id, school.name)
        for school in await tx.work.rows(every.order_by(units.c.folded, units.c.id))
        if school.id != row.school_id and all(word in searchable(school.name).split() for word in wanted)
    ]
    return found[:MOST]


@deed("students.ask_move")
async def ask_move(tx: World, *, code: str, school: int) -> str:
    """Asks another school to take a student over, and returns its name; its contacts are told."""
    row = await own_student(tx, code)
    shown = codes.shown(row.code)
    if row.status not in ON_LIST:
        raise Refused(_("{code} is not on the list any more.", code=shown))
    if row.school_id == school:
        raise Refused(_("{code} is at this school already.", code=shown))
    if await _asked(tx, row.id) is not None:
        raise Refused(_("Another school has been asked to take {code} over: take that back first.", code=shown))
    there, _levels = await helped_school(tx, school)
    contacts = await holders(tx, school, CONTACT)
    if not contacts:
        raise Refused(_("{school} has no contact here yet. Please ask the reception board to invite one.",
                        school=there.name))  # fmt: skip
    move = new_id()
    tx.work.add(student_moves, id=move, drive=tx.drive, student_id=row.id, to_id=school, asked_at=tx.now,
                status="asked")  # fmt: skip
    note(tx, row.id, "asked_to_move", to=there.name)
    said = _("{school} asks you to take over the pupil {code}, who has moved to you.",
             school=await name_of(tx, row.school_id), code=shown)  # fmt: skip
    for contact in contacts:
        tx.tell(contact, [said], offers=[Offer(_("👀 See who it is"), f"/receive_student {move}")])
    return there.name


@deed("students.take_back_move")
async def take_back_move(tx: World, *, code: str) -> str:
    """The school keeps a student whom no other has taken over yet."""
    row = await own_student(tx, code)
    move = await _asked(tx, row.id)
    if move is None:
        raise Refused(_("No school is asked to take {code} over.", code=codes.shown(row.code)))
    await _end(tx, move, "taken_back")
    note(tx, row.id, "not_moved", to=await name_of(tx, move.to_id))
    return row.code


@deed("students.see_move")
async def see_move(tx: World, *, move: int) -> OfferedStudent:
    """Who is to come to a school of the actor's; that it was seen is noted."""
    asked, row = await _offered(tx, move)
    known = revealed(tx, row)
    assert known is not None  # whoever was forgotten is not on the list, and asked for no more
    note(tx, row.id, "seen")
    day = asked.asked_at.astimezone(tx.zone).date()
    school = await name_of(tx, row.school_id)
    return OfferedStudent(asked.id, row.code, known.name, known.birth, known.class_name, school, day)


@fact("students.move_terms")
async def move_terms(tx: World, *, move: int) -> MoveTerms:
    """What is asked of a student who is to come to a school of the actor's."""
    asked, row = await _offered(tx, move)
    _school, levels = await helped_school(tx, asked.to_id)
    return MoveTerms(row.code, await name_of(tx, row.school_id), list(levels))


@deed("students.take_over")
async def take_over(tx: World, *, move: int, class_name: str) -> str:
    """The student is at the actor's school from now on; the school they come from is told."""
    asked, row = await _offered(tx, move)
    known = revealed(tx, row)
    assert known is not None  # whoever was forgotten is not on the list
    there, levels = await helped_school(tx, asked.to_id)
    level = level_at(levels, class_name, known.birth, tx.today)
    require_age(tx, level, known.birth)
    before = await name_of(tx, row.school_id)
    values = {"school_id": asked.to_id, "contact_id": tx.actor.id, "level": level}
    fresh = hidden(tx, row.id, structs.replace(known, class_name=class_name))
    await tx.work.execute(update(students).where(students.c.id == row.id).values(**values, **fresh))
    if row.status != "approved":
        await begin_review(tx, row.id)
    await _end(tx, asked, "agreed")
    note(tx, row.id, "moved", old=before, new=there.name)
    await _tell(tx, row, _("{school} has taken {code} over.", school=there.name, code=codes.shown(row.code)))
    return row.code


@deed("students.refuse_move")
async def refuse_move(tx: World, *, move: int) -> str:
    """The student is not at the actor's school: they stay where they are listed, and that school is told."""
    asked, row = await _offered(tx, move)
    there = await name_of(tx, asked.to_id)
    await _end(tx, asked, "refused")
    note(tx, row.id, "not_moved", to=there)
    await _tell(tx, row, _("{school} does not take {code} over: the pupil is not there.", school=there,
                           code=codes.shown(row.code)))  # fmt: skip
    return row.code


async def _tell(tx: World, row: StoredStudent, said: Phrase) -> None:
    for contact in await holders(tx, row.school_id, CONTACT):
        tx.tell(contact, [said], offers=[Offer(_("📋 My pupils"), "/my_students")])


async def _asked(tx: World, student: int) -> StoredMove | None:
    """The move that waits for another school's word."""
    mine = (student_moves.c.student_id == student) & (student_moves.c.status == "asked")
    row: StoredMove | None = await tx.work.one(select(student_moves).where(mine))
    return row


async def _offered(tx: World, move: int) -> tuple[StoredMove, StoredStudent]:
    """A move that waits for the actor's word, and the student; raises Refused."""
    mine = (student_moves.c.id == move) & (student_moves.c.drive == tx.drive) & (student_moves.c.status == "asked")
    asked: StoredMove | None = await tx.work.one(select(student_moves).where(mine))
    if asked is None:
        raise Refused(_("This pupil does not wait for your word any more."))
    await require(tx, asked.to_id, *CONTACT)
    row: StoredStudent = await tx.work.one(select(students).where(students.c.id == asked.student_id))
    return asked, row


async def _end(tx: World, move: StoredMove, status: str) -> None:
    await tx.work.execute(update(student_moves).where(student_moves.c.id == move.id).values(status=status))
