"""A pledge of whoever is talking, found by its code."""

from __future__ import annotations

from sqlalchemy import select

from bot.chat.phrase import _
from bot.chat.words import Refused
from bot.programme import codes
from bot.programme.world import World
from bot.storage.rows.giving import StoredPledge
from bot.storage.tables import pledges


async def own_pledge(tx: World, code: str, *, anywhere: bool = False) -> StoredPledge | None:
    """The actor's own pledge with a code, of this drive or with `anywhere` of any; None where there is none."""
    stored = codes.read_code(code, tx.plan.code_prefix) or ""
    mine = select(pledges).where(pledges.c.code == stored, pledges.c.contact_id == tx.actor.id)
    row: StoredPledge | None = await tx.work.one(mine if anywhere else mine.where(pledges.c.drive == tx.drive))
    return row


async def require_own_pledge(tx: World, code: str, *, anywhere: bool = False) -> StoredPledge:
    """The same; raises Refused where there is none."""
    row = await own_pledge(tx, code, anywhere=anywhere)
    if row is None:
        raise Refused(_("I can't find a gift of yours with the code {code}.", code=code[:20] or "–"))
    return row
