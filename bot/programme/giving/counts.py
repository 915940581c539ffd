"""How many have pledged something; who they are stays with them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import bindparam, func, select

from bot.programme.world import World
from bot.storage.tables import pledges

_DONORS: Final = select(func.count(func.distinct(pledges.c.contact_id))).where(
    pledges.c.drive == bindparam("drive"), pledges.c.status != "cancelled"
)


async def count(tx: World) -> int:
    """Donors with a pledge that stands, each once."""
    row = await tx.work.one(_DONORS, {"drive": tx.drive})
    return int(row[0])
