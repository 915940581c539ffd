"""Calls that have to hold, whatever Telegram says at first: they are made again, at growing intervals."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Final, Protocol

from bot.messages import Failure, Passing, Permanent

LONGEST: Final = 3600.0
"""Seconds between two tries, at most."""
OUT_OF_REACH: Final = 64.0
"""The same where Telegram has not answered at all: then the bot is to be there soon after it."""

log = logging.getLogger(__name__)


class Caller(Protocol):
    """What insisting needs of the wire."""

    async def call(self, method: str, params: dict[str, Any]) -> Any: ...


async def insist(wire: Caller, method: str, *asked: dict[str, Any]) -> list[Any]:
    """Makes a method's calls until each has held, and returns their results; each refusal is logged once.

    A refusal may be somebody else's, or pass: a page of a provider, a name that is not known everywhere yet.
    """
    results: dict[int, Any] = {}
    said: set[str] = set()
    wait = 0.5
    while True:
        after, longest = 0.0, LONGEST
        for number, params in enumerate(asked):
            if number in results:
                continue
            try:
                results[number] = await wire.call(method, dict(params))
            except Permanent as refusal:
                if str(refusal) not in said:
                    said.add(str(refusal))
                    log.error("Telegram refuses %s: %s; trying again", method, refusal)
            except Failure as failure:
                asked_for = failure.after if isinstance(failure, Passing) else None
                after, longest = (0.0, OUT_OF_REACH) if asked_for is None else (asked_for, LONGEST)
                break  # the others would fare no better now
        if len(results) == len(asked):
            return [results[number] for number in range(len(asked))]
        wait = min(2 * wait, LONGEST)
        await asyncio.sleep(min(max(wait, after), longest))
