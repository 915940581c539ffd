"""Students for whom something is decided, without the round that led there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update

from bot.programme.allocation.rounds import begin_round, under_way
from bot.programme.giving import journey
from bot.storage.ids import new_id
from bot.storage.tables import allocation_rounds, allocations, contacts, devices, pledges, students
from tests.support import pupils
from tests.support.books import acting
from tests.support.rig import Rig


async def decided(
    rig: Rig,
    how_many: int = 1,
    item: str = "tablet",
    *,
    gift: str = "",
    line: bool = False,
    school: str = pupils.SCHOOL,
) -> list[str]:
    """So many students to each of whom a device of a kind is bound, for `line` with a SIM card; their codes."""
    codes = await pupils.approved(rig, how_many, line=line, school=school)
    await binds(rig, "device", codes, await pupils.ready(rig, item, how_many, gift=gift))
    if line:
        await binds(rig, "line", codes, await pupils.ready(rig, "sim", how_many))
    return codes


async def binds(rig: Rig, need: str, codes: Sequence[str], tags: Sequence[str]) -> None:
    """Decides that each of these students is given one of these devices."""
    async with acting(rig, "coordinator") as tx:
        if await under_way(tx, need) is None:
            await begin_round(tx, need)
        round = await under_way(tx, need)
        assert round is not None
        second = await tx.work.one(select(contacts.c.id).where(contacts.c.address == rig.address("manager")))
        for place, (code, tag) in enumerate(zip(codes, tags, strict=True), 1):
            student = await tx.work.one(select(students.c.id).where(students.c.code == code))
            device = await tx.work.one(select(devices.c.id, devices.c.pledge_id).where(devices.c.tag == tag))
            bound: dict[str, Any] = {"student_id": student.id, "device_id": device.id, "place": place}
            tx.work.add(allocations, id=new_id(), drive=tx.drive, round_id=round.id, need=need, pledge_id=None,
                        part=None, way="order", override=None, words=None, salt=b"salt", status="decided",
                        proposed_by=tx.actor.id, decided_by=second.id, made_at=tx.now, decided_at=tx.now,
                        ended_at=None, ended_by=None, end_reason=None, **bound)  # fmt: skip
        await tx.work.execute(update(devices).where(devices.c.tag.in_(tags)).values(status="matched"))
        ended = {"status": "decided", "closed_at": tx.now, "mark": "00", "mark_number": 1,
                 "proposed_by": tx.actor.id, "decided_by": second.id, "decided_at": tx.now}  # fmt: skip
        await tx.work.execute(update(allocation_rounds).where(allocation_rounds.c.id == round.id).values(**ended))
        gifts = select(pledges.c.id).join(devices, devices.c.pledge_id == pledges.c.id).where(devices.c.tag.in_(tags))
        await journey.moved(tx, [row.id for row in await tx.work.rows(gifts.distinct())])
