"""What waits for somebody: proposals for their second person, and things bound to students who have left the list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from bot.chat.phrase import _, given
from bot.chat.words import Offer
from bot.messages import Incoming
from bot.programme import codes
from bot.programme.allocation.free_things import organiser
from bot.programme.allocation.rounds import PROPOSERS
from bot.programme.allocation.suiting import NEED_NAMES
from bot.programme.allocation.telling import DECIDERS, ITEM, asks_to_confirm, name_of_thing
from bot.programme.calendar.every_day import every_day, since_opened
from bot.programme.calendar.occasions import Due, occasion
from bot.programme.people.contacts import holders
from bot.programme.plan import Plan
from bot.programme.world import World
from bot.storage.tables import allocation_rounds as rounds
from bot.storage.tables import allocations, contacts, devices, pledge_services, students

AT: Final = 8  # o'clock
PATIENCE: Final = timedelta(hours=1)
"""Whoever was asked to confirm less than this ago is not asked once more."""
MOST: Final = 3
"""So many of each sort are told of in a morning, the oldest first."""


def waiting_times(plan: Plan, after: datetime, until: datetime) -> Iterator[Due]:
    """Every morning since the drive opened, also after its close."""
    if plan.students is not None:
        for at in every_day(plan, AT, 0, since_opened(plan, after), until):
            yield Due(at, f"allocation_waiting:{plan.slug}:{at:%Y-%m-%d}", "allocation_waiting", plan.slug)


@occasion("allocation_waiting", times=waiting_times, writes=True)
async def remind_of_waiting(tx: World, _update: Incoming) -> None:
    """Tells whoever may sign what can be signed, and the office what is bound to nobody who may have it."""
    signers = await holders(tx, await organiser(tx), DECIDERS)
    ready = (rounds.c.status == "proposed") & (rounds.c.objections_until <= tx.now)
    whole = select(rounds, contacts.c.person_id).join(contacts, contacts.c.id == rounds.c.proposed_by)
    for row in await tx.work.rows(whole.where(rounds.c.drive == tx.drive, ready).order_by(rounds.c.id)):
        said = _("⚖️ Round {number} ({needs}) can be decided now: nobody may object any more.", number=row.number,
                 needs=NEED_NAMES[row.need])  # fmt: skip
        for contact in signers:
            if contact.person_id != row.person_id:
                tx.tell(contact, [said], offers=[Offer(_("⚖️ Allot"), "/allot")])
    told = (
        select(allocations.c.id, allocations.c.place, students.c.code, contacts.c.person_id, ITEM)
        .join(students, students.c.id == allocations.c.student_id)
        .join(rounds, rounds.c.id == allocations.c.round_id)
        .join(contacts, contacts.c.id == allocations.c.proposed_by)
        .outerjoin(devices, devices.c.id == allocations.c.device_id)
        .outerjoin(pledge_services, pledge_services.c.pledge_id == allocations.c.pledge_id)
        .where(allocations.c.drive == tx.drive)
        .order_by(allocations.c.id)
        .limit(MOST)
    )
    asked = allocations.c.made_at <= tx.now - PATIENCE
    single = (allocations.c.status == "proposed") & (rounds.c.status == "decided") & asked
    for row in await tx.work.rows(told.where(single)):
        for contact in signers:
            if contact.person_id != row.person_id:
                asks_to_confirm(tx, contact, row.id, row.item, row.code, row.place)
    lost = (allocations.c.status == "decided") & (students.c.status != "approved")
    for row in await tx.work.rows(told.where(lost)):
        said = _("⚠️ {thing} is bound to {code}, who is no longer on the list.",
                 thing=given(name_of_thing(tx, row.item)), code=codes.shown(row.code))  # fmt: skip
        for contact in await holders(tx, await organiser(tx), PROPOSERS):
            tx.tell(contact, [said], offers=[Offer(_("Pass it on"), f"/chuyenem {row.id}")])
