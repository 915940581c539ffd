"""How many have promised something; who they are stays with them."""

from __future__ import annotations

from sqlalchemy import func, select

from bot.programme.world import World
from bot.storage.tables import pledges


async def count(tx: World) -> int:
    """Givers with a promise that stands, each once."""
    statement = select(func.count(func.distinct(pledges.c.contact_id)))
    row = await tx.work.one(statement.where(pledges.c.drive == tx.drive, pledges.c.status != "cancelled"))
    return int(row[0])
