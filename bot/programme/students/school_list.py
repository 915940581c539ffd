"""The list of somebody's schools: counted, page by page, and searched by name, class or code."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import msgspec
from sqlalchemy import func, select

from bot.chat.words import fact
from bot.programme import codes
from bot.programme.people.unit_names import searchable
from bot.programme.students.own import of_my_schools
from bot.programme.students.particulars import Particulars, revealed
from bot.programme.students.registering import PREFIX
from bot.programme.students.steps import step_of
from bot.programme.world import World
from bot.storage.rows.students import StoredStudent
from bot.storage.tables import student_moves, students, units

PAGE: Final = 8
SEARCHED: Final = 3_000
"""So many of the latest are looked through by name: a school has fewer, and nothing else waits for long meanwhile."""


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


class SchoolPage(msgspec.Struct, frozen=True):
    """One page of the list, how many there are in each state, and the moves that wait for the actor's word.

    `pages` counts what was searched for; `page` is the one that is shown, from 1 on.
    """

    counts: dict[str, int]
    students: list[Listed]
    page: int
    pages: int
    moves: list[int] = []


@fact("students.mine")
async def my_students(tx: World, *, most: int = 50) -> list[Listed]:
    """The students of the actor's schools; no more of them than is needed to tell them apart."""
    return [listed_as(tx, row) for row in await _rows(tx, most)]


@fact("students.page")
async def school_page(tx: World, *, words: str, page: int) -> SchoolPage:
    """One page of the actor's schools: what came back first, then the latest; with words, those who fit them."""
    mine = await of_my_schools(tx)
    count = select(students.c.status, func.count()).join(units, units.c.id == students.c.school_id).where(mine)
    counts = {status: number for status, number in await tx.work.rows(count.group_by(students.c.status))}
    if words:
        fitting = [row for row in await _rows(tx, SEARCHED) if _fits(row, revealed(tx, row), words)]
        at, pages = _place(page, len(fitting))
        return SchoolPage(counts, [listed_as(tx, row) for row in fitting[(at - 1) * PAGE : at * PAGE]], at, pages)
    at, pages = _place(page, sum(counts.values()))
    shown = await _rows(tx, PAGE, (at - 1) * PAGE)
    waiting = select(student_moves.c.id).join(units, units.c.id == student_moves.c.to_id)
    asked = await tx.work.rows(waiting.where(student_moves.c.status == "asked", mine).order_by(student_moves.c.id))
    return SchoolPage(counts, [listed_as(tx, row) for row in shown], at, pages, [row.id for row in asked])


def _place(page: int, count: int) -> tuple[int, int]:
    """(the page that is shown, how many there are)."""
    pages = max(1, -(-count // PAGE))
    return min(max(1, page), pages), pages


async def _rows(tx: World, most: int, after: int = 0) -> Sequence[StoredStudent]:
    """The students of the actor's schools: what came back to them first, then the latest."""
    statement = (
        select(students)
        .join(units, units.c.id == students.c.school_id)
        .where(await of_my_schools(tx))
        .order_by((students.c.status == "returned").desc(), students.c.id.desc())
        .limit(most)
        .offset(after)
    )
    return list(await tx.work.rows(statement))


def _fits(row: StoredStudent, known: Particulars | None, words: str) -> bool:
    """Whether the words are this entry's code, or stand in name, class or guardian's name."""
    if codes.read_code(words, PREFIX) == row.code:
        return True
    if known is None:
        return False
    said = f" {searchable(' '.join((known.name, known.class_name, known.guardian)))} "
    return all(f" {word} " in said for word in searchable(words).split())


def listed_as(tx: World, row: StoredStudent) -> Listed:
    """An entry as its school sees it in the list."""
    known = revealed(tx, row)
    step = step_of(tx.plan, row) if row.status == "listed" else None
    since = row.verified_at or row.step_at
    return Listed(
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
