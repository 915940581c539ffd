"""What the tests of conduct share: the words they wait for, and what is open."""

from __future__ import annotations

from sqlalchemy import select

from bot.storage.tables import talks
from tests.support.rig import Rig

MENU = "What would you like to do?"
NO_LIST = f"That number belongs to no list that is open. Please choose here:\n{MENU}"
UPDATED = "This conversation has been updated. Please start it again; what you confirmed is kept."


async def open_talks(rig: Rig) -> list[str]:
    return [row.flow for row in await rig.rows(select(talks.c.flow).where(talks.c.status == "open"))]


async def status(rig: Rig, flow: str = "counting") -> str:
    found = await rig.rows(select(talks.c.status).where(talks.c.flow == flow))
    assert len(found) == 1
    return str(found[0].status)
