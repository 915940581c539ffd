"""The second signature under a proposal, by somebody who proposed nothing of it; or giving the proposal up."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from sqlalchemy import ColumnElement, select, update

from bot.chat.phrase import _
from bot.chat.words import Refused, deed
from bot.programme.allocation.allotting import Tally, drop_proposed, proposed_rows
from bot.programme.allocation.candidates import candidates
from bot.programme.allocation.free_things import free_things
from bot.programme.allocation.objecting import require_answered
from bot.programme.allocation.proposing import LEAST_WORDS, LONGEST_WORDS
from bot.programme.allocation.rounds import PROPOSERS, begin_round, proposed_round, under_way
from bot.programme.allocation.suiting import needs_met
from bot.programme.allocation.telling import DECIDERS, tell_decision
from bot.programme.allocation.without_line import count_without_line
from bot.programme.giving import journey
from bot.programme.giving.bought import givers_of
from bot.programme.people.roles import require_organiser
from bot.programme.students.trail import note
from bot.programme.world import World
from bot.storage.rows.allocation import StoredAllocation
from bot.storage.tables import allocation_rounds as rounds
from bot.storage.tables import allocations, contacts, devices

AT_ONCE: Final = 500
"""So many gifts' donors are told by one statement."""


@deed("allocation.decide")
async def decide(tx: World, *, round: int) -> Tally:
    """Signs a proposal: what it says is decided from now on, and everybody concerned is told."""
    await require_organiser(tx, *DECIDERS)
    row = await proposed_round(tx, round)
    if row.objections_until is not None and tx.now < row.objections_until:
        raise Refused(_("There may be objections until {at}. It can be decided from then on.", at=row.objections_until))
    await require_answered(tx, round)
    proposed = await proposed_rows(tx, round)
    if not proposed:
        raise Refused(_("Nothing is left of this proposal. Please match it again, or give it up."))
    await require_another(tx, {row.proposed_by, *(one.proposed_by for one in proposed)})
    gone = await gone_since(tx, row.need, round, proposed)
    if gone:
        raise Refused(_("Something has changed since: {n} of what is proposed cannot be given so any more. Please "
                        "match it again; the order stays as it is.", n=len(gone)))  # fmt: skip
    mine = update(rounds).where(rounds.c.id == round, rounds.c.status == "proposed")
    done = await tx.work.execute(mine.values(status="decided", decided_by=tx.actor.id, decided_at=tx.now))
    if done.rowcount != 1:
        raise Refused(_("This proposal is settled already."))
    await bind(tx, proposed, (allocations.c.round_id == round) & (allocations.c.status == "proposed"))
    await begin_round(tx, row.need)
    if "line" in needs_met(tx.plan) and await under_way(tx, "line") is None and await count_without_line(tx):
        await begin_round(tx, "line")  # whoever has a device and no connection waits for one from now on
    await tell_decision(tx, row)
    ways = [one.way for one in proposed]
    return Tally(len(proposed), len(proposed), ways.count("local"), ways.count("override"))


@deed("allocation.cancel")
async def cancel(tx: World, *, round: int, why: str) -> None:
    """Gives a proposal up, for a reason; its order stays public, and another list is open from now on."""
    await require_organiser(tx, *PROPOSERS)
    row = await proposed_round(tx, round)
    reason = " ".join(why.split())[:LONGEST_WORDS]
    if len(reason) < LEAST_WORDS:
        raise Refused(_("Please say in a few words why."))
    await drop_proposed(tx, round, "cancelled")
    await tx.work.execute(update(rounds).where(rounds.c.id == round).values(status="cancelled", reason=reason))
    await begin_round(tx, row.need)


async def gone_since(tx: World, need: str, round: int, proposed: Sequence[StoredAllocation]) -> list[StoredAllocation]:
    """What is proposed and cannot be given so any more: the thing has gone, or the student."""
    free = await free_things(tx, need, most=len(proposed), besides=round)
    there = {(one.device, one.pledge, one.part) for one in free}
    waiting = {one.student for one in await candidates(tx, need, besides=round)}
    return [
        one
        for one in proposed
        if one.student_id not in waiting or (one.device_id, one.pledge_id, one.part) not in there
    ]


async def bind(tx: World, proposed: Sequence[StoredAllocation], which: ColumnElement[bool]) -> None:
    """Decides what is proposed (`which`, of `allocations`): things are bound, trails say so, donors hear of it."""
    things = devices.c.id.in_(select(allocations.c.device_id).where(which, allocations.c.device_id.is_not(None)))
    gifts = await tx.work.rows(select(devices.c.pledge_id).where(things, devices.c.pledge_id.is_not(None)).distinct())
    bought = await tx.work.rows(select(devices).where(things, devices.c.purchase_id.is_not(None)))
    await tx.work.execute(update(devices).where(things).values(status="matched", changed_at=tx.now))
    decided = {"status": "decided", "decided_by": tx.actor.id, "decided_at": tx.now}
    await tx.work.execute(update(allocations).where(which).values(**decided))
    for one in proposed:
        note(tx, one.student_id, "allotted", need=one.need, way=one.way)
    givers = dict.fromkeys([row.pledge_id for row in gifts] + [one.pledge_id for one in proposed if one.pledge_id])
    for device in bought:
        givers.update(dict.fromkeys(await givers_of(tx, device)))
    for chunk in batched(list(givers)):
        await journey.moved(tx, chunk)


def batched(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """No more at once than a database takes in one statement."""
    for at in range(0, len(numbers), AT_ONCE):
        yield numbers[at : at + AT_ONCE]


async def proposed_by(tx: World, proposers: Collection[int | None]) -> bool:
    """Whether the actor is one of these, on whichever of their messengers."""
    mine = select(contacts.c.id).where(contacts.c.id.in_(proposers), contacts.c.person_id == tx.actor.person_id)
    return await tx.work.one(mine) is not None


async def require_another(tx: World, proposers: Collection[int | None]) -> None:
    """Refuses whoever has proposed any of it."""
    if await proposed_by(tx, proposers):
        raise Refused(_("You have proposed this yourself, so it takes a second person to decide it."))
