"""Who can still be told something: contacts by their numbers, or by the roles they hold for a unit."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from bot.programme.world import World
from bot.storage.tables import contacts, people, roles
from bot.storage.talks import CONTACT, Contact, contact_of


async def reachable(tx: World, wanted: Collection[int]) -> dict[int, Contact]:
    """Contacts by their numbers, without those that cannot be reached any more."""
    if not wanted:
        return {}
    who = select(*CONTACT).join(people, people.c.id == contacts.c.person_id)
    rows = await tx.work.rows(who.where(contacts.c.id.in_(wanted), contacts.c.unreachable.is_(None)))
    return {row.id: contact_of(row) for row in rows}


async def holders(tx: World, unit: int, wanted: Sequence[str]) -> list[Contact]:
    """Who holds one of these roles for this very unit and can be reached, each contact once, by role then oldest."""
    who = (
        select(*CONTACT, roles.c.role)
        .join(people, people.c.id == contacts.c.person_id)
        .join(roles, roles.c.contact_id == contacts.c.id)
        .where(roles.c.drive == tx.drive, roles.c.unit_id == unit, roles.c.role.in_(wanted))
        .where(roles.c.ended_at.is_(None), contacts.c.unreachable.is_(None))
        .order_by(roles.c.id)
    )
    rows = sorted(await tx.work.rows(who), key=lambda row: wanted.index(row.role))
    return list({row.id: contact_of(row) for row in rows}.values())


async def holders_by_unit(tx: World, units: Collection[int], wanted: Sequence[str]) -> dict[int, list[Contact]]:
    """The same for several units at once; none stands there for whom there is nobody."""
    who = (
        select(*CONTACT, roles.c.unit_id)
        .join(people, people.c.id == contacts.c.person_id)
        .join(roles, roles.c.contact_id == contacts.c.id)
        .where(roles.c.drive == tx.drive, roles.c.role.in_(wanted))
        .where(roles.c.ended_at.is_(None), contacts.c.unreachable.is_(None))
        .order_by(roles.c.id)
    )
    found: dict[int, dict[int, Contact]] = {}
    for row in await tx.work.rows(who):
        if row.unit_id in units:
            found.setdefault(row.unit_id, {})[row.id] = contact_of(row)
    return {unit: list(there.values()) for unit, there in found.items()}


async def same_person(tx: World, contact: int) -> bool:
    """Whether a contact belongs to the very person who is talking."""
    row = await tx.work.one(select(contacts.c.person_id).where(contacts.c.id == contact))
    return row is not None and row.person_id == tx.actor.person_id
