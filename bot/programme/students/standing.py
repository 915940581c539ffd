"""Where an entry stands, the same for everybody who may see it: its school, each of its steps, the organiser."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

import msgspec
from sqlalchemy import select

from bot.chat.words import fact
from bot.programme.students.areas import EntrySeen, entry_seen, my_area
from bot.programme.students.doubles import DoubleSeen, note_shown, open_doubles
from bot.programme.students.particulars import revealed
from bot.programme.students.passing import decidable
from bot.programme.students.reviewers import ReviewPart, names_at, posts_of_actor, review_parts
from bot.programme.students.steps import reviews, step_of
from bot.programme.students.trail import Trace, note_seen, trail_of
from bot.programme.world import World
from bot.storage.tables import appeals, approvals, contacts, people, students


class PartSeen(msgspec.Struct, frozen=True):
    """One unit's part in a step: who owns it, and whether it has approved the entry."""

    unit: str
    people: list[str]
    done: bool


class StepSeen(msgspec.Struct, frozen=True):
    """A step on an entry's way; `here`: it waits there now."""

    name: dict[str, str]
    here: bool
    parts: list[PartSeen]


class AppealAnswered(msgspec.Struct, frozen=True):
    """An objection about an entry, and the answer to it once there is one."""

    words: str
    at: datetime
    state: str
    answer: str
    by: str
    answered_at: datetime | None


class EntryStanding(msgspec.Struct, frozen=True):
    """An entry as everybody on its way sees it; the particulars are empty once they are forgotten.

    `since`: when it came to where it is. `mine`: it waits for the reader, as `in_place_of` a unit if not their own.
    """

    code: str
    status: str
    name: str
    birth: date | None
    class_name: str
    guardian: str
    school: str
    household: str
    needs_device: bool
    needs_line: bool
    since: datetime | None
    reason: str
    steps: list[StepSeen]
    history: list[Trace]
    mine: bool
    in_place_of: str
    doubles: list[DoubleSeen]
    appeals: list[AppealAnswered]
    slot: str = ""
    own: bool = False  # whether the reader looks at it for its school


ON_THE_WAY: Final = (
    "entered", "changed", "returned", "sent_again", "approved", "rejected", "withdrawn", "merged", "unmerged",
    "appealed", "answered",
)  # fmt: skip
"""What of the trail concerns everybody on an entry's way; who looked at it is the organiser's to see."""
SAID: Final = ("unit", "in_place", "why")


@fact("students.standing")
async def entry_standing(tx: World, *, code: str) -> EntryStanding:
    """The entry with a code, for whoever is on its way; that they were shown it is noted."""
    seen = await standing_of(tx, code)
    await note_standing(tx, seen)
    return seen


async def note_standing(tx: World, seen: EntryStanding) -> None:
    """Writes down that the actor was shown an entry, and those that may be the same child."""
    row = await tx.work.one(select(students.c.id).where(students.c.code == seen.code))
    await note_seen(tx, [row.id])
    await note_shown(tx, seen.doubles)


async def standing_of(tx: World, code: str) -> EntryStanding:
    """The same, read and nothing noted."""
    row, area = await entry_seen(tx, code), await my_area(tx)
    known = revealed(tx, row)
    reviewed = area.everywhere or any(part.covers(row.path) for part in area.parts)
    doubles = (await open_doubles(tx, [row.id])).get(row.id, []) if reviewed else []
    waiting = await decidable(tx, students.c.id == row.id) if reviewed and await posts_of_actor(tx) else []
    post = waiting[0].post if waiting else None
    history = [
        msgspec.structs.replace(one, detail={key: one.detail[key] for key in SAID if key in one.detail})
        for one in await trail_of(tx, row.id)
        if one.what in ON_THE_WAY
    ]
    return EntryStanding(
        code=row.code,
        status=row.status,
        name=known.name if known else "",
        birth=known.birth if known else None,
        class_name=known.class_name if known else "",
        guardian=known.guardian if known else "",
        school=row.school,
        household=row.household,
        needs_device=row.needs_device,
        needs_line=row.needs_line,
        since=row.verified_at if row.status == "approved" else row.step_at or row.made_at,
        reason=row.reason or "",
        steps=await _steps(tx, row),
        history=history,
        mine=post is not None,
        in_place_of=post.part.name if post is not None and post.stands_in else "",
        doubles=doubles,
        appeals=await _appeals(tx, row.id),
        slot=row.slot or "",
        own=not reviewed,
    )


async def _appeals(tx: World, student: int) -> list[AppealAnswered]:
    mine = (
        select(appeals, people.c.name)
        .outerjoin(contacts, contacts.c.id == appeals.c.answered_by)
        .outerjoin(people, people.c.id == contacts.c.person_id)
        .where(appeals.c.student_id == student)
        .order_by(appeals.c.id)
    )
    return [
        AppealAnswered(row.words, row.made_at, row.state, row.answer or "", row.name or "", row.answered_at)
        for row in await tx.work.rows(mine)
    ]


async def _steps(tx: World, row: EntrySeen) -> list[StepSeen]:
    parts = [part for part in await review_parts(tx) if part.covers(row.path)]
    people = await names_at(tx, parts)
    done = {(one.step, one.unit_id) for one in await tx.work.rows(
        select(approvals).where(approvals.c.student_id == row.id)
    )}  # fmt: skip
    here = step_of(tx.plan, row) if row.status == "listed" else None

    def seen(part: ReviewPart) -> PartSeen:
        agreed = any((part.step.key, unit) in done for unit in (part.unit, *part.was))
        return PartSeen(part.name, people[part.key], agreed)

    return [
        StepSeen(step.name, step == here, [seen(part) for part in parts if part.step == step])
        for step in reviews(tx.plan)
    ]
