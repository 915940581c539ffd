"""Photos that people sent: each is kept by the messenger it came by."""

from __future__ import annotations

from bot.programme.world import World


def photo_for(tx: World, photo: str | None) -> str | None:
    """A photo's place, if the actor is on the messenger that keeps it."""
    return photo if (photo or "").startswith(f"{tx.actor.channel}:") else None
