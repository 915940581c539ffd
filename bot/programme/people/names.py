"""What we know of the person talking."""

from __future__ import annotations

from typing import Final

from sqlalchemy import bindparam, select

from bot.chat.words import fact
from bot.programme.world import World
from bot.storage.tables import pledges

_LAST: Final = (
    select(pledges.c.donor_name)
    .where(pledges.c.contact_id == bindparam("contact"), pledges.c.donor == "self")
    .order_by(pledges.c.id.desc())
    .limit(1)
)


@fact("people.my_name")
async def my_name(tx: World) -> str:
    """The name under which the actor gave last, else what their messenger calls them; empty where neither is known."""
    me = tx.actor.id
    last = await tx.work.found(_LAST, [{"contact": me}], among=lambda pledge: pledge["contact_id"] == me)
    return (last[0].donor_name if last else "") or tx.actor.name
