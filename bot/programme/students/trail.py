"""The trail of a student's entry: who entered, changed, saw or decided what, and when; it is only added to.

What it says beside that lies sealed, and is emptied with the particulars: a trail without them names nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal

import msgspec
from sqlalchemy import Select, select

from bot.programme.world import World
from bot.storage.ids import new_id
from bot.storage.tables import contacts, people, student_events

Deed = Literal[
    "entered", "changed", "seen", "asked", "exported", "returned", "sent_again", "approved", "rejected", "withdrawn",
    "merged", "unmerged", "told_apart", "appealed", "answered", "asked_to_move", "moved", "not_moved",
    "allotted", "allotment_ended", "in_batch", "slip_drawn_again", "handed_over", "followed_up",
]  # fmt: skip
EMPTY: Final = "{}"


class Trace(msgspec.Struct, frozen=True):
    """One thing that happened to an entry; nobody did what the clock or the command line did."""

    at: datetime
    what: str
    who: str
    detail: dict[str, str]


def note(tx: World, student: int, what: Deed, **detail: str) -> None:
    """Writes down what the actor, or nobody, has done to an entry."""
    tx.work.add(
        student_events,
        id=new_id(),
        drive=tx.drive,
        student_id=student,
        contact_id=tx.me.id if tx.me else None,
        what=what,
        detail=msgspec.json.encode(detail).decode(),
        at=tx.now,
    )


async def note_seen(tx: World, shown: Sequence[int]) -> None:
    """Writes down that the actor was shown the particulars of these entries, of each once a day."""
    midnight = tx.now.astimezone(tx.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    today = (student_events.c.contact_id == tx.actor.id) & (student_events.c.at >= midnight)
    known = select(student_events.c.student_id).where(today, student_events.c.what == "seen")
    rows = await tx.work.rows(known.where(student_events.c.student_id.in_(shown)))
    before = {row.student_id for row in rows}
    for student in dict.fromkeys(shown):
        if student not in before:
            note(tx, student, "seen")


async def trail_of(tx: World, student: int) -> list[Trace]:
    """All that happened to an entry, oldest first."""
    mine: Select[tuple[object, ...]] = (
        select(student_events.c.at, student_events.c.what, student_events.c.detail, people.c.name)
        .outerjoin(contacts, contacts.c.id == student_events.c.contact_id)
        .outerjoin(people, people.c.id == contacts.c.person_id)
        .where(student_events.c.student_id == student, student_events.c.drive == tx.drive)
        .order_by(student_events.c.id)
    )
    rows = await tx.work.rows(mine)
    return [
        Trace(row.at, row.what, row.name or "", msgspec.json.decode(row.detail, type=dict[str, str])) for row in rows
    ]
