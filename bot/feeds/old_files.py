"""Deletes files that nothing refers to any more: to the sender one more messenger, so that an outage only delays it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime

from bot.messages import FILES, Abilities, Accept, Outgoing


class FileSweeper:
    """`in_use` tells the references of all files that are needed; `sweep` deletes others that came before a moment."""

    channel = FILES
    abilities = Abilities()

    def __init__(
        self,
        in_use: Callable[[], Awaitable[Collection[str]]],
        sweep: Callable[[Collection[str], datetime], Awaitable[None]],
    ):
        self._in_use, self._sweep = in_use, sweep

    async def start(self, accept: Accept) -> None:
        """Jobs come by `deliver`."""

    async def stop(self) -> None:
        """Nothing to close."""

    async def deliver(self, message: Outgoing) -> str:
        """Does one night's sweep; a second time finds nothing."""
        before = datetime.fromisoformat((message.document or {})["before"])
        await self._sweep(await self._in_use(), before)
        return "swept"
