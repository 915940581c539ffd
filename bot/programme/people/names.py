"""What we know of the person talking."""

from __future__ import annotations

from sqlalchemy import select

from bot.chat.words import fact
from bot.programme.world import World
from bot.storage.tables import pledges


@fact("people.my_name")
async def my_name(tx: World) -> str:
    """The name under which the actor gave last, else what their messenger calls them; empty where neither is known."""
    given = select(pledges.c.donor_name).where(pledges.c.contact_id == tx.actor.id, pledges.c.donor == "self")
    last = await tx.work.one(given.order_by(pledges.c.id.desc()).limit(1))
    return last.donor_name if last is not None and last.donor_name else tx.actor.name
