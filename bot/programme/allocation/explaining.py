"""Why a student stands where they stand: one paragraph for the school, whoever reviews, and whoever appeals."""

from __future__ import annotations

from datetime import date

import msgspec
from sqlalchemy import func, select

from bot.chat.phrase import _
from bot.chat.words import Refused, fact
from bot.programme import codes
from bot.programme.allocation.order import lot_of, seed_of
from bot.programme.allocation.public_rounds import public_round
from bot.programme.allocation.rounds import round_name
from bot.programme.allocation.telling import PATH, name_of_thing
from bot.programme.people.roles import require
from bot.programme.students.registering import PREFIX
from bot.programme.world import World
from bot.storage.tables import allocation_places as places
from bot.storage.tables import allocation_rounds as rounds
from bot.storage.tables import students

ASKERS = ("school_contact", "reviewer", "coordinator", "manager", "official")
LOT = 16
"""So many hex digits of a lot tell one from another for a reader."""


class PlaceReason(msgspec.Struct, frozen=True):
    """A student's place in a round, and what it follows from; nothing of any other student but how many there are."""

    code: str
    need: str
    round: int
    place: int
    places: int
    household: dict[str, str]  # what the plan calls their class
    before: int  # how many stand in classes before theirs
    earlier: int  # how many of their class were verified on an earlier day
    day: date
    same_day: int  # how many of their class were verified on that very day, themselves included
    drawn: int  # which of those they are by the draw
    lot: str
    decision: str  # as in the public file
    thing: dict[str, str]
    way: str
    link: str


@fact("allocation.why")
async def why_there(tx: World, *, code: str) -> list[PlaceReason]:
    """Where a student of the actor's stands in the latest closed round of each need; [] before there was any."""
    stored = codes.read_code(code, PREFIX) or ""
    row = await tx.work.one(select(students).where(students.c.code == stored, students.c.drive == tx.drive))
    if row is None:
        raise Refused(_("I can't find a pupil with the code {code}.", code=code[:20]))
    await require(tx, row.school_id, *ASKERS)
    latest = (
        select(rounds.c.need, func.max(rounds.c.number).label("number"))
        .join(places, places.c.round_id == rounds.c.id)
        .where(places.c.student_id == row.id)
        .group_by(rounds.c.need)
        .order_by(rounds.c.need)
    )
    return [await _standing(tx, row.code, row.slot, one.need, one.number) for one in await tx.work.rows(latest)]


async def _standing(tx: World, code: str, slot: str, need: str, number: int) -> PlaceReason:
    round = await public_round(tx, round_name(need, number))
    assert round is not None  # it was found just now
    [mine] = [one for one in round.places if one.slot == slot]
    ranks = {household: rank for rank, household in enumerate(round.classes)}
    rank = ranks.get(mine.household, len(ranks))
    same = [one for one in round.places if ranks.get(one.household, len(ranks)) == rank]
    beside = [one for one in same if one.verified_on == mine.verified_on]
    rules = tx.plan.students
    names = {one.key: one.name for one in rules.priorities} if rules else {}
    lot = lot_of(seed_of(bytes.fromhex(round.secret), bytes.fromhex(round.mark)), slot).hex()
    return PlaceReason(
        code=code,
        need=need,
        round=number,
        place=mine.place,
        places=len(round.places),
        household=names.get(mine.household, {}),
        before=sum(ranks.get(one.household, len(ranks)) < rank for one in round.places),
        earlier=sum(one.verified_on < mine.verified_on for one in same),
        day=date.fromisoformat(mine.verified_on),
        same_day=len(beside),
        drawn=1 + [one.slot for one in beside].index(slot),
        lot=lot[:LOT],
        decision=mine.decision,
        thing=name_of_thing(tx, mine.thing) if mine.thing else {},
        way=mine.way,
        link=f"{tx.site}{PATH}" if tx.site else "",
    )
