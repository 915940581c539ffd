"""Who can still be told something, by the numbers of their contacts."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from bot.programme.world import World
from bot.storage.tables import contacts, people
from bot.storage.talks import CONTACT, Contact, contact_of


async def reachable(tx: World, wanted: Collection[int]) -> dict[int, Contact]:
    """Contacts by their numbers, without those that cannot be reached any more."""
    if not wanted:
        return {}
    who = select(*CONTACT).join(people, people.c.id == contacts.c.person_id)
    rows = await tx.work.rows(who.where(contacts.c.id.in_(wanted), contacts.c.unreachable.is_(None)))
    return {row.id: contact_of(row) for row in rows}
