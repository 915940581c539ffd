"""The last guard before a call leaves for Telegram, on python-telegram-bot's own hook."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any, NamedTuple

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.delivery.pace import Pace
from bot.messages import Lane


class Ticket(NamedTuple):
    """What a message that is to leave counts as; `counted` when the sender has already taken its place for it."""

    chat: str
    lane: Lane
    group: bool
    counted: bool


class CallGuard(BaseRateLimiter[Ticket]):
    """Keeps what the sender cannot see: silence that was asked for a moment ago, and further calls of one delivery.

    The sender asks the pace before it chooses a message and counts it, once per message. So the first call of a
    delivery passes as counted. If a delivery needs further calls (a long text, a picture and its text), each gives
    the place of the one before it back, waits for the next place and takes that; when the delivery ends, the sender
    gives back the last. Thus every call that makes a message is counted exactly once. Calls without a ticket make no
    message and are not counted, nor do they hold messages back when Telegram wants fewer of them. But while it wants
    no messages at all, none of them all leaves.
    """

    def __init__(self, pace: Pace):
        self._pace = pace

    @property
    def silent(self) -> bool:
        """Whether nothing at all may leave."""
        return self._pace.held > 0

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Ticket | None,
    ) -> Any:
        """Lets a call through when its time has come; raises RetryAfter, without a call, during silence."""
        if rate_limit_args is not None and not rate_limit_args.counted:
            await self._next_place(rate_limit_args)
        chat = "" if rate_limit_args is None else rate_limit_args.chat
        if silence := self._pace.silence(chat):
            raise RetryAfter(timedelta(seconds=silence))
        try:
            return await callback(*args, **kwargs)
        except RetryAfter as error:
            if rate_limit_args is not None:  # at once: others may be about to leave
                self._pace.flood(chat, seconds(error))
            raise

    async def _next_place(self, ticket: Ticket) -> None:
        chat, lane, group, _ = ticket
        self._pace.landed(chat, group)
        try:
            wait = self._pace.wait(chat, lane, group)
            while wait and not self._pace.silence(chat):
                await asyncio.sleep(wait)
                wait = self._pace.wait(chat, lane, group)
        finally:
            self._pace.took(chat, lane, group)


def seconds(error: RetryAfter) -> float:
    """How long Telegram wants nothing from us."""
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)
