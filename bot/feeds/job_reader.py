"""What the readers of files share: to the sender each is one more messenger, so a job outlives a crash as messages do.

A message to a reader is a job. What comes of it goes back into the turn as updates that each count once, however often
the job is begun anew.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Final

from bot.messages import Abilities, Accept, Fetch, Full, Incoming, Passing, Permanent

MOST_BYTES: Final = 10_000_000


class JobReader:
    """`fetch` gives the bytes of a file that somebody sent, wherever its messenger keeps it; `forget` deletes it, which
    is done as soon as it is needed no more, for it names people.
    """

    channel: str
    abilities = Abilities()

    def __init__(self, fetch: Fetch, forget: Callable[[str], Awaitable[None]], now: Callable[[], datetime]):
        self._fetch, self._forget, self._now = fetch, forget, now
        self._accept: Accept | None = None
        self._one = asyncio.Semaphore(1)  # reading one takes half a gigabyte at worst

    async def start(self, accept: Accept) -> None:
        """Jobs come by `deliver`."""
        self._accept = accept

    async def stop(self) -> None:
        """Nothing to close."""

    async def _content(self, file: str) -> bytes | None:
        """What is in the file; None where it is not there any more."""
        try:
            return await self._fetch(file, MOST_BYTES)
        except (Permanent, FileNotFoundError):
            return None

    async def _tell(self, id: str, chat: str, about: dict[str, Any]) -> None:
        """Hands an update over; raises Passing where the queue is full."""
        assert self._accept is not None
        try:
            await self._accept(Incoming(channel="bank", chat=chat, id=id, at=self._now(), about=about))
        except Full:
            # For everybody: so it is no fault of this job, and is tried again as often as it takes.
            raise Passing("the queue is full", after=1.0, everyone=True) from None
