"""The bot's own reader of statements, watched: the rehearsal waits for it, and learns which lines it has told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.feeds.statements import StatementReader
from bot.messages import Accept, Fetch, Incoming, Outgoing
from bot.rehearsal.fakes.truth import Truth


class WatchedReader(StatementReader):
    """`busy` counts the jobs under way, which take the machine's time and not the rehearsal's."""

    def __init__(
        self, fetch: Fetch, forget: Callable[[str], Awaitable[None]], now: Callable[[], datetime], truth: Truth
    ):
        super().__init__(fetch, forget, now)
        self.truth, self.busy = truth, 0

    async def start(self, accept: Accept) -> None:
        async def told(update: Incoming) -> None:
            await accept(update)
            for line in update.about.get("lines", ()) if update.about.get("occasion") is None else ():
                self.truth.told(line["reference"], line["minor"])

        await super().start(told)

    async def deliver(self, message: Outgoing) -> str:
        self.busy += 1
        try:
            return await super().deliver(message)
        finally:
            self.busy -= 1
