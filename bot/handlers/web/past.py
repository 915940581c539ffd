"""What was said in a chat before: how the database tells the page its history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

import msgspec

from bot.chat.kind import File
from bot.messages import Button


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """One message of the past, the bot's or the person's own (`mine`)."""

    id: int  # the bot's: Outgoing.id, of the first where later ones took its place; the person's own: any number
    mine: bool
    text: str  # the bot's: light markup as in Outgoing; the person's own: as typed
    at: datetime
    buttons: Sequence[Button] = ()
    picture: dict[str, Any] | None = None  # the bot's: the recipe
    document: dict[str, Any] | None = None
    changes: Sequence[int] = ()  # the bot's: the ids of those that took its place, oldest first; the last one is told
    changed: datetime | None = None  # when the last did
    key: str = ""  # the person's own: Incoming.id
    button: str | None = None  # the person's own: the data of the button that was pressed
    sent: File | None = None  # the person's own: the photo or document


class History(Protocol):
    """How the past is asked for."""

    async def __call__(self, address: str, before: int | None, limit: int, since: int = 0) -> Sequence[Past]:
        """The talk, oldest first.

        Up to `limit` of the bot's messages with an id below `before` (None: the newest), and what the person sent
        between and after them, as far as the message `before`; where the bot's first message is among them, also what
        came before it. With `since`: only those of the bot's below `before` whose place another took after that one.
        """
        ...
