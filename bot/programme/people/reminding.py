"""Reminding people: each reminder ends as sent, suppressed (why) or failed (why), and is written down."""

from __future__ import annotations

from typing import Any

from bot.chat.phrase import Lines
from bot.chat.words import Offer
from bot.messages import Lane
from bot.programme.world import World
from bot.storage.ids import new_id
from bot.storage.tables import reminders
from bot.storage.talks import Contact


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
