"""The hand-over itself: a thing, its label, the family's code; on a bad connection, and twice, it happens once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Literal

import msgspec
from sqlalchemy import select, update

from bot import texts
from bot.chat.phrase import _
from bot.chat.words import Offer, Refused, deed, fact
from bot.programme import codes
from bot.programme.devices.care import read_tag
from bot.programme.devices.intake import tag_prefix
from bot.programme.devices.reception import KEEPERS
from bot.programme.giving import journey
from bot.programme.handover.carried import (
    SCHOOLS,
    Carriage,
    Carried,
    carriages,
    carried,
    givers_of_things,
    school_of,
    things_named,
    things_of,
)
from bot.programme.handover.guide import guide
from bot.programme.handover.slip_codes import MOST_TRIES, slip_code
from bot.programme.ledger import entries as ledger
from bot.programme.people.contacts import holders
from bot.programme.people.photos import photo_for
from bot.programme.people.roles import held_by, require
from bot.programme.people.units import name_of
from bot.programme.students.particulars import revealed
from bot.programme.students.trail import note
from bot.programme.world import World
from bot.storage.ids import new_id
from bot.storage.tables import allocations, contacts, deliveries, devices, follow_ups, people, students, units

LESSON: Final = 0
"""The day by which the first lesson is asked about."""
LESSON_AFTER: Final = timedelta(days=2)
MOST_SHOWN: Final = 30


class Receiver(msgspec.Struct, frozen=True):
    """A family and what it is given, for those who hand it over; `handed` is when, if it was."""

    code: str
    name: str
    class_name: str
    guardian: str
    school: str
    things: list[Carriage]
    handed: datetime | None
    locked: bool  # too many wrong codes
    keeps: bool = False  # whether the actor keeps what lies there
    photo: str | None = None  # of the hand-over, for those on the messenger that keeps it

    @property
    def tags(self) -> list[str]:
        """The tags on the devices among the things."""
        return [one.tag for one in self.things if one.tag]


class HandedOver(msgspec.Struct, frozen=True):
    """What came of it. again: it had happened before; wrong: the code was not right; locked: once too often."""

    state: Literal["done", "again", "wrong", "locked"]
    code: str
    things: list[Carriage] = []
    tries: int = 0  # left
    at: datetime | None = None
    by: str = ""


@fact("handover.waiting")
async def waiting_at_mine(tx: World) -> list[Receiver]:
    """The families to whom the actor may hand something over now, by batch."""
    held = await held_by(tx, tx.actor.person_id)
    schools = [one.path for one in held if one.role in SCHOOLS]
    keeping = [one.path for one in held if one.role in KEEPERS]
    found: dict[tuple[int, int], list[Carried]] = {}
    for row in await carried(tx, allocations.c.status == "decided", deliveries.c.handed_at.is_(None)):
        found.setdefault((row.batch_id, row.student_id), []).append(row)
    paths = await _paths(tx, [rows[0] for rows in found.values()])
    mine = [
        rows
        for rows in found.values()
        if any(paths[rows[0].school_id].startswith(path) for path in schools)
        or any(paths[rows[0].unit_id].startswith(path) for path in keeping)
    ]
    return [await _receiver(tx, rows) for rows in mine[:MOST_SHOWN]]


@fact("handover.receiver")
async def receiver(tx: World, *, what: str) -> Receiver:
    """The family a device's tag or a student's code stands for, for those who hand over there; raises Refused."""
    return await _receiver(tx, await things_of(tx, what))


@fact("handover.family")
async def family_of(tx: World, *, tag: str) -> Receiver | None:
    """The family that is given a device, for those who hand it over; None for anybody else, and where there is none."""
    try:
        found = await _receiver(tx, await things_of(tx, read_tag(tx, tag)))
    except Refused:
        return None
    return found


@deed("handover.hand_over")
async def hand_over(tx: World, *, what: str, digits: str) -> HandedOver:
    """Hands a family's things over: `what` is the tag on the device, or the student's code where there is none.

    Said again, with the same or with another code, nothing happens once more. A wrong code is counted.
    """
    rows = await things_of(tx, what)
    waiting = [row for row in rows if row.handed_at is None and row.status == "decided"]
    code = rows[0].code
    if not waiting:
        return await _again(tx, rows)
    tags = {row.need: row.tag for row in waiting if row.tag}
    tag = tags.get("device") or tags.get("line")
    if tag and codes.read_code(what, tag_prefix(tx.plan.code_prefix)) != tag:
        raise Refused(_("{code} is given a device. Please scan the device's label, or type its tag.",
                        code=codes.shown(code)))  # fmt: skip
    tries = max(row.tries for row in waiting)
    if tries >= MOST_TRIES:
        return HandedOver("locked", code)
    draw = max(row.draw for row in waiting)
    if digits != slip_code(tx, waiting[0].batch_id, waiting[0].student_id, draw):
        return await _wrong(tx, waiting, tries + 1)
    bound = update(allocations).where(
        allocations.c.id.in_([row.allocation_id for row in waiting]), allocations.c.status == "decided"
    )
    if (await tx.work.execute(bound.values(status="handed_over"))).rowcount != len(waiting):
        raise Refused(_("{code} is not given this any more.", code=codes.shown(code)))
    mine = update(deliveries).where(deliveries.c.id.in_([row.id for row in waiting]))
    await tx.work.execute(mine.values(handed_at=tx.now, handed_by=tx.actor.id))
    await _moves(tx, waiting)
    _asked_later(tx, waiting)
    note(tx, waiting[0].student_id, "handed_over", number=str(waiting[0].number))
    await journey.moved(tx, await givers_of_things(tx, waiting))
    things = carriages(tx, waiting)
    said = _("✅ {code} has received: {things}.", code=codes.shown(code), things=things_named(things))
    for contact in await holders(tx, waiting[0].school_id, SCHOOLS):
        if contact.person_id != tx.actor.person_id:
            tx.tell(contact, [said, *guide(one.sort for one in things)])
    return HandedOver("done", code, things, at=tx.now)


@deed("handover.photo")
async def add_photo(tx: World, *, code: str, photo: str) -> str:
    """Keeps a photo of what was handed over, on which no face is to be seen; it takes an earlier one's place."""
    rows = await things_of(tx, code)
    done = [row for row in rows if row.handed_at is not None]
    if not done:
        raise Refused(_("Nothing was handed over to {code} yet.", code=codes.shown(rows[0].code)))
    await tx.work.execute(update(deliveries).where(deliveries.c.id == done[0].id).values(photo=photo))
    return rows[0].code


async def _moves(tx: World, rows: Sequence[Carried]) -> None:
    """Devices are at the school's families from now on; the ledger says so, and names nobody."""
    school = await school_of(tx, rows[0])
    for row in rows:
        if row.device_id is None:
            continue
        moved = _("{sender} → {school}: handed over to a pupil", sender=await name_of(tx, row.holder_id), school=school)
        there = update(devices).where(devices.c.id == row.device_id)
        await tx.work.execute(there.values(status="handed_over", holder_id=row.school_id, changed_at=tx.now))
        await ledger.enter(tx, "device_moved", about=row.tag or "", reason=texts.plain(moved, tx.plan.language))


def _asked_later(tx: World, rows: Sequence[Carried]) -> None:
    """The school is asked about the device; about the connection where there is no device."""
    main = next((row for row in rows if row.need == "device"), rows[0])
    days = tx.plan.students.follow_up_days if tx.plan.students else ()
    for day in dict.fromkeys((LESSON, *days)):
        after = timedelta(days=day) if day != LESSON else LESSON_AFTER
        tx.work.add(follow_ups, id=new_id(), drive=tx.drive, allocation_id=main.allocation_id, day=day,
                    ask_at=tx.now + after, asked=0, answer=None)  # fmt: skip


async def _wrong(tx: World, waiting: Sequence[Carried], tries: int) -> HandedOver:
    """Counts a wrong code; at the last one the reception hears of it."""
    mine = update(deliveries).where(deliveries.c.id.in_([row.id for row in waiting]))
    await tx.work.execute(mine.values(tries=tries))
    code = waiting[0].code
    if tries < MOST_TRIES:
        return HandedOver("wrong", code, tries=MOST_TRIES - tries)
    said = _("🔒 A wrong code was said too often for {code} at {school}. Please find out why, then draw another one.",
             code=codes.shown(code), school=await school_of(tx, waiting[0]))  # fmt: skip
    for contact in await holders(tx, waiting[0].unit_id, KEEPERS):
        tx.tell(contact, [said], offers=[Offer(_("🔢 Another code"), f"/maphieumoi {code}")])
    return HandedOver("locked", code)


async def _again(tx: World, rows: Sequence[Carried]) -> HandedOver:
    done = next((row for row in rows if row.handed_at is not None), None)
    code = codes.shown(rows[0].code)
    if done is None:
        raise Refused(_("{code} is not given this any more.", code=code))
    who = select(people.c.name).join(contacts, contacts.c.person_id == people.c.id)
    row = await tx.work.one(who.where(contacts.c.id == done.handed_by))
    return HandedOver("again", rows[0].code, carriages(tx, rows), at=done.handed_at, by=row.name if row else "")


async def _receiver(tx: World, rows: Sequence[Carried]) -> Receiver:
    known = revealed(tx, await tx.work.one(select(students).where(students.c.id == rows[0].student_id)))
    open_ones = [row for row in rows if row.handed_at is None]
    lying = [row.holder_id for row in rows if row.holder_id is not None]
    return Receiver(
        rows[0].code,
        known.name if known else "–",
        known.class_name if known else "–",
        known.guardian if known else "–",
        await school_of(tx, rows[0]),
        carriages(tx, open_ones or rows),
        None if open_ones else max(row.handed_at for row in rows if row.handed_at is not None),
        any(row.tries >= MOST_TRIES for row in open_ones),
        all([await _keeps(tx, unit) for unit in lying]),
        next((photo for row in rows if (photo := photo_for(tx, row.photo))), None),
    )


async def _keeps(tx: World, unit: int) -> bool:
    try:
        await require(tx, unit, *KEEPERS)
    except Refused:
        return False
    return True


async def _paths(tx: World, rows: Sequence[Carried]) -> dict[int, str]:
    wanted = {number for row in rows for number in (row.school_id, row.unit_id)}
    found = await tx.work.rows(select(units.c.id, units.c.path).where(units.c.id.in_(wanted)))
    return {row.id: row.path for row in found}
