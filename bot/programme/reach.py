"""Contacts to be told something, read together with what was last offered to them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import select

from bot.programme.world import World
from bot.storage.tables import contacts, people
from bot.storage.talks import Contact, read_offers

CONTACT: Final[tuple[Any, ...]] = (
    contacts.c.id,
    contacts.c.address,
    contacts.c.channel,
    contacts.c.chat,
    contacts.c.person_id,
    people.c.name,
    contacts.c.language,
    contacts.c.group_chat,
    contacts.c.offers,
    contacts.c.unreachable,
)
"""The columns of a contact, for a query that joins contacts and people."""


def contact_of(row: Any) -> Contact:
    """The contact of a row that begins with CONTACT."""
    id, address, channel, chat, person, name, language, group, offers, unreachable = row[: len(CONTACT)]
    return Contact(id, address, channel, chat, person, name, language, group, read_offers(offers), unreachable)


async def reachable(tx: World, wanted: Collection[int]) -> dict[int, Contact]:
    """Contacts by their numbers, without those that cannot be reached any more."""
    if not wanted:
        return {}
    who = select(*CONTACT).join(people, people.c.id == contacts.c.person_id)
    rows = await tx.work.rows(who.where(contacts.c.id.in_(wanted), contacts.c.unreachable.is_(None)))
    return {row.id: contact_of(row) for row in rows}
