"""What we know of the person talking."""

from __future__ import annotations

from bot.chat.words import fact
from bot.programme.world import World


@fact("people.my_name")
async def my_name(tx: World) -> str:
    """What the actor's messenger calls them; empty where it does not say."""
    return tx.actor.name
