"""One entry as its school sees it: every answer, where it waits, and how it was corrected; whoever looks is noted."""

from __future__ import annotations

from datetime import date, datetime

import msgspec
from sqlalchemy import select

from bot.chat.words import deed, fact
from bot.programme.people.unit_names import example_unit
from bot.programme.people.units import UnitChoice, name_of
from bot.programme.students.consents import NOTICE, child_is_asked
from bot.programme.students.eligibility import helped_school, homes, households, lacks
from bot.programme.students.own import own_student
from bot.programme.students.particulars import revealed
from bot.programme.students.school_list import Listed, listed_as
from bot.programme.students.trail import note, trail_of
from bot.programme.world import World
from bot.storage.rows.students import StoredStudent
from bot.storage.tables import student_moves


class Correction(msgspec.Struct, frozen=True):
    """One answer that was corrected; `what` as in `Answers`, the values as they are shown."""

    at: datetime
    who: str
    what: str
    old: str
    new: str


class Answers(msgspec.Struct, frozen=True):
    """What was answered about a student, and what may be answered at their school.

    `home` is a place's name; `lack` "device", "line" or "both"; `child_is_missing` whether the child, old enough for
    it, was never asked.
    """

    code: str
    school_id: int
    name: str
    birth: date
    class_name: str
    guardian: str
    phone: str
    home: str
    household: str
    lack: str
    consent: str
    child_consent: str
    child_is_missing: bool
    levels: list[str]
    households: dict[str, dict[str, str]]
    lacks: list[str]
    homes: list[UnitChoice]
    example: str = ""  # the name of a place, as it is typed


class StudentCard(msgspec.Struct, frozen=True):
    """An entry and its way; `answers` is None once it is forgotten, `moving_to` the school asked to take it over."""

    listed: Listed
    school: str
    answers: Answers | None
    corrections: list[Correction]
    moving_to: str


@fact("students.answers")
async def student_answers(tx: World, *, code: str) -> Answers | None:
    """What was answered about a student of the actor's school; None once it is forgotten."""
    return await _answers(tx, await own_student(tx, code))


@deed("students.open")
async def open_card(tx: World, *, code: str) -> StudentCard:
    """The whole entry, for whoever may list students of its school; that it was seen is noted."""
    row = await own_student(tx, code)
    answers = await _answers(tx, row)
    if answers is not None:
        note(tx, row.id, "seen")
    move = select(student_moves.c.to_id).where(student_moves.c.student_id == row.id, student_moves.c.status == "asked")
    to = await tx.work.one(move)
    return StudentCard(
        listed_as(tx, row),
        await name_of(tx, row.school_id),
        answers,
        [
            Correction(trace.at, trace.who, trace.detail["answer"], trace.detail["old"], trace.detail["new"])
            for trace in await trail_of(tx, row.id)
            if trace.what == "changed" and "answer" in trace.detail
        ],
        await name_of(tx, to.to_id) if to else "",
    )


def lack_of(row: StoredStudent) -> str:
    """What a student lacks, in a word: "device", "line" or "both"."""
    return "both" if row.needs_device and row.needs_line else "device" if row.needs_device else "line"


async def _answers(tx: World, row: StoredStudent) -> Answers | None:
    known = revealed(tx, row)
    if known is None:
        return None
    _school, levels = await helped_school(tx, row.school_id)
    asked = child_is_asked(NOTICE, known.birth, tx.today)
    return Answers(
        row.code,
        row.school_id,
        known.name,
        known.birth,
        known.class_name,
        known.guardian,
        known.phone,
        await name_of(tx, row.home_id),
        row.household,
        lack_of(row),
        known.consent,
        known.child_consent,
        asked and not known.child_consent,
        list(levels),
        households(tx),
        lacks(tx),
        [place for place in await homes(tx) if place.id == row.home_id],
        example_unit(tx.plan),
    )
