"""Who hears of an order, of a decision, and of what changes afterwards: schools, whoever may sign, and donors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from sqlalchemy import func, select

from bot.chat.phrase import Phrase, _, _n, given
from bot.chat.words import Offer
from bot.programme import codes
from bot.programme.allocation.free_things import organiser
from bot.programme.allocation.suiting import NEED_NAMES
from bot.programme.people.contacts import holders, holders_by_unit
from bot.programme.world import World
from bot.storage.rows.allocation import StoredRound
from bot.storage.tables import allocation_places as places
from bot.storage.tables import allocations, devices, pledge_services, students
from bot.storage.talks import Contact

DECIDERS: Final = ("manager", "coordinator", "reviewer", "official")
"""Who may sign what somebody else has proposed, for the organiser."""
SCHOOLS: Final = ("school_contact",)
SHOWN: Final = 10
"""So many students of a school are named one by one."""
PATH: Final = "/phanbo"
"""Where the orders are public."""


ITEM: Final = func.coalesce(devices.c.item, pledge_services.c.item, "").label("item")
"""The kind of thing of an allocation, where a query joins both tables."""


class Allotted(NamedTuple):
    """One student of an order, and the kind of thing they are given; nothing where they wait."""

    place: int
    student: int
    code: str
    item: str


async def tell_proposal(tx: World, round: StoredRound) -> None:
    """Shows each school where its students stand, and asks for a second signature."""
    values = {"number": round.number, "needs": NEED_NAMES[round.need]}
    until = _("Proposed, not decided yet. If something is not right, you can object until {at}.",
              at=round.objections_until)  # fmt: skip
    if round.objections_until is None or round.objections_until <= tx.now:
        until = _("Proposed, not decided yet. If something is not right, tell the organiser soon.")
    for contacts, mine in await _by_school(tx, round.id, "proposed"):
        head = _n("📋 The order of round {number} ({needs}) is public: {n} pupil of your school stands in it.",
                  "📋 The order of round {number} ({needs}) is public: {n} pupils of your school stand in it.",
                  len(mine), **values)  # fmt: skip
        why = Offer(_("❓ Why this place?"), f"/visao {mine[0].code}")
        object_ = Offer(_("✋ Object"), f"/appeal {mine[0].code}" if len(mine) == 1 else "/appeal")
        for contact in contacts:
            tx.tell(contact, [head, *_lines(tx, mine), until, *_link(tx)], offers=[why, object_])
    asked = _("⚖️ Round {number} ({needs}) is proposed and waits for a second person. You may sign it from {at} on.",
              at=round.objections_until, **values)  # fmt: skip
    for contact in await signers(tx):
        tx.tell(contact, [asked], offers=[Offer(_("⚖️ Allot"), "/allot")])


async def tell_decision(tx: World, round: StoredRound) -> None:
    """Tells each school which of its students are given something."""
    for contacts, all_of_them in await _by_school(tx, round.id, "decided"):
        mine = [one for one in all_of_them if one.item]
        if not mine:
            continue
        head = _n("🎉 Round {number} ({needs}) is decided: {n} pupil of your school is given something.",
                  "🎉 Round {number} ({needs}) is decided: {n} pupils of your school are given something.",
                  len(mine), number=round.number, needs=NEED_NAMES[round.need])  # fmt: skip
        then = _("Please tell the families. You will hear when and how it is handed over.")
        for contact in contacts:
            tx.tell(contact, [head, *_lines(tx, mine), then])


async def tell_changes(tx: World, round: StoredRound, earlier: Mapping[int, str]) -> None:
    """Tells the schools of those students for whom something else is proposed now than `earlier`, by student."""
    for contacts, mine in await _by_school(tx, round.id, "proposed"):
        changed = [one for one in mine if one.item != earlier.get(one.student, "")]
        if not changed:
            continue
        head = _n("📋 Round {number} ({needs}) has changed for {n} pupil of your school; the order is the same.",
                  "📋 Round {number} ({needs}) has changed for {n} pupils of your school; the order is the same.",
                  len(changed), number=round.number, needs=NEED_NAMES[round.need])  # fmt: skip
        why = Offer(_("❓ Why this place?"), f"/visao {changed[0].code}")
        for contact in contacts:
            tx.tell(contact, [head, *_lines(tx, changed)], offers=[why])


async def items_of(tx: World, round: int, status: str) -> dict[int, str]:
    """What each student of a round is given that has this status, by the catalogue's keys."""
    return {one.student: one.item for _contacts, mine in await _by_school(tx, round, status) for one in mine}


async def tell_school_of(tx: World, student: int, said: Sequence[Phrase | str], offers: Sequence[Offer] = ()) -> None:
    """Tells the school of one student something."""
    row = await tx.work.one(select(students.c.school_id).where(students.c.id == student))
    for contact in await holders(tx, row.school_id, SCHOOLS):
        tx.tell(contact, said, offers=offers)


def asks_to_confirm(tx: World, to: Contact, allocation: int, item: str, code: str, place: int) -> None:
    """Asks somebody to confirm what is proposed for one student after the round."""
    said = _("⚖️ {thing} is to go to {code}, place {place} of the same order. It takes a second person.",
             thing=given(name_of_thing(tx, item)), code=codes.shown(code), place=place)  # fmt: skip
    offers = [Offer(_("✅ Confirm"), f"/xacnhanphanbo {allocation}"), Offer(_("Decline"), f"/khongphanbo {allocation}")]
    tx.tell(to, [said], offers=offers)


async def signers(tx: World) -> list[Contact]:
    """Who may sign what the actor proposes."""
    found = await holders(tx, await organiser(tx), DECIDERS)
    return [one for one in found if one.person_id != tx.actor.person_id]


async def _by_school(tx: World, round: int, status: str) -> list[tuple[list[Contact], list[Allotted]]]:
    """Who is to be told of a school's students in a round, with what they are given that has this status."""
    same = (allocations.c.round_id == places.c.round_id) & (allocations.c.student_id == places.c.student_id)
    statement = (
        select(places.c.place, students.c.id, students.c.code, students.c.school_id, ITEM)
        .join(students, students.c.id == places.c.student_id)
        .outerjoin(allocations, same & (allocations.c.status == status))
        .outerjoin(devices, devices.c.id == allocations.c.device_id)
        .outerjoin(pledge_services, pledge_services.c.pledge_id == allocations.c.pledge_id)
        .where(places.c.round_id == round)
        .order_by(places.c.place)
    )
    found: dict[int, list[Allotted]] = {}
    for row in await tx.work.rows(statement):
        found.setdefault(row.school_id, []).append(Allotted(row.place, row.id, row.code, row.item))
    contacts = await holders_by_unit(tx, found.keys(), SCHOOLS)
    return [(contacts.get(school, []), mine) for school, mine in found.items()]


def _lines(tx: World, mine: Sequence[Allotted]) -> list[Phrase | str]:
    lines: list[Phrase | str] = []
    for one in mine[:SHOWN]:
        code = codes.shown(one.code)
        if one.item:
            lines.append(_("{place}. {code}: {thing}", place=one.place, code=code, thing=name_of_thing(tx, one.item)))
        else:
            lines.append(_("{place}. {code}: waits", place=one.place, code=code))
    if len(mine) > SHOWN:
        lines.append(_n("and {n} more pupil", "and {n} more pupils", len(mine) - SHOWN))
    return lines


def name_of_thing(tx: World, item: str) -> dict[str, str]:
    """What the plan calls a kind of thing."""
    return next((one.name for one in tx.plan.catalogue if one.key == item), {"": item})


def _link(tx: World) -> list[Phrase | str]:
    return [_("Everybody can recompute it: {link}", link=f"{tx.site}{PATH}")] if tx.site else []
