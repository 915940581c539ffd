"""Whose entries somebody may see: their own school's, those of the schools below a step of theirs, or all of them."""

from __future__ import annotations

from typing import Final, NamedTuple, Protocol

from sqlalchemy import ColumnElement, false, or_, select, true

from bot.chat.phrase import _
from bot.chat.words import Refused
from bot.programme import codes
from bot.programme.people.roles import held_by
from bot.programme.people.units import organiser_unit
from bot.programme.students.registering import PREFIX
from bot.programme.students.reviewers import NO_REVIEWER, ReviewPart, review_parts
from bot.programme.world import World
from bot.storage.rows.students import StoredStudent
from bot.storage.tables import students, units

KEEPERS: Final = ("manager", "coordinator")
"""Who sees every entry, for the organiser."""
ENTRIES: Final = select(students, units.c.name.label("school"), units.c.path).join(
    units, units.c.id == students.c.school_id
)
"""Entries with their schools."""


class EntrySeen(StoredStudent, Protocol):
    """An entry with the name of its school, and where that lies in the tree."""

    school: str
    path: str


class ReviewArea(NamedTuple):
    """The schools whose entries somebody sees: everywhere, by their parts in the steps, or below these paths."""

    everywhere: bool
    parts: tuple[ReviewPart, ...]
    below: tuple[str, ...]  # of the own schools

    @property
    def reviews(self) -> bool:
        """Whether they see more than their own schools."""
        return self.everywhere or bool(self.parts)

    def covers(self, path: str) -> bool:
        """Whether a school that lies there is among them."""
        own = any(map(path.startswith, self.below))
        return self.everywhere or own or any(part.covers(path) for part in self.parts)

    def schools(self) -> ColumnElement[bool]:
        """The same as a condition on the units of schools."""
        if self.everywhere:
            return true()
        own = (units.c.path.startswith(path, autoescape=True) for path in self.below)
        return or_(false(), *own, *(part.schools() for part in self.parts))


async def my_area(tx: World) -> ReviewArea:
    """The actor's; refuses whoever has to do with no list at all."""
    area = await area_of_actor(tx)
    if area is None:
        raise Refused(NO_REVIEWER)
    return area


async def area_of_actor(tx: World) -> ReviewArea | None:
    """The same; None for whoever has to do with no list at all."""
    held = await held_by(tx, tx.actor.person_id)
    organiser = await organiser_unit(tx)
    keeps = any(one.role in KEEPERS and organiser.path.startswith(one.path) for one in held)
    mine = {(one.role, one.unit) for one in held}
    parts = tuple(part for part in await review_parts(tx) if (part.step.role, part.unit) in mine)
    below = tuple(one.path for one in held if one.role == "school_contact" and one.unit is not None)
    return ReviewArea(keeps, parts, below) if keeps or parts or below else None


async def entry_seen(tx: World, code: str) -> EntrySeen:
    """The entry with a code, typed with at most one slip; refused alike whether it is another area's or nobody's."""
    stored = codes.read_code(code, PREFIX) or ""
    that = (students.c.code == stored) & (students.c.drive == tx.drive)
    area = await area_of_actor(tx)
    row: EntrySeen | None = None
    if area is not None:
        row = await tx.work.one(ENTRIES.where(that, area.schools()))
    if row is None:
        raise Refused(
            _("I can't find a pupil with the code {code}.", code=codes.shown(stored) if stored else code[:20] or "–")
        )
    return row
