"""Students' entries as each level sees them at the desk: by where they stand, by school, by code or name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

import msgspec
from sqlalchemy import ColumnElement, false, or_, select

from bot.chat.alphabet import alphabetical
from bot.desk.scan import ScanPage, scan
from bot.programme import codes
from bot.programme.people.unit_names import searchable
from bot.programme.students.areas import ENTRIES, EntrySeen, ReviewArea, my_area
from bot.programme.students.doubles import open_doubles
from bot.programme.students.particulars import revealed
from bot.programme.students.passing import missing_parts
from bot.programme.students.registering import PREFIX
from bot.programme.students.reviewers import posts_of_actor, waits_for
from bot.programme.students.steps import step_of
from bot.programme.world import World
from bot.storage.tables import approvals, students, units

STATES: Final = ("mine", "passed", "listed", "returned", "approved", "rejected", "merged", "all")
"""What the list can be narrowed to; "mine" waits for the reader, "passed" they have approved and it goes on."""
ON_THE_WAY: Final = ("listed", "approved")
MOST_SCHOOLS: Final = 300


class StudentSearch(msgspec.Struct, frozen=True):
    """What somebody looks for: `text` as typed, `school` and `after` as numbers, 0 for none."""

    state: str
    text: str = ""
    school: int = 0
    after: int = 0


class StudentRow(msgspec.Struct, frozen=True):
    """An entry in a list; without particulars once they are forgotten. `waits_for`: the units it waits for.

    `alone`: it may be the same child as an earlier entry, so it is approved on its own page.
    """

    number: int
    code: str
    name: str
    birth: date | None
    class_name: str
    guardian: str
    school: str
    household: str
    needs_device: bool
    needs_line: bool
    status: str
    step: dict[str, str]
    since: datetime | None
    waits_for: list[str]
    alone: bool


class StudentPage(msgspec.Struct, frozen=True):
    """A page of entries, as in `receipt_list.ReceiptPage`, and the schools among which the reader chooses."""

    rows: list[StudentRow]
    after: int
    bounded: bool
    schools: dict[int, str]


async def student_list(tx: World, asked: StudentSearch) -> StudentPage:
    """Entries in the order in which they came, those that are settled the latest first."""
    area = await my_area(tx)
    statement = ENTRIES.where(await which(tx, area, asked))
    code = codes.read_code(asked.text, PREFIX) if asked.text.strip() else None
    words = tuple(searchable(asked.text).split()[:6]) if code is None else ()
    if code is not None:
        statement = statement.where(students.c.code == code)

    def fits(row: EntrySeen) -> bool:
        known = revealed(tx, row)
        there = searchable(f"{known.name} {known.class_name} {row.school}") if known else ""
        return all(word in there for word in words)

    found: ScanPage[EntrySeen] = await scan(
        tx,
        statement,
        students.c.id,
        after=asked.after,
        rising=asked.state in ("mine", "listed", "passed"),
        fits=fits if words else None,
    )
    return StudentPage(await rows_of(tx, found.rows), found.after, found.bounded, await _schools(tx, area))


async def which(tx: World, area: ReviewArea, asked: StudentSearch) -> ColumnElement[bool]:
    """The condition on entries joined with their schools that a search means, but for its words."""
    there = (students.c.drive == tx.drive) & area.schools()
    if asked.school:
        there &= students.c.school_id == asked.school
    match asked.state:
        case "mine":
            return there & waits_for(tx, await posts_of_actor(tx) or [])
        case "passed":
            return there & _passed(area)
        case "all":
            return there
    return there & (students.c.status == asked.state)


def _passed(area: ReviewArea) -> ColumnElement[bool]:
    """What goes on from the reader to the next level: approved for their units; of their own schools whatever is on its
    way; for the organiser's staff what is approved by everybody."""
    on = students.c.status.in_(ON_THE_WAY)
    if area.parts:
        numbers = [unit for part in area.parts for unit in (part.unit, *part.was)]
        mine = select(approvals.c.student_id).where(
            approvals.c.student_id == students.c.id,
            approvals.c.unit_id.in_(numbers),
            approvals.c.step.in_([part.step.key for part in area.parts]),
        )
        return on & mine.exists()
    if area.everywhere:
        return students.c.status == "approved"
    return on & or_(false(), *(units.c.path.startswith(path, autoescape=True) for path in area.below))


async def rows_of(tx: World, rows: Sequence[EntrySeen]) -> list[StudentRow]:
    """Entries as they are shown."""
    missing = await missing_parts(tx, rows)
    reviewed = (await my_area(tx)).reviews
    doubles = await open_doubles(tx, [row.id for row in rows]) if reviewed else {}
    return [
        _row(tx, row, [part.name for part in parts], any(not one.later for one in doubles.get(row.id, [])))
        for row, parts in zip(rows, missing, strict=True)
    ]


def _row(tx: World, row: EntrySeen, waits: list[str], alone: bool) -> StudentRow:
    known = revealed(tx, row)
    step = step_of(tx.plan, row) if row.status == "listed" else None
    return StudentRow(
        number=row.id,
        code=row.code,
        name=known.name if known else "",
        birth=known.birth if known else None,
        class_name=known.class_name if known else "",
        guardian=known.guardian if known else "",
        school=row.school,
        household=row.household,
        needs_device=row.needs_device,
        needs_line=row.needs_line,
        status=row.status,
        step=step.name if step else {},
        since=row.verified_at if row.status == "approved" else row.step_at or row.made_at,
        waits_for=waits,
        alone=alone,
    )


async def _schools(tx: World, area: ReviewArea) -> dict[int, str]:
    """The schools of which there are entries that the reader may see."""
    named = select(units.c.id, units.c.name).join(students, students.c.school_id == units.c.id)
    mine = named.where(students.c.drive == tx.drive, area.schools()).group_by(units.c.id, units.c.name)
    rows = sorted(await tx.work.rows(mine), key=lambda row: alphabetical(row.name))[:MOST_SCHOOLS]
    return {int(row.id): str(row.name) for row in rows}
