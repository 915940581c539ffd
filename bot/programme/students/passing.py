"""How entries pass a step: each of its units agrees, then all of them wait at the next one, or are approved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, select, update

from bot.programme import codes
from bot.programme.students.areas import ENTRIES, EntrySeen
from bot.programme.students.doubles import certain_doubles
from bot.programme.students.reviewers import (
    ReviewPart,
    ReviewPost,
    names_at,
    review_parts,
    review_posts,
    waits_for,
)
from bot.programme.students.steps import step_after, step_of
from bot.programme.students.trail import note
from bot.programme.world import World
from bot.storage.ids import new_id
from bot.storage.tables import approvals, students

SLOT: Final = "SL"


class ReviewOutcome(msgspec.Struct, frozen=True):
    """What became of an entry, where it waits now, and for which units.

    `vacant`: those of them in which nobody holds the role, so that the organiser has to see to it. `in_place_of`: the
    unit for which somebody stood in. The status is "double" where nothing was done: another entry is the same child.
    """

    code: str
    status: str
    step: dict[str, str]
    waits_for: list[str] = []
    vacant: list[str] = []
    in_place_of: str = ""


class Decidable(NamedTuple):
    """An entry that waits for the actor, the post by which they decide, and the others who have to agree there."""

    row: EntrySeen
    post: ReviewPost
    others: list[ReviewPart]


async def decidable(tx: World, which: ColumnElement[bool]) -> list[Decidable]:
    """Those entries that wait for the actor, the longest first; refuses whoever reviews nothing."""
    posts = await review_posts(tx)
    here = ENTRIES.where(which, waits_for(tx, posts)).order_by(students.c.step_at, students.c.id)
    rows: Sequence[EntrySeen] = await tx.work.rows(here)
    found = []
    for row, missing in zip(rows, await missing_parts(tx, rows), strict=True):
        post = next(post for post in posts if post.part in missing)
        found.append(Decidable(row, post, [part for part in missing if part != post.part]))
    return found


async def missing_parts(tx: World, rows: Sequence[EntrySeen]) -> list[list[ReviewPart]]:
    """The parts for which each of these entries waits, where it waits at all."""
    parts = await review_parts(tx)
    agreed: dict[tuple[int, str], set[int]] = {}
    those = select(approvals).where(approvals.c.student_id.in_([row.id for row in rows]))
    for one in await tx.work.rows(those):
        agreed.setdefault((one.student_id, one.step), set()).add(one.unit_id)
    found = []
    for row in rows:
        step = step_of(tx.plan, row) if row.status == "listed" else None
        found.append([
            part
            for part in parts
            if part.step == step and part.covers(row.path)
            and not agreed.get((row.id, part.step.key), set()) & {part.unit, *part.was}
        ])  # fmt: skip
    return found


async def pass_on(tx: World, found: Sequence[Decidable]) -> list[ReviewOutcome]:
    """Approves entries for the actor's posts; those whose step is done go on. One that is certainly on the list already
    stays where it is."""
    doubles = await certain_doubles(tx, [one.row.id for one in found])
    parts = await review_parts(tx)
    people = await names_at(tx, parts)
    outcomes = []
    onward: dict[str, list[int]] = {}
    ended: dict[str, list[int]] = {}
    for row, post, others in found:
        step = post.part.step
        stood = post.part.name if post.stands_in else ""
        if row.id in doubles:
            outcomes.append(ReviewOutcome(row.code, "double", step.name))
            continue
        tx.work.add(approvals, id=new_id(), student_id=row.id, step=step.key, unit_id=post.part.unit)
        note(tx, row.id, "approved", step=step.key, unit=post.part.name, **({"in_place": "yes"} if stood else {}))
        following = step_after(tx.plan, step)
        status, waits = "listed", others
        if not others and following is not None:
            onward.setdefault(following.key, []).append(row.id)
            waits = [part for part in parts if part.step == following and part.covers(row.path)]
        elif not others:
            status = "approved"
            ended.setdefault(step.key, []).append(row.id)
        outcomes.append(
            ReviewOutcome(
                row.code,
                status,
                waits[0].step.name if waits else {},
                [part.name for part in waits],
                [part.name for part in waits if not people[part.key]],
                stood,
            )
        )
    for key, entries in onward.items():
        moved = update(students).where(students.c.id.in_(entries))
        await tx.work.execute(moved.values(step=key, step_at=tx.now, reason=None))
    for key, entries in ended.items():
        await _approve(tx, key, entries)
    return outcomes


async def _approve(tx: World, step: str, entries: Sequence[int]) -> None:
    """Approves entries for good, each with a name of its own in public."""
    those = update(students).where(students.c.id.in_(entries))
    values = {"status": "approved", "verified_at": tx.now, "reason": None, "step": step, "step_at": None}
    await tx.work.execute(those.values(**values))
    for entry in entries:
        mine = update(students).where(students.c.id == entry, students.c.slot.is_(None))
        await tx.work.execute(mine.values(slot=codes.new_code(SLOT)))
