"""Puts things to the students of a closed round, in its order: when it is proposed, and whenever it is matched again.

Whoever is to be given something out of order stands in front of all others, with the reason, which is public as a word
of a short list; the same in somebody's own words stays within the house.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import select, update

from bot.chat.phrase import Phrase, _
from bot.programme.allocation.candidates import Needy
from bot.programme.allocation.free_things import FreeThing
from bot.programme.allocation.matching import Given, Seeker, match
from bot.programme.allocation.suiting import suiting
from bot.programme.world import World
from bot.storage.ids import new_id
from bot.storage.rows.allocation import StoredAllocation
from bot.storage.tables import allocation_rounds as rounds
from bot.storage.tables import allocations

OVERRIDES: Final[dict[str, Phrase]] = {
    "urgent": _("An emergency in the family"),
    "last_year": _("In the last year of school, with examinations ahead"),
    "objection": _("An objection was right"),
    "kind": _("Needs this very kind of thing"),
    "mistake": _("Something was wrong on the list"),
}
"""Why somebody may be given something out of order; public."""
SALT: Final = 16
"""Bytes, more than anybody can try out."""


class Override(msgspec.Struct, frozen=True):
    """Somebody is to be given something out of order: a kind, or whatever suits best; who says so, and why."""

    reason: str
    words: str
    by: int
    item: str = ""


class Tally(msgspec.Struct, frozen=True):
    """How many stand in a round's order, are given something, and are so because they are near, or out of order."""

    places: int
    given: int
    local: int
    overrides: int


class Matched(NamedTuple):
    """Who is given which of the free things, if any: students with their places, those out of order first."""

    queue: Sequence[tuple[int, Needy]]
    free: Sequence[FreeThing]
    found: Sequence[Given | None]

    def gives(self, student: int) -> bool:
        """Whether a student is given anything."""
        pairs = zip(self.queue, self.found, strict=True)
        return any(one.student == student and gift is not None for (_place, one), gift in pairs)


def matched(
    tx: World,
    need: str,
    ordered: Sequence[tuple[int, Needy]],
    overrides: Mapping[int, Override],
    *,
    free: Sequence[FreeThing],
    before: Sequence[StoredAllocation] = (),
) -> Matched:
    """What each of (place, student) may be given of what is `free`; what they were to have `before` they keep."""
    in_front = [one for one in ordered if one[1].student in overrides]
    queue = [*in_front, *(one for one in ordered if one[1].student not in overrides)]
    suits = {level: tuple(items) for level, items in suiting(tx.plan, need).items()}
    seekers = []
    for _place, one in queue:
        asked = overrides[one.student].item if one.student in overrides else ""
        if asked:
            suits[asked] = (asked,)
        seekers.append(Seeker(asked or one.level, one.path))
    local_first = tx.plan.goods is None or tx.plan.goods.local_first
    things = [one.thing for one in free]
    found = match(seekers, things, suits, local_first=local_first, kept=_kept(queue, free, before))
    return Matched(queue, free, found)


async def lay_down(
    tx: World, *, round: int, need: str, by: int, matched: Matched, overrides: Mapping[int, Override]
) -> Tally:
    """Writes a proposal down, and what there was to be given."""
    counted = Counter[str]()
    for (place, one), gift in zip(matched.queue, matched.found, strict=True):
        if gift is None:
            continue
        override = overrides.get(one.student)
        way = "override" if override is not None else gift.way
        counted[way] += 1
        thing = matched.free[gift.thing]
        tx.work.add(
            allocations,
            id=new_id(),
            drive=tx.drive,
            round_id=round,
            student_id=one.student,
            need=need,
            device_id=thing.device,
            pledge_id=thing.pledge,
            part=thing.part,
            place=place,
            way=way,
            override=override.reason if override is not None else None,
            words=override.words if override is not None else None,
            salt=secrets.token_bytes(SALT),
            status="proposed",
            proposed_by=override.by if override is not None else by,
            decided_by=None,
            made_at=tx.now,
            decided_at=None,
            ended_at=None,
            ended_by=None,
            end_reason=None,
        )
    stock = Counter(one.thing.item for one in matched.free)
    kept = msgspec.json.encode(dict(sorted(stock.items()))).decode()
    await tx.work.execute(update(rounds).where(rounds.c.id == round).values(stock=kept))
    return Tally(len(matched.queue), sum(counted.values()), counted["local"], counted["override"])


def _kept(
    queue: Sequence[tuple[int, Needy]], free: Sequence[FreeThing], before: Sequence[StoredAllocation]
) -> dict[int, int]:
    """Which thing each had before, both by their places in the lists at hand; what is not free any more is left out."""
    seekers = {one.student: at for at, (_place, one) in enumerate(queue)}
    things = {(one.device, one.pledge, one.part): at for at, one in enumerate(free)}
    pairs = ((row.student_id, things.get((row.device_id, row.pledge_id, row.part))) for row in before)
    return {seekers[student]: thing for student, thing in pairs if thing is not None and student in seekers}


async def proposed_rows(tx: World, round: int) -> list[StoredAllocation]:
    """What a round proposes, by place."""
    mine = (allocations.c.round_id == round) & (allocations.c.status == "proposed")
    rows: Any = await tx.work.rows(select(allocations).where(mine).order_by(allocations.c.place, allocations.c.id))
    return list(rows)


async def drop_proposed(tx: World, round: int, reason: str) -> None:
    """Ends what a round proposes."""
    mine = (allocations.c.round_id == round) & (allocations.c.status == "proposed")
    ended = {"status": "ended", "ended_at": tx.now, "ended_by": tx.actor.id, "end_reason": reason}
    await tx.work.execute(update(allocations).where(mine).values(**ended))
