"""Fetching updates: the place in Telegram's queue moves on only when all that was fetched is safely committed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final, Protocol

from bot.messages import Failure, Full, Incoming, Passing

LONG: Final = 50
"""Seconds Telegram keeps a request open when there is nothing new."""

log = logging.getLogger(__name__)


class Caller(Protocol):
    """What fetching needs of the wire."""

    async def call(self, method: str, params: dict[str, Any], *, patience: float | None = None) -> Any: ...


class Poller:
    """Fetches updates for ever and hands each to `accept`, those of one chat one after the other."""

    def __init__(
        self,
        wire: Caller,
        read: Callable[[Any], Incoming | None],
        accept: Callable[[Incoming], Awaitable[None]],
        kinds: tuple[str, ...],
    ):
        self._wire, self._read, self._accept = wire, read, accept
        self._kinds = list(kinds)

    async def run(self) -> None:
        """Runs until it is cancelled; what was not committed by then is fetched again at the next start."""
        offset, failures, said = 0, 0, ""
        while True:
            params = {"offset": offset, "timeout": LONG, "allowed_updates": self._kinds}
            try:
                batch = await self._wire.call("getUpdates", params, patience=LONG + 15.0)
            except Failure as failure:
                if type(failure).__name__ != said and not _out_of_reach(failure):
                    said = type(failure).__name__
                    log.error("Telegram gives no updates: %s; trying again", failure)
                failures = min(failures + 1, 6)
                after = failure.after if isinstance(failure, Passing) else None
                await asyncio.sleep(after or 2.0**failures / 2)
                continue
            if said:
                log.warning("Telegram gives updates again")
            failures, said = 0, ""
            offset = await self._take(batch, offset)

    async def _take(self, batch: Any, offset: int) -> int:
        chats: dict[str, list[Incoming]] = {}
        for raw in batch if isinstance(batch, list) else ():
            update = self._read(raw)
            if update is not None:
                chats.setdefault(update.chat, []).append(update)
            number = raw.get("update_id") if isinstance(raw, dict) else None
            if isinstance(number, int):
                offset = max(offset, number + 1)
        if len(chats) == 1:
            await self._hand_over(*chats.values())
        elif chats:
            await asyncio.gather(*map(self._hand_over, chats.values()))
        return offset

    async def _hand_over(self, updates: list[Incoming]) -> None:
        for update in updates:
            wait = 0.05
            while not await self._accepted(update, first=wait == 0.05):
                await asyncio.sleep(wait)
                wait = min(5.0, wait * 2)

    async def _accepted(self, update: Incoming, first: bool) -> bool:
        try:
            await self._accept(update)
        except Full:
            return False
        except Exception:
            if first:
                log.exception("update %s cannot be taken in; trying again", update.id)
            return False
        return True


def _out_of_reach(failure: Failure) -> bool:
    """The wire itself says so when Telegram cannot be reached."""
    return isinstance(failure, Passing) and (failure.everyone or failure.unknown)
