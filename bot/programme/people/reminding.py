"""Reminding people: each reminder ends as sent, suppressed (why) or failed (why), and is written down."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select

from bot.chat.phrase import Lines
from bot.chat.words import Offer
from bot.messages import Incoming, Lane
from bot.programme.calendar.occasions import Due
from bot.programme.people.units import successors
from bot.programme.world import World
from bot.storage.ids import new_id
from bot.storage.tables import contacts, people, reminders, roles
from bot.storage.talks import CONTACT, Contact, contact_of

STALE_AFTER: Final = timedelta(hours=1)
"""A reminder that could not go out by this long after the deadline, or after its own later hour, does not go out."""


def remind(
    tx: World,
    occasion: str,
    about: str,
    contact: Contact,
    said: Lines,
    offers: list[Offer],
    picture: dict[str, Any] | None = None,
    lane: Lane = Lane.NOTICE,
) -> None:
    """Reminds a contact, and notes that it was sent, or why it cannot be."""
    if contact.unreachable is not None:
        return note(tx, occasion, about, contact.id, "failed", contact.unreachable)
    message = tx.tell(contact, said, lane=lane, offers=offers, picture=picture)
    note(tx, occasion, about, contact.id, "sent", None, message)


def note(
    tx: World, occasion: str, about: str, contact: int | None, state: str, why: str | None, message: int | None = None
) -> None:
    """Writes down what became of a reminder."""
    tx.work.add(
        reminders,
        id=new_id(),
        occasion=occasion,
        drive=tx.drive,
        about=about,
        contact_id=contact,
        state=state,
        why=why,
        outbox_id=message,
        at=tx.now,
    )


def too_late(tx: World, update: Incoming, due: datetime) -> str:
    """Why a reminder of what was due at a moment does not go out any more; empty while it does."""
    return "stale" if tx.now > max(due, update.at) + STALE_AFTER else ""


def made_up_for(tx: World, update: Incoming, planned: Iterable[Due], alike: Collection[str]) -> str:
    """Why a reminder does not go out where a later one of those planned, alike in this, is due too after an outage."""
    this = (update.at, update.id)
    later = any(
        this < (one.at, one.key) and one.at <= tx.now and all(one.about[key] == update.about[key] for key in alike)
        for one in planned
    )
    return "made up for by a later one" if later else ""


async def reminded_by_unit(tx: World, wanted: Sequence[str]) -> dict[int, list[Contact]]:
    """Who is reminded for each unit, oldest first, also those who cannot be reached: whoever holds one of these roles
    for it, or for a unit in whose place it stands."""
    statement = (
        select(*CONTACT, roles.c.unit_id)
        .join(contacts, contacts.c.id == roles.c.contact_id)
        .join(people, people.c.id == contacts.c.person_id)
        .where(roles.c.drive == tx.drive, roles.c.role.in_(wanted), roles.c.ended_at.is_(None))
        .order_by(roles.c.id)
    )
    heirs = await successors(tx)
    found: dict[int, dict[int, Contact]] = {}
    for row in await tx.work.rows(statement):
        for unit in {row.unit_id, heirs.get(row.unit_id, row.unit_id)}:
            found.setdefault(unit, {}).setdefault(row.id, contact_of(row))
    return {unit: list(reached.values()) for unit, reached in found.items()}
