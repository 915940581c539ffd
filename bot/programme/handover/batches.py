"""Batches: what a reception hands over to the families of one school, with a slip for each of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, Select, func, select, update

from bot.chat.phrase import Phrase, _, _n
from bot.chat.words import Offer, Refused, deed, fact
from bot.programme import codes
from bot.programme.devices.reception import KEEPERS
from bot.programme.handover.carried import SCHOOLS, Carried, carried, things_of
from bot.programme.handover.slip_codes import slip_code
from bot.programme.people.contacts import holders
from bot.programme.people.roles import require
from bot.programme.people.units import organiser_unit
from bot.programme.students.trail import note
from bot.programme.world import World
from bot.storage.ids import new_id
from bot.storage.rows.handover import StoredBatch
from bot.storage.tables import allocations, batches, deliveries, devices, students, transfers, units

MOST: Final = 150
"""So many things make one batch; what is left makes the next."""


class SchoolWaiting(msgspec.Struct, frozen=True):
    """A school, and how many of its students have something decided that is in no batch yet."""

    school: int
    name: str
    students: int = msgspec.field(name="pupils")


class Batch(msgspec.Struct, frozen=True):
    """A batch as whoever prepares it sees it."""

    number: int
    school: str
    made_at: datetime
    students: int = msgspec.field(name="pupils")
    things: int
    handed: int  # of the things


@fact("handover.to_prepare")
async def to_prepare(tx: World, *, unit: int) -> list[SchoolWaiting]:
    """The schools for which a reception may prepare a batch, those with the most students first."""
    await require(tx, unit, *KEEPERS)
    schools = units.alias("schools")
    counted = func.count(students.c.id.distinct())
    mine = await _ready_at(tx, unit, schools.c.id, schools.c.name, counted)
    mine = mine.join(schools, schools.c.id == students.c.school_id).group_by(schools.c.id, schools.c.name)
    rows = await tx.work.rows(mine.order_by(counted.desc(), schools.c.name))
    return [SchoolWaiting(row[0], row[1], int(row[2])) for row in rows]


@deed("handover.prepare")
async def prepare(tx: World, *, unit: int, school: int) -> Batch:
    """Makes a batch of all that waits for a school, and tells the school; raises Refused where nothing does."""
    await require(tx, unit, *KEEPERS)
    mine = await _ready_at(tx, unit, allocations.c.id, allocations.c.student_id)
    mine = mine.where(students.c.school_id == school).order_by(allocations.c.place, allocations.c.id)
    rows = await tx.work.rows(mine.limit(MOST))
    if not rows:
        raise Refused(_("Nothing waits to be handed over at this school."))
    last = await tx.work.one(select(func.max(batches.c.number)).where(batches.c.drive == tx.drive))
    id, number = new_id(), (last[0] or 0) + 1
    tx.work.add(batches, id=id, drive=tx.drive, number=number, unit_id=unit, school_id=school, made_at=tx.now)
    for row in rows:
        tx.work.add(deliveries, id=new_id(), allocation_id=row.id, batch_id=id, draw=1, tries=0, handed_at=None,
                    handed_by=None, photo=None)  # fmt: skip
    for student in dict.fromkeys(row.student_id for row in rows):
        note(tx, student, "in_batch", number=str(number))
    made = await batch_seen(tx, number=number)
    said: list[Phrase | str] = [
        _n("📦 Hand-over {number}: {n} pupil of your school is given something.",
           "📦 Hand-over {number}: {n} pupils of your school are given something.", made.students, number=number),
        _("Each family gets a slip with a code of four digits, on paper. Whoever receives the thing says the code, and "
          "you confirm it here."),
    ]  # fmt: skip
    for contact in await holders(tx, school, SCHOOLS):
        tx.tell(contact, said, offers=[Offer(_("🤝 Hand over"), "/hand_over")])
    return made


@fact("handover.batch")
async def batch_seen(tx: World, *, number: int) -> Batch:
    """One batch of a reception the actor keeps; raises Refused."""
    batch, rows = await kept_batch(tx, number)
    school = await tx.work.one(select(units.c.name).where(units.c.id == batch.school_id))
    families = len({row.student_id for row in rows})
    handed = sum(row.handed_at is not None for row in rows)
    return Batch(batch.number, school.name, batch.made_at, families, len(rows), handed)


@fact("handover.batches")
async def batches_of(tx: World, *, unit: int, most: int = 8) -> list[Batch]:
    """A reception's batches, the latest first."""
    await require(tx, unit, *KEEPERS)
    mine = select(batches.c.number).where(batches.c.drive == tx.drive, batches.c.unit_id == unit)
    rows = await tx.work.rows(mine.order_by(batches.c.id.desc()).limit(most))
    return [await batch_seen(tx, number=row.number) for row in rows]


async def kept_batch(tx: World, number: int) -> tuple[StoredBatch, list[Carried]]:
    """A batch of a reception the actor keeps, and the things in it that are still bound; raises Refused."""
    mine = (batches.c.drive == tx.drive) & (batches.c.number == number)
    batch: StoredBatch | None = await tx.work.one(select(batches).where(mine))
    if batch is None:
        raise Refused(_("I know no hand-over with the number {number}.", number=number))
    await require(tx, batch.unit_id, *KEEPERS)
    bound = (allocations.c.status != "ended") | deliveries.c.handed_at.is_not(None)
    return batch, await carried(tx, batches.c.id == batch.id, bound)


@fact("handover.slip_of")
async def slip_of(tx: World, *, code: str) -> str:
    """The stored code of a student for whom the actor may draw another slip's code; raises Refused."""
    rows = await things_of(tx, code)
    await require(tx, rows[0].unit_id, *KEEPERS)
    if tx.actor.group:
        raise Refused(_("Everybody in a group could read it. Please ask me in a private chat."))
    if all(row.handed_at is not None for row in rows):
        raise Refused(_("{code} has it already, so no other code is needed.", code=codes.shown(rows[0].code)))
    return rows[0].code


@deed("handover.draw_again")
async def draw_again(tx: World, *, code: str) -> str:
    """Another code for a family whose slip is lost, or who said a wrong one too often; the earlier one counts no more.

    Returns it, for the reception's eyes: they tell the family, not the school.
    """
    rows = await things_of(tx, await slip_of(tx, code=code))
    draw = max(row.draw for row in rows) + 1
    mine = update(deliveries).where(deliveries.c.id.in_([row.id for row in rows]))
    await tx.work.execute(mine.values(draw=draw, tries=0))
    note(tx, rows[0].student_id, "slip_drawn_again", number=str(rows[0].number))
    return slip_code(tx, rows[0].batch_id, rows[0].student_id, draw)


async def _ready_at(tx: World, unit: int, *columns: ColumnElement[Any]) -> Select[Any]:
    """A select of what is decided, in no batch, and lies at a unit or below it; services lie at the organiser's."""
    path = (await tx.work.one(select(units.c.path).where(units.c.id == unit))).path
    here = units.c.path.startswith(path, autoescape=True)
    if (await organiser_unit(tx)).path.startswith(path):
        here |= allocations.c.device_id.is_(None)
    moving = select(transfers.c.id).where(transfers.c.drive == tx.drive, transfers.c.status == "sent")
    return (
        select(*columns)
        .select_from(allocations)
        .join(students, students.c.id == allocations.c.student_id)
        .outerjoin(devices, devices.c.id == allocations.c.device_id)
        .outerjoin(units, units.c.id == devices.c.holder_id)
        .outerjoin(deliveries, deliveries.c.allocation_id == allocations.c.id)
        .where(
            allocations.c.drive == tx.drive,
            allocations.c.status == "decided",
            deliveries.c.id.is_(None),
            here,
            devices.c.transfer_id.is_(None) | devices.c.transfer_id.not_in(moving),
        )
    )
