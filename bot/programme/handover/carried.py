"""One student's things in one batch, as everything about hand-overs reads them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Protocol

import msgspec
from sqlalchemy import ColumnElement, Select, select

from bot.chat.phrase import Phrase, _, given, joined
from bot.chat.words import Refused
from bot.programme import codes
from bot.programme.allocation.telling import ITEM, name_of_thing
from bot.programme.devices.intake import tag_prefix
from bot.programme.devices.reception import KEEPERS
from bot.programme.giving.bought import givers_of
from bot.programme.people.roles import require
from bot.programme.students.registering import PREFIX
from bot.programme.world import World
from bot.storage.tables import allocations, batches, deliveries, devices, pledge_services, students, units

SCHOOLS: Final = ("school_contact",)


class Carriage(msgspec.Struct, frozen=True):
    """One thing for a family as people read it; `tag` is empty for what has none, `sort` as the catalogue sorts it."""

    name: dict[str, str]
    tag: str
    sort: str


class Carried(Protocol):
    """One thing of a batch: its hand-over, whose it is, and what it is; `tag` and `holder_id` of a device alone."""

    id: int
    allocation_id: int
    batch_id: int
    draw: int
    tries: int
    handed_at: datetime | None
    handed_by: int | None
    photo: str | None
    number: int  # of the batch
    unit_id: int  # that hands over
    student_id: int
    code: str
    school_id: int
    need: str
    status: str
    device_id: int | None
    tag: str | None
    holder_id: int | None
    service_id: int | None  # the pledge it is one of the quota of
    item: str


CARRIED: Final[Select[Any]] = (
    select(
        deliveries,
        batches.c.number,
        batches.c.unit_id,
        allocations.c.student_id,
        allocations.c.need,
        allocations.c.status,
        allocations.c.device_id,
        students.c.code,
        students.c.school_id,
        devices.c.tag,
        devices.c.holder_id,
        allocations.c.pledge_id.label("service_id"),
        ITEM,
    )
    .join(batches, batches.c.id == deliveries.c.batch_id)
    .join(allocations, allocations.c.id == deliveries.c.allocation_id)
    .join(students, students.c.id == allocations.c.student_id)
    .outerjoin(devices, devices.c.id == allocations.c.device_id)
    .outerjoin(pledge_services, pledge_services.c.pledge_id == allocations.c.pledge_id)
)


async def carried(tx: World, *where: ColumnElement[bool]) -> list[Carried]:
    """Things of batches, by batch, then in the order in which they were bound."""
    order = (deliveries.c.batch_id, deliveries.c.id)
    mine: Any = await tx.work.rows(CARRIED.where(batches.c.drive == tx.drive, *where).order_by(*order))
    return list(mine)


async def things_of(tx: World, what: str) -> list[Carried]:
    """One student's things in one batch, by a device's tag or the student's code as it was typed; raises Refused.

    Of several batches it is the last one in which something waits still, else the last one.
    """
    tag, code = codes.read_code(what, tag_prefix(tx.plan.code_prefix)), codes.read_code(what, PREFIX)
    if tag is not None:
        mine = await carried(tx, devices.c.tag == tag, allocations.c.status != "ended")
        both = deliveries.c.batch_id.in_([row.batch_id for row in mine])
        rows = await carried(tx, both, students.c.id.in_([row.student_id for row in mine]))
    elif code is not None:
        rows = await carried(tx, students.c.code == code)
    else:
        raise Refused(_("{typed} is neither a tag nor the code of a pupil. Please compare it with the label, or with "
                        "the slip.", typed=what[:20]))  # fmt: skip
    if not rows:
        raise Refused(_("Nothing is being handed over under {code}.", code=codes.shown(tag or code or "")))
    await require_giver(tx, rows[-1])
    open_ones = [row.batch_id for row in rows if row.handed_at is None and row.status == "decided"]
    batch = (open_ones or [row.batch_id for row in rows])[-1]
    return [row for row in rows if row.batch_id == batch]


async def require_giver(tx: World, row: Carried) -> None:
    """Refuses whoever hands nothing over there: that is for the student's school, and the reception it comes from."""
    try:
        await require(tx, row.school_id, *SCHOOLS)
    except Refused:
        await require(tx, row.unit_id, *KEEPERS)


async def givers_of_things(tx: World, rows: Sequence[Carried]) -> list[int]:
    """The gifts the things came from, also those of money that bought them; by their numbers."""
    mine = [row.device_id for row in rows if row.device_id is not None]
    found = {row.service_id for row in rows if row.service_id is not None}
    for device in await tx.work.rows(select(devices).where(devices.c.id.in_(mine))) if mine else ():
        found.update(await givers_of(tx, device))
    return sorted(found)


async def school_of(tx: World, row: Carried) -> str:
    """The name of the student's school."""
    found = await tx.work.one(select(units.c.name).where(units.c.id == row.school_id))
    return str(found.name)


def carriages(tx: World, rows: Sequence[Carried]) -> list[Carriage]:
    """The things as people read them."""
    return [Carriage(name_of_thing(tx, row.item), row.tag or "", _sort(tx, row.item)) for row in rows]


def things_named(things: Sequence[Carriage]) -> Phrase:
    """All of the things in a few words, devices with their tags."""
    return joined([_("{thing} ({tag})", thing=given(one.name), tag=codes.shown(one.tag)) if one.tag
                   else given(one.name) for one in things])  # fmt: skip


def _sort(tx: World, item: str) -> str:
    return next((one.sort for one in tx.plan.catalogue if one.key == item), "")
