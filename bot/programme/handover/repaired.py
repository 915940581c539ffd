"""What was broken at a student's and comes out of the workshop: it goes back to them, or what was bound ends."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select, update

from bot.chat.phrase import _
from bot.chat.words import Offer
from bot.programme import codes
from bot.programme.devices.care import on_state
from bot.programme.handover.carried import SCHOOLS, carriages, carried, things_named
from bot.programme.people.contacts import holders
from bot.programme.people.units import name_of
from bot.programme.students.trail import note
from bot.programme.world import World
from bot.storage.rows.devices import StoredDevice
from bot.storage.tables import allocations, deliveries, devices, follow_ups

GONE: Final = ("parts", "withdrawn")


@on_state
async def back_to_its_student(tx: World, device: StoredDevice, state: str) -> str:
    """A device that is ready again is its student's; one that will never be ends what was bound. Returns its state."""
    theirs = allocations.c.status == "handed_over", deliveries.c.handed_at.is_not(None), devices.c.id == device.id
    rows = await carried(tx, *theirs) if state in ("ready", *GONE) else []
    if not rows:
        return state
    [row] = rows
    values = {"code": codes.shown(row.code), "thing": things_named(carriages(tx, rows))}
    if state in GONE:
        ended = {"status": "ended", "ended_at": tx.now, "ended_by": tx.actor.id, "end_reason": "broken"}
        await tx.work.execute(update(allocations).where(allocations.c.id == row.allocation_id).values(**ended))
        note(tx, row.student_id, "allotment_ended", need=row.need, why="broken")
        said, offers = _("⚠️ {code}: {thing} cannot be repaired. Please tell the family.", **values), []
    else:
        told = select(follow_ups.c.id).where(
            follow_ups.c.allocation_id == row.allocation_id, follow_ups.c.answer == "broken"
        )
        question = await tx.work.one(told.order_by(follow_ups.c.day.desc()))
        said = _("🔧 {code}: {thing} is repaired. Please have it fetched at {place}, and tell me once it is in use.",
                 place=await name_of(tx, device.holder_id), **values)  # fmt: skip
        offers = [Offer(_("✅ In use"), f"/theodoi {question.id} in_use")] if question is not None else []
    for contact in await holders(tx, row.school_id, SCHOOLS):
        tx.tell(contact, [said], offers=offers)
    return state if state in GONE else "matched"
