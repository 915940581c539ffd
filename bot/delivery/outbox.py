"""The outbox as the sender needs it: what waits, how each delivery ended, and what was sent before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Protocol

import msgspec

from bot.messages import Outgoing


class WaitingMessage(msgspec.Struct, frozen=True):
    """A row of the outbox that is still to be carried out."""

    message: Outgoing
    tries: int = 0
    not_before: datetime | None = None
    made_at: datetime | None = None


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """How one delivery ended.

    sent: with the messenger's id. dead: will not be tried again. queued: failed for now, not to be tried before
    `not_before`, or (`moved`) the chat has a new id, which its contact and its other rows should get too.
    `gone`: nothing reaches this chat any more; `perhaps_gone`: the same once it has been so for a day. `unknown`: an
    answer was lost, so it may have arrived more than once or, if it is dead, may have arrived all the same.
    """

    id: int
    channel: str
    chat: str
    state: Literal["sent", "dead", "queued"]
    provider_id: str = ""
    why: str = ""
    tries: int = 0
    not_before: datetime | None = None
    gone: bool = False
    perhaps_gone: bool = False
    unknown: bool = False
    moved: str = ""


class OutboxRow(msgspec.Struct, frozen=True):
    """A row of the outbox, whatever became of it; `provider_id` is empty where it was never sent."""

    message: Outgoing
    provider_id: str = ""


class Outbox(Protocol):
    """The outbox table, as the sender needs it."""

    async def waiting(self) -> Sequence[WaitingMessage]:
        """All rows still queued, in the order in which they were made."""
        ...

    async def settle(self, results: Sequence[Settled]) -> None:
        """Writes results down, all in one transaction; a message may occur more than once, the last one counts."""
        ...

    async def kept(self, number: int) -> OutboxRow | None:
        """The row of a message; None where there is none any more."""
        ...
