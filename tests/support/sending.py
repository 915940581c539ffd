"""A messenger and an outbox that live in memory, for tests of the sender."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.delivery.outbox import OutboxRow, Settled, WaitingMessage
from bot.delivery.pace import Pace
from bot.delivery.sender import Sender
from bot.messages import Abilities, Accept, Lane, Outgoing
from tests.support.jumping import jumping

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def clock() -> datetime:
    return EPOCH + timedelta(seconds=asyncio.get_running_loop().time())


def message(number: int, chat: str = "1", lane: Lane = Lane.REPLY, **more: Any) -> Outgoing:
    return Outgoing(id=number, channel=more.pop("channel", "paper"), chat=chat, lane=lane, text=f"no. {number}", **more)


class Table:
    """An outbox table: keeps the rows and every result in the order in which it was written."""

    def __init__(self, rows: Sequence[WaitingMessage] = ()):
        self.rows = {row.message.id: row for row in rows}
        self.gone: dict[int, WaitingMessage] = {}  # what has ended and is still there to be looked up
        self.results: list[Settled] = []
        self.calls = 0
        self.broken = 0
        self.slow = 0.0

    async def waiting(self) -> list[WaitingMessage]:
        rows = list(self.rows.values())
        await asyncio.sleep(self.slow)
        return rows

    async def kept(self, number: int) -> OutboxRow | None:
        await asyncio.sleep(self.slow)
        ended = [one.provider_id for one in self.results if one.id == number and one.state == "sent"]
        row = self.rows.get(number) or self.gone.get(number)
        return None if row is None else OutboxRow(row.message, ended[-1] if ended else "")

    async def settle(self, results: Sequence[Settled]) -> None:
        self.calls += 1
        await asyncio.sleep(0.01)
        if self.broken:
            self.broken -= 1
            raise OSError("disk full")
        for result in results:
            self.results.append(result)
            if result.state != "queued":
                row = self.rows.pop(result.id, None)
                if row is not None:
                    self.gone[result.id] = row

    def last(self, number: int) -> Settled:
        return [result for result in self.results if result.id == number][-1]

    def states(self) -> dict[int, str]:
        return {result.id: result.state for result in self.results}


class Paper:
    """A messenger that writes down what it delivers and when, and fails as it is told."""

    channel = "paper"
    abilities = Abilities()

    def __init__(self, takes: float = 0.0):
        self.takes = takes
        self.delivered: list[tuple[float, Outgoing]] = []
        self.tried: list[tuple[float, Outgoing]] = []
        self.under_way = self.most_under_way = 0
        self.before: Callable[[Outgoing], Awaitable[None] | None] = lambda _message: None

    async def start(self, accept: Accept) -> None: ...

    async def stop(self) -> None: ...

    async def deliver(self, message: Outgoing) -> str:
        now = asyncio.get_running_loop().time()
        self.tried.append((now, message))
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            if self.takes:
                await asyncio.sleep(self.takes)
            wish = self.before(message)
            if wish is not None:
                await wish
        finally:
            self.under_way -= 1
        self.delivered.append((asyncio.get_running_loop().time(), message))
        return f"p{message.id}"

    def order(self, chat: str | None = None, lane: Lane | None = None) -> list[int]:
        return [m.id for _, m in self.delivered if chat in (None, m.chat) and lane in (None, m.lane)]


def sender_of(table: Table, paper: Paper, per_second: int = 0, **more: Any) -> Sender:
    """A sender on the running loop's clock, without jitter."""
    now = asyncio.get_running_loop().time
    pace = more.pop("pace", None) or Pace(per_second, now=now)
    return Sender(table, {"paper": paper}, {"paper": pace}, now=now, clock=clock, random=lambda: 1.0, **more)


def carried(messages: list[Outgoing], paper: Paper, **more: Any) -> Table:
    """Offers all at once, waits until all is settled."""
    table = Table([WaitingMessage(m) for m in messages])

    async def main() -> None:
        sender = sender_of(table, paper, **more)
        sender.offer(messages)
        await sender.idle()

    jumping(main())
    return table
