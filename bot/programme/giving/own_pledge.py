"""A pledge of whoever is talking, found by its code."""

from __future__ import annotations

from sqlalchemy import select

from bot.programme import codes
from bot.programme.world import World
from bot.storage.rows.giving import StoredPledge
from bot.storage.tables import pledges


async def own_pledge(tx: World, code: str) -> StoredPledge | None:
    """The actor's own pledge of this drive with a code; None where there is none."""
    stored = codes.read_code(code, tx.plan.code_prefix) or ""
    mine = (pledges.c.code == stored) & (pledges.c.contact_id == tx.actor.id) & (pledges.c.drive == tx.drive)
    row: StoredPledge | None = await tx.work.one(select(pledges).where(mine))
    return row
