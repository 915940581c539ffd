"""What is to be done about allocation, as the office sees it at a glance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import func, select

from bot.chat.words import fact
from bot.programme.allocation.allotting import Tally, proposed_rows
from bot.programme.allocation.candidates import candidates
from bot.programme.allocation.deciding import gone_since, proposed_by
from bot.programme.allocation.free_things import free_things
from bot.programme.allocation.rounds import PROPOSERS, round_name, under_way
from bot.programme.allocation.suiting import items_for, needs_met
from bot.programme.allocation.telling import DECIDERS, PATH
from bot.programme.people.roles import require_organiser
from bot.programme.world import World
from bot.storage.rows.allocation import StoredAllocation
from bot.storage.tables import allocation_places as places
from bot.storage.tables import students


class OutOfOrder(msgspec.Struct, frozen=True):
    """Somebody who is to be given something out of order: why, and in the words of whoever proposes it."""

    code: str
    reason: str
    words: str


class NeedBoard(msgspec.Struct, frozen=True):
    """One need: its round under way, who waits and what is there; of a proposal its counts.

    `gone`: of what is proposed so many cannot be given any more; `own`: the actor has proposed it.
    """

    need: str
    state: str  # of the round under way: "", open, proposed
    round: int
    number: int
    waiting: int
    free: dict[str, int]
    names: dict[str, dict[str, str]]
    tally: Tally
    until: datetime | None
    over: bool  # whether the time for objections is
    gone: int
    own: bool
    overrides: list[OutOfOrder]
    link: str


class AllocationBoard(msgspec.Struct, frozen=True):
    """All needs the drive meets; whether the actor may propose."""

    needs: list[NeedBoard]
    proposes: bool


@fact("allocation.board")
async def board(tx: World) -> AllocationBoard:
    """What the organiser's office may do now; raises Refused for anybody else."""
    held = await require_organiser(tx, *DECIDERS)
    return AllocationBoard([await _need(tx, need) for need in needs_met(tx.plan)], held.role in PROPOSERS)


async def _need(tx: World, need: str) -> NeedBoard:
    row = await under_way(tx, need)
    state, round = (row.status, row.id) if row is not None else ("", 0)
    names = {item.key: item.name for item in items_for(tx.plan, need)}
    waiting = await candidates(tx, need)
    free = await free_things(tx, need, most=max(1, len(waiting)))
    tally, gone, own, overrides = Tally(0, 0, 0, 0), 0, False, list[OutOfOrder]()
    if row is not None and state == "proposed":
        rows = await proposed_rows(tx, round)
        [[count]] = await tx.work.rows(select(func.count()).select_from(places).where(places.c.round_id == round))
        ways = Counter(one.way for one in rows)
        tally = Tally(int(count), len(rows), ways["local"], ways["override"])
        gone = len(await gone_since(tx, need, round, rows))
        own = await proposed_by(tx, {row.proposed_by, *(one.proposed_by for one in rows)})
        overrides = await _overrides(tx, [one for one in rows if one.way == "override"])
    until = row.objections_until if row is not None else None
    return NeedBoard(
        need=need,
        state=state,
        round=round,
        number=row.number if row is not None else 0,
        waiting=len(waiting),
        free=dict(Counter(one.thing.item for one in free)),
        names=names,
        tally=tally,
        until=until,
        over=until is None or until <= tx.now,
        gone=gone,
        own=own,
        overrides=overrides,
        link=f"{tx.site}{PATH}/{round_name(need, row.number)}.csv" if tx.site and row is not None else "",
    )


async def _overrides(tx: World, rows: Sequence[StoredAllocation]) -> list[OutOfOrder]:
    wanted = select(students.c.id, students.c.code).where(students.c.id.in_([row.student_id for row in rows]))
    codes = {row.id: row.code for row in await tx.work.rows(wanted)} if rows else {}
    return [OutOfOrder(codes[row.student_id], row.override or "", row.words or "") for row in rows]
