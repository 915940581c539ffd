"""The digest as one message: its lines and its picture, for whoever may read it."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from bot.chat.words import fact
from bot.programme.people.roles import held_by
from bot.programme.reporting import digest, reminders
from bot.programme.reporting.digest import Digest
from bot.programme.world import World

READERS: Final = frozenset({"official", "manager", "coordinator", "accountant", "reviewer", "media", "supervisor"})


class Ready(msgspec.Struct, frozen=True):
    """A digest, and the recipe of its picture."""

    digest: Digest
    picture: dict[str, Any]


@fact("digest.now")
async def digest_now(tx: World) -> Ready | None:
    """The digest as of now; None for somebody who is not to have it."""
    if not READERS & {held.role for held in await held_by(tx, tx.actor.person_id)}:
        return None
    found = await digest.compose(tx)
    return Ready(found, reminders.chart(tx, found, tx.actor.language))
