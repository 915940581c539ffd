"""Objections to an order: open as long as its proposal says; none is decided over, and no thing is merged away."""

from __future__ import annotations

from sqlalchemy import func, select

from bot.chat.phrase import _, _n
from bot.chat.words import Refused
from bot.programme.students.appeals import ObjectionTime, objectionable
from bot.programme.students.areas import EntrySeen
from bot.programme.students.doubles import before_merging
from bot.programme.world import World
from bot.storage.tables import allocation_places as places
from bot.storage.tables import allocation_rounds as rounds
from bot.storage.tables import allocations, appeals


@objectionable("order")
async def order_window(tx: World, row: EntrySeen) -> ObjectionTime | None:
    """As long as there may be objections to the proposed order in which a student stands."""
    stands = (places.c.student_id == row.id) & (rounds.c.status == "proposed")
    proposed = select(rounds.c.closed_at, rounds.c.objections_until).join(places, places.c.round_id == rounds.c.id)
    found = await tx.work.one(proposed.where(stands).order_by(rounds.c.objections_until.desc()).limit(1))
    if found is None or found.closed_at is None or found.objections_until is None:
        return None
    return ObjectionTime(found.closed_at, found.objections_until)


async def require_answered(tx: World, round: int) -> None:
    """Refuses to decide over objections to an order that nobody has answered."""
    stands = select(places.c.student_id).where(places.c.round_id == round)
    waiting = (appeals.c.about == "order") & (appeals.c.state == "open") & appeals.c.student_id.in_(stands)
    [[count]] = await tx.work.rows(select(func.count()).select_from(appeals).where(waiting))
    if count:
        raise Refused(_n("{n} objection to this order waits for an answer: /answer_appeals",
                         "{n} objections to this order wait for an answer: /answer_appeals", count))  # fmt: skip


@before_merging
async def keep_what_is_bound(tx: World, student: int) -> None:
    """Refuses to merge away an entry to which something is bound."""
    bound = (allocations.c.student_id == student) & (allocations.c.status != "ended")
    if await tx.work.one(select(allocations.c.id).where(bound).limit(1)) is not None:
        raise Refused(_("Something is meant for this pupil already. Please keep this entry, or end that first."))
