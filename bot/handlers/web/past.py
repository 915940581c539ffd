"""What was said in a chat before: how the database tells the page its history."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from bot.chat.kind import File
from bot.messages import Button


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """One message of the past, the bot's or the person's own (`mine`)."""

    id: int  # the bot's: Outgoing.id; the person's own: any number
    mine: bool
    text: str  # the bot's: light markup as in Outgoing; the person's own: as typed
    at: datetime
    buttons: Sequence[Button] = ()
    picture: dict[str, Any] | None = None  # the bot's: the recipe
    document: dict[str, Any] | None = None
    key: str = ""  # the person's own: Incoming.id
    button: str | None = None  # the person's own: the data of the button that was pressed
    sent: File | None = None  # the person's own: the photo or document


History = Callable[[str, int | None, int], Awaitable[Sequence[Past]]]
"""(address, before, limit) → the talk, oldest first.

Up to `limit` of the bot's messages with an id below `before` (None: the newest), and what the person sent between
and after them, as far as the message `before`; where the bot's first message is among them, also what came before it.
"""
