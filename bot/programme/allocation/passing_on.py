"""A thing that was decided for one student goes to another: everybody concerned hears of it, and two persons sign it.

The first ends what was decided, for a reason; the thing is proposed to whoever comes next in the same published order,
or, where the thing itself has gone, another one to the same student. The second person confirms it, or declines: then
the thing waits for the next round.
"""

from __future__ import annotations

import secrets
from typing import Any, Final

import msgspec
from sqlalchemy import select, update

from bot.chat.phrase import Phrase, _, given
from bot.chat.words import Refused, deed
from bot.programme import codes
from bot.programme.allocation.allotting import SALT
from bot.programme.allocation.candidates import Needy, candidates
from bot.programme.allocation.deciding import bind, gone_since, require_another
from bot.programme.allocation.free_things import FreeThing, areas_by_unit, free_things
from bot.programme.allocation.matching import Seeker, Supply, match
from bot.programme.allocation.rounds import PROPOSERS
from bot.programme.allocation.suiting import suiting
from bot.programme.allocation.telling import DECIDERS, ITEM, asks_to_confirm, name_of_thing, signers, tell_school_of
from bot.programme.giving import journey
from bot.programme.giving.bought import givers_of
from bot.programme.people.roles import require_organiser
from bot.programme.students.trail import note
from bot.programme.world import World
from bot.storage.ids import new_id
from bot.storage.rows.allocation import StoredAllocation
from bot.storage.tables import allocation_places as places
from bot.storage.tables import allocation_rounds as rounds
from bot.storage.tables import allocations, devices, pledge_services, pledges, students

ENDS: Final[dict[str, Phrase]] = {
    "moved": _("The pupil has moved away"),
    "withdrawn": _("The pupil is no longer on the list"),
    "not_needed": _("The family needs it no more"),
    "thing_gone": _("The thing itself can no longer be given"),
}
"""Why something goes to another pupil before it was handed over; public."""


class PassedOn(msgspec.Struct, frozen=True):
    """What became of it: the thing, and the code of the student it is proposed to now, empty for nobody."""

    thing: dict[str, str]
    code: str
    allocation: int = 0


@deed("allocation.pass_on")
async def pass_on(tx: World, *, allocation: int, reason: str) -> PassedOn:
    """Ends what was decided and not handed over yet, and proposes what follows from it in the same order."""
    await require_organiser(tx, *PROPOSERS)
    row = await _told(tx, allocation)
    if row is None or row.status != "decided":
        raise Refused(_("This was handed over or taken back already."))
    if reason not in ENDS:
        raise Refused(_("Please say in a few words why."))
    mine = update(allocations).where(allocations.c.id == row.id, allocations.c.status == "decided")
    ended = {"status": "ended", "ended_at": tx.now, "ended_by": tx.actor.id, "end_reason": reason}
    if (await tx.work.execute(mine.values(**ended))).rowcount != 1:
        raise Refused(_("This was handed over or taken back already."))
    if row.device_id is not None:
        free = update(devices).where(devices.c.id == row.device_id, devices.c.status == "matched")
        lies = {"status": "ready"} if reason != "thing_gone" else {"status": "repair", "verdict": "repair"}
        await tx.work.execute(
            free.values(**lies, changed_at=tx.now)
        )  # whoever keeps it looks at it, and judges it anew
    note(tx, row.student_id, "allotment_ended", need=row.need, why=reason)
    thing = name_of_thing(tx, row.item)
    said = _("⚠️ {code} is not given {thing} any more: {why}.", code=codes.shown(row.student), thing=given(thing),
             why=ENDS[reason])  # fmt: skip
    await tell_school_of(tx, row.student_id, [said])
    await _tell_givers(tx, row.device_id, reason)
    found = await _next(tx, row, reason)
    if found is None:
        return PassedOn(thing, "")
    place, student, what = found
    made = await _propose(tx, row, place, student, what)
    return PassedOn(name_of_thing(tx, what.thing.item), made.student, made.id)


@deed("allocation.confirm")
async def confirm(tx: World, *, allocation: int) -> PassedOn:
    """A second person decides what was proposed after the round."""
    await require_organiser(tx, *DECIDERS)
    row = await _single(tx, allocation)
    await require_another(tx, [row.proposed_by])
    if await gone_since(tx, row.need, row.round_id, [row]):
        raise Refused(_("It cannot be given so any more. Please decline it."))
    await bind(tx, [row], (allocations.c.id == row.id) & (allocations.c.status == "proposed"))
    thing = name_of_thing(tx, row.item)
    said = _("🎉 Decided: {code} is given {thing}. Please tell the family.", code=codes.shown(row.student),
             thing=given(thing))  # fmt: skip
    await tell_school_of(tx, row.student_id, [said])
    return PassedOn(thing, row.student, row.id)


@deed("allocation.decline")
async def decline(tx: World, *, allocation: int) -> PassedOn:
    """What was proposed after the round is given up; the thing waits for the next round."""
    await require_organiser(tx, *DECIDERS)
    row = await _single(tx, allocation)
    ended = {"status": "ended", "ended_at": tx.now, "ended_by": tx.actor.id, "end_reason": "declined"}
    await tx.work.execute(update(allocations).where(allocations.c.id == row.id).values(**ended))
    return PassedOn(name_of_thing(tx, row.item), row.student)


async def _tell_givers(tx: World, device: int | None, reason: str) -> None:
    """Tells whoever gave a device, or the money for it, that it goes to another student."""
    row = await tx.work.one(select(devices).where(devices.c.id == device)) if device is not None else None
    if row is None:
        return
    givers = await givers_of(tx, row)
    codes_of = select(pledges.c.id, pledges.c.code).where(pledges.c.id.in_(givers))
    news: dict[int, list[Phrase | str]] = {
        one.id: [_("A device of your gift {code} goes to another pupil: {why}.", code=codes.shown(one.code),
                   why=ENDS[reason])]
        for one in await tx.work.rows(codes_of)
    }  # fmt: skip
    await journey.moved(tx, givers, news=news)


async def _told(tx: World, id: int) -> Any:
    """An allocation of this drive with its student's code, its kind of thing, and where that lies."""
    statement = (
        select(allocations, students.c.code.label("student"), ITEM, devices.c.holder_id)
        .join(students, students.c.id == allocations.c.student_id)
        .outerjoin(devices, devices.c.id == allocations.c.device_id)
        .outerjoin(pledge_services, pledge_services.c.pledge_id == allocations.c.pledge_id)
        .where(allocations.c.id == id, allocations.c.drive == tx.drive)
    )  # fmt: skip
    return await tx.work.one(statement)


async def _single(tx: World, id: int) -> Any:
    """What is proposed for one student after its round was decided; raises Refused."""
    row = await _told(tx, id)
    settled = rounds.c.status == "decided"
    if (
        row is None
        or row.status != "proposed"
        or await tx.work.one(select(rounds.c.id).where(rounds.c.id == row.round_id, settled)) is None
    ):
        raise Refused(_("This proposal is settled already."))
    return row


async def _next(tx: World, row: Any, reason: str) -> tuple[int, Needy, FreeThing] | None:
    """Who is to be given what instead: the next of the same order, or the same student something else."""
    order = await tx.work.rows(select(places.c.student_id, places.c.place).where(places.c.round_id == row.round_id))
    by_student = {one.student_id: one.place for one in order}
    standing = [one for one in await candidates(tx, row.need) if one.student in by_student]
    if reason == "thing_gone":
        things = await free_things(tx, row.need, most=2)
        things = [
            one for one in things if (one.device, one.pledge, one.part) != (row.device_id, row.pledge_id, row.part)
        ]
        standing = [one for one in standing if one.student == row.student_id]
    else:
        areas = (await areas_by_unit(tx)).get(row.holder_id, ())
        things = [FreeThing(Supply(row.item, areas), row.device_id, row.pledge_id, row.part)]
        standing = [one for one in standing if one.student != row.student_id]
    standing.sort(key=lambda one: by_student[one.student])
    local_first = tx.plan.goods is None or tx.plan.goods.local_first
    seekers = [Seeker(one.level, one.path) for one in standing]
    found = match(seekers, [one.thing for one in things], suiting(tx.plan, row.need), local_first=local_first)
    for one, gift in zip(standing, found, strict=True):
        if gift is not None:
            return by_student[one.student], one, things[gift.thing]
    return None


async def _propose(tx: World, row: StoredAllocation, place: int, student: Needy, what: FreeThing) -> Any:
    """Writes it down and asks whoever may sign it."""
    id = new_id()
    tx.work.add(
        allocations,
        id=id,
        drive=tx.drive,
        round_id=row.round_id,
        student_id=student.student,
        need=row.need,
        device_id=what.device,
        pledge_id=what.pledge,
        part=what.part,
        place=place,
        way="order",
        override=None,
        words=None,
        salt=secrets.token_bytes(SALT),
        status="proposed",
        proposed_by=tx.actor.id,
        decided_by=None,
        made_at=tx.now,
        decided_at=None,
        ended_at=None,
        ended_by=None,
        end_reason=None,
    )
    made = await _told(tx, id)
    for contact in await signers(tx):
        asks_to_confirm(tx, contact, id, made.item, made.student, place)
    return made
