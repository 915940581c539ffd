"""Who looks a school's entries over at which step: units by the plan, by whoever holds the role there.

Where nobody does, the organiser's manager may stand in.

Where the plan names units, each of them has to agree; else it is the unit of a kind to which the school belongs. A unit
that has ended gives way to its successor, and a school that belongs to no such unit is the organiser's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, and_, false, not_, or_, select, true

from bot.chat.phrase import _
from bot.chat.words import Refused
from bot.programme.people.contacts import holders
from bot.programme.people.roles import held_by
from bot.programme.people.units import organiser_unit, successors
from bot.programme.plan.needs import Step
from bot.programme.students.steps import reviews
from bot.programme.world import World
from bot.storage.tables import approvals, people, roles, students, units
from bot.storage.talks import Contact

STANDS_IN: Final = "manager"
"""Who acts for a unit in which nobody holds the role."""
NO_REVIEWER: Final = _(
    "Only those who review the lists can do this. Please ask the reception board for an invitation code."
)


class ReviewPart(NamedTuple):
    """One unit's part in a step: whose entries come to it there."""

    step: Step
    unit: int
    name: str
    was: tuple[int, ...]  # units that have ended, whose place it has taken
    below: tuple[str, ...] | None  # where its schools lie in the tree; None: anywhere
    apart: tuple[str, ...] = ()  # but not here

    @property
    def key(self) -> tuple[str, int, bool]:
        """What tells it from the others."""
        return self.step.key, self.unit, self.apart != ()

    def covers(self, path: str) -> bool:
        """Whether the entries of a school that lies there come to it."""
        within = self.below is None or any(map(path.startswith, self.below))
        return within and not any(map(path.startswith, self.apart))

    def schools(self) -> ColumnElement[bool]:
        """The same as a condition on the units of schools."""
        within = true() if self.below is None else or_(false(), *map(_lies, self.below))
        return and_(within, *(not_(_lies(path)) for path in self.apart))


class ReviewPost(NamedTuple):
    """A part that the actor may play; `stands_in`: for a unit in which nobody holds the role."""

    part: ReviewPart
    stands_in: bool


def _lies(path: str) -> ColumnElement[bool]:
    return units.c.path.startswith(path, autoescape=True)


async def review_parts(tx: World) -> list[ReviewPart]:
    """Every unit's part in every step, in the order of the steps."""
    return await tx.work.once("review parts", frozenset({units}), lambda: _parts(tx))


async def _parts(tx: World) -> list[ReviewPart]:
    steps, heirs, organiser = reviews(tx.plan), await successors(tx), await organiser_unit(tx)
    keys, kinds = [key for step in steps for key in step.units], [kind for step in steps for kind in step.kinds]
    named = units.c.key.in_(keys) | units.c.kind.in_(kinds) | units.c.id.in_(heirs.values())
    rows = await tx.work.rows(select(units).where(units.c.drive == tx.drive, named).order_by(units.c.id))
    names = {row.id: row.name for row in rows}
    found = []
    for step in steps:
        for_all = {heirs.get(row.id, row.id) for row in rows if row.key in step.units}
        below: dict[int, list[Any]] = {}
        for row in rows:
            if step.takes(row.key, row.kind):
                below.setdefault(heirs.get(row.id, row.id), []).append(row)
        paths = tuple(row.path for mine in below.values() for row in mine)
        for unit, mine in below.items():
            was = tuple(row.id for row in mine if row.id != unit)
            where = None if unit in for_all else tuple(row.path for row in mine)
            found.append(ReviewPart(step, unit, names[unit], was, where))
        if not step.units:
            found.append(ReviewPart(step, organiser.id, organiser.name, (), None, paths))
    return found


async def responsible(tx: World, step: Step, school: int) -> list[ReviewPart]:
    """The parts in a step that a school's entries go through."""
    row = await tx.work.one(select(units.c.path).where(units.c.id == school))
    return [part for part in await review_parts(tx) if part.step == step and part.covers(row.path)]


async def vacant(tx: World) -> list[ReviewPart]:
    """The parts in which nobody holds the role, so that nothing that comes to them would move."""
    parts = await review_parts(tx)
    wanted = {number for part in parts for number in (part.unit, *part.was)}
    held = select(roles.c.role, roles.c.unit_id).where(roles.c.drive == tx.drive, roles.c.ended_at.is_(None))
    there = {(row.role, row.unit_id) for row in await tx.work.rows(held.where(roles.c.unit_id.in_(wanted)).distinct())}
    return [part for part in parts if not any((part.step.role, unit) in there for unit in (part.unit, *part.was))]


async def review_posts(tx: World) -> list[ReviewPost]:
    """The parts that the actor may play, their own first; refuses whoever reviews nothing."""
    posts = await posts_of_actor(tx)
    if posts is None:
        raise Refused(NO_REVIEWER)
    return posts


async def posts_of_actor(tx: World) -> list[ReviewPost] | None:
    """The same; None for whoever reviews nothing. A manager has none while every role is held."""
    held = await held_by(tx, tx.actor.person_id)
    mine = {(one.role, one.unit) for one in held}
    found = [ReviewPost(part, False) for part in await review_parts(tx) if (part.step.role, part.unit) in mine]
    organiser = await organiser_unit(tx)
    if any(one.role == STANDS_IN and organiser.path.startswith(one.path) for one in held):
        return found + [ReviewPost(part, True) for part in await vacant(tx)]
    return found or None


async def reviewers_of(tx: World, part: ReviewPart) -> list[Contact]:
    """Who is to be told of what comes to a part: whoever holds the role, else the organiser's managers."""
    found = [one for unit in (part.unit, *part.was) for one in await holders(tx, unit, (part.step.role,))]
    return found or await holders(tx, (await organiser_unit(tx)).id, (STANDS_IN,))


async def names_at(tx: World, parts: Iterable[ReviewPart]) -> dict[tuple[str, int, bool], list[str]]:
    """The people who hold the role in each part, by its key; nobody where it is vacant."""
    wanted = list(parts)
    numbers = {number for part in wanted for number in (part.unit, *part.was)}
    held = (
        select(roles.c.role, roles.c.unit_id, people.c.name)
        .join(people, people.c.id == roles.c.person_id)
        .where(roles.c.drive == tx.drive, roles.c.ended_at.is_(None), roles.c.unit_id.in_(numbers))
        .order_by(roles.c.id)
    )
    rows = await tx.work.rows(held)
    return {
        part.key: list(dict.fromkeys(row.name for row in rows
                                 if row.role == part.step.role and row.unit_id in (part.unit, *part.was) and row.name))
        for part in wanted
    }  # fmt: skip


def waits_at(tx: World, part: ReviewPart) -> ColumnElement[bool]:
    """A condition on students joined with their school's unit: they wait at a part that has not approved them yet."""
    return _waits(tx, part.step, [part])


def waits_for(tx: World, posts: Sequence[ReviewPost]) -> ColumnElement[bool]:
    """A condition as in `waits_at`: they wait at one of these posts."""
    whole = [post.part for post in posts if post.part.below is None]
    abreast: dict[tuple[str, frozenset[int]], list[ReviewPart]] = {}
    for post in posts:
        if post.part.below is not None:  # of units as deep in the tree a school has one: one condition does for all
            depths = frozenset(path.count("/") for path in post.part.below)
            abreast.setdefault((post.part.step.key, depths), []).append(post.part)
    return or_(false(), *(waits_at(tx, part) for part in whole),
               *(_waits(tx, parts[0].step, parts) for parts in abreast.values()))  # fmt: skip


def _waits(tx: World, step: Step, parts: Sequence[ReviewPart]) -> ColumnElement[bool]:
    after = reviews(tx.plan)
    here = students.c.step == step.key
    if step == after[0]:
        here |= students.c.step.is_(None) | students.c.step.not_in([one.key for one in after])
    agreed = select(approvals.c.student_id).where(
        approvals.c.unit_id.in_([unit for part in parts for unit in (part.unit, *part.was)]),
        approvals.c.student_id == students.c.id,
        approvals.c.step == step.key,
    )
    there = or_(*(part.schools() for part in parts))
    return (students.c.drive == tx.drive) & (students.c.status == "listed") & here & there & ~agreed.exists()
