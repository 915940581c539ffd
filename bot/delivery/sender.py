"""Carries the outbox out: order per chat, lanes, pace, retries, giving up; and writes down how each message ended."""

from __future__ import annotations

import asyncio
import logging
import random as chance
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from math import inf
from typing import Final, Literal

import msgspec

from bot.delivery.lost_chats import LostChats
from bot.delivery.outbox import Outbox, OutboxRow, Settled
from bot.delivery.pace import LONGEST_SILENCE, Pace
from bot.delivery.queue import Lanes, Parcel, Queue
from bot.messages import Edit, Failure, Handler, Lane, Moved, Outgoing, Passing, Permanent

TRIES: Final = 8
"""So often a message is tried that fails by itself; a messenger that cannot be reached at all is not its fault."""
LONGEST: Final = 24 * 3600.0
"""Seconds after which a failing message is given up in any case."""
LINGER: Final = 0.05
"""Seconds a result waits for others, so that many are written down in one transaction."""

log = logging.getLogger(__name__)


class _Channel:
    """One messenger's lanes and the timer that looks at it again."""

    def __init__(self, name: str, handler: Handler, pace: Pace | None, now: Callable[[], float], parallel: int):
        self.name, self.handler = name, handler
        self.lanes, self.lost = Lanes(pace or Pace(0, now=now), now, parallel), LostChats(now)
        self.edit: Edit | None = getattr(handler, "edit", None) if handler.abilities.edit else None
        self.troubles = 0  # how often in a row the messenger as a whole could not be used
        self.timer: asyncio.TimerHandle | None = None
        self.timer_at = inf


class Sender:
    """Carries out what the turns have written into the outbox.

    Start with `load`, then `offer` what each commit brings. A channel without a handler keeps its rows in the table.
    """

    def __init__(
        self,
        outbox: Outbox,
        handlers: Mapping[str, Handler],
        paces: Mapping[str, Pace],
        *,
        parallel: int = 32,
        now: Callable[[], float] = time.monotonic,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        random: Callable[[], float] = chance.random,
    ):
        self._outbox = outbox
        self._channels = {
            name: _Channel(name, handler, paces.get(name), now, parallel) for name, handler in handlers.items()
        }
        self._now, self._clock, self._random = now, clock, random
        self._known: set[int] = set()  # in our hands until settled, so that nothing is taken up twice
        self._held: dict[int, Parcel] = {}  # of those, what waits for the morning
        self._loading = 0
        self._settled_meanwhile: set[int] = set()
        self._results: list[Settled] = []
        self._being_written: list[Settled] = []
        self._writing: asyncio.Task[None] | None = None
        self._write_timer: asyncio.TimerHandle | None = None
        self._write_failures = 0
        self._carriers: set[asyncio.Task[None]] = set()
        self._idle: list[asyncio.Future[None]] = []
        self._stopping = False
        self._without_handler: set[str] = set()

    @property
    def waiting(self) -> int:
        """How many messages are in hand and not yet settled."""
        return len(self._known)

    @property
    def carrying(self) -> bool:
        """Whether a message is on its way this very moment."""
        return bool(self._carriers)

    async def load(self) -> None:
        """Takes up what waits in the table: at the start, or when another process has written into it."""
        self._loading += 1
        try:
            rows = await self._outbox.waiting()
        finally:
            self._loading -= 1
            settled = self._settled_meanwhile
            if not self._loading:
                self._settled_meanwhile = set()
        now, today = self._now(), self._clock()
        for row in rows:
            if row.message.id not in settled:
                age = (today - row.made_at).total_seconds() if row.made_at else 0.0
                rest = (row.not_before - today).total_seconds() if row.not_before else 0.0
                self._put(row.message, now - max(0.0, age), row.tries, now + rest if rest > 0 else 0.0)
        self._pump_all()

    def offer(self, messages: Sequence[Outgoing]) -> None:
        """Takes up new rows right after their commit; the table is not read again."""
        now = self._now()
        for message in messages:
            self._put(message, now)
        self._pump_all()

    def on_its_way(self, channel: str, chat: str) -> bool:
        """Whether a reply is still on its way to a chat, so that nobody there can have read it."""
        return channel in self._channels and self._channels[channel].lanes.waits(chat, Lane.REPLY)

    def wake(self) -> None:
        """Takes up again what has waited for a morning that has come."""
        for number, parcel in list(self._held.items()):
            if not _sleeps(parcel.message, self._clock):
                del self._held[number]
                self._channels[parcel.message.channel].lanes.put(parcel)
        self._pump_all()

    async def idle(self) -> None:
        """Waits until nothing is in hand any more but what waits for the morning."""
        while self._busy:
            waiter = asyncio.get_running_loop().create_future()
            self._idle.append(waiter)
            await waiter

    @property
    def _busy(self) -> bool:
        return len(self._known) > len(self._held) or bool(self._results)

    def _rest(self) -> None:
        if not self._busy:
            idle, self._idle = self._idle, []
            for waiter in idle:
                if not waiter.done():
                    waiter.set_result(None)

    async def drain(self, patience: float = 10.0) -> None:
        """Stops: waits for what is under way, `patience` seconds at most, and settles it; the rest stays queued."""
        self._stopping = True
        for channel in self._channels.values():
            if channel.timer is not None:
                channel.timer.cancel()
        if self._carriers:
            await asyncio.wait(self._carriers, timeout=patience)
        for carrier in self._carriers:
            carrier.cancel()
        await asyncio.gather(*self._carriers, return_exceptions=True)
        if self._write_timer is not None:
            self._write_timer.cancel()
        if self._writing is not None:
            await self._writing
        if self._results:
            await self._outbox.settle(self._results)
            self._results = []

    def _put(self, message: Outgoing, since: float, tries: int = 0, not_before: float = 0.0) -> None:
        if message.id in self._known or self._stopping:
            return
        channel = self._channels.get(message.channel)
        if channel is None:
            if message.channel not in self._without_handler:
                self._without_handler.add(message.channel)
                log.warning("%s is not switched on: its messages stay queued", message.channel)
            return
        self._known.add(message.id)
        channel.lanes.put(Parcel(message, since, tries), not_before)

    def _pump_all(self) -> None:
        for channel in self._channels.values():
            self._pump(channel)

    def _pump(self, channel: _Channel) -> None:
        """Starts a carrier for every message that may leave now, and sets the timer for the next one."""
        while not self._stopping and (queue := channel.lanes.next()) is not None:
            carrier = asyncio.create_task(self._carry(channel, queue))
            self._carriers.add(carrier)
            carrier.add_done_callback(self._carriers.discard)
        self._set_timer(channel)

    def _set_timer(self, channel: _Channel) -> None:
        at = channel.lanes.wake_at
        if at < channel.timer_at and not self._stopping:
            if channel.timer is not None:
                channel.timer.cancel()
            channel.timer_at = at
            channel.timer = asyncio.get_running_loop().call_later(max(0.0, at - self._now()), self._wake, channel)

    def _wake(self, channel: _Channel) -> None:
        channel.timer, channel.timer_at = None, inf
        self._pump(channel)

    async def _carry(self, channel: _Channel, queue: Queue | None) -> None:
        """Delivers one message after the other as long as one may leave; lives no longer."""
        lanes, deliver = channel.lanes, channel.handler.deliver
        while queue is not None:
            parcel = queue.parcels[0]
            message = parcel.message
            if _sleeps(message, self._clock):
                self._held[message.id] = parcel
                lanes.done(queue)
                self._rest()
                queue = None if self._stopping else lanes.next()
                continue
            try:
                provider_id = await (self._replace(channel, message) if message.replaces else deliver(message))
            except Failure as failure:
                self._failed(channel, queue, parcel, failure)
            except asyncio.CancelledError:
                self._failed(channel, queue, parcel, Passing("stopped while it was being sent", unknown=True))
                raise
            except Exception as error:
                log.exception("message %d to %s: delivering it failed", message.id, message.channel)
                self._failed(channel, queue, parcel, Passing(repr(error)))
            else:
                lanes.done(queue)
                channel.lost.reached()
                self._settle(parcel, "sent", provider_id=provider_id)
                if channel.troubles:
                    self._recovered(channel)
            queue = None if self._stopping else lanes.next()
        self._set_timer(channel)

    async def _replace(self, channel: _Channel, message: Outgoing) -> str:
        """Carries out a message that takes an earlier one's place; what of those still waits must not come after it."""
        if channel.edit is None and message.only_in_place:
            return ""
        behind = channel.lanes.earlier(message.chat, message.id) or message.replaces in self._held
        if channel.edit is None and not behind:
            return await channel.handler.deliver(message)
        earlier, unsent = await self._shown(message.replaces)
        if channel.edit is not None and earlier is not None and earlier.message.chat == message.chat:
            shown_by = await channel.edit(message, earlier.message, earlier.provider_id)
        else:  # in a chat that moved, the same numbers may be other messages
            shown_by = await channel.handler.deliver(message)
        for number in unsent:
            parcel = self._held.pop(number, None) or channel.lanes.take(message.chat, number)
            if parcel is not None:
                self._settle(parcel, "dead", why="another message took its place before it was sent")
        return shown_by

    async def _shown(self, number: int) -> tuple[OutboxRow | None, list[int]]:
        """Of a chain of messages up to `number`, the last that was sent; and those after it, which were not."""
        unsent: list[int] = []
        while number:
            ended = self._ended(number)
            kept = await self._outbox.kept(number)
            if kept is None:
                break
            if ended is not None:
                kept = OutboxRow(msgspec.structs.replace(kept.message, chat=ended.chat), ended.provider_id)
            if kept.provider_id:
                return kept, unsent
            unsent.append(number)
            number = kept.message.replaces
        return None, unsent

    def _ended(self, number: int) -> Settled | None:
        """How a message was sent whose row may not know it yet."""
        ended = (one for one in (*self._being_written, *self._results) if one.id == number and one.state == "sent")
        return next(ended, None)

    def _failed(self, channel: _Channel, queue: Queue, parcel: Parcel, failure: Failure) -> None:
        lanes, why = channel.lanes, str(failure)
        if isinstance(failure, Moved) and parcel.tries < TRIES:
            parcel.tries += 1
            self._settle(parcel, "queued", why=why, moved=failure.chat)
            for held in self._held.values():
                if (held.message.channel, held.message.chat) == (channel.name, queue.chat):
                    held.message = msgspec.structs.replace(held.message, chat=failure.chat)
            return lanes.move(queue, failure.chat)
        if isinstance(failure, Permanent) and failure.about_chat and channel.lost.another(queue.chat, queue.lane):
            if not channel.troubles:
                log.error("%s calls one chat after the other unreachable (%s): holding it back", channel.name, why)
            failure = Passing(why, everyone=True)
        if not isinstance(failure, Passing):
            lanes.done(queue)
            refused = failure if isinstance(failure, Permanent) else Permanent(why)
            level = logging.INFO if refused.about_chat else logging.WARNING
            log.log(level, "message %d to %s is dead: %s", parcel.message.id, channel.name, why)
            self._settle(parcel, "dead", why=why, gone=refused.gone, perhaps_gone=refused.perhaps_gone)
            return self._recovered(channel)
        parcel.unknown |= failure.unknown
        if failure.everyone:
            self._hold(channel, failure)
        else:
            parcel.tries += failure.after is None  # a wish for silence is no fault of the message
            self._recovered(channel)
        if parcel.tries >= TRIES or self._now() - parcel.since > LONGEST:
            lanes.done(queue)
            log.warning("message %d to %s is given up: %s", parcel.message.id, channel.name, why)
            return self._settle(parcel, "dead", why=why)
        wait = None if failure.after is None else min(failure.after, LONGEST_SILENCE)
        if failure.everyone:
            lanes.again(queue, 0.0)
            if wait is None:
                return
            wait = lanes.pace.held
        else:
            if wait is None:
                wait = min(3600.0, 4.0 ** (parcel.tries - 1)) * (0.5 + self._random() / 2)
            lanes.again(queue, self._now() + wait)
        self._settle(parcel, "queued", why=why, not_before=self._clock() + timedelta(seconds=wait))

    def _hold(self, channel: _Channel, failure: Passing) -> None:
        """Holds a whole messenger back; afterwards one message goes ahead of the others to see."""
        pace, wait = channel.lanes.pace, failure.after
        if wait is None:
            if pace.held:  # others of the same moment have said so already
                return
            wait = min(60.0, 2.0 ** min(channel.troubles, 9)) * (0.5 + self._random() / 2)
        else:
            log.warning("%s asks for %.0f seconds of silence", channel.name, wait)
        channel.troubles += 1
        channel.lanes.narrow = True
        pace.hold(wait)

    def _recovered(self, channel: _Channel) -> None:
        if channel.troubles:
            channel.troubles, channel.lanes.narrow = 0, False
            self._pump(channel)

    def _settle(
        self,
        parcel: Parcel,
        state: Literal["sent", "dead", "queued"],
        *,
        provider_id: str = "",
        why: str = "",
        not_before: datetime | None = None,
        gone: bool = False,
        perhaps_gone: bool = False,
        moved: str = "",
    ) -> None:
        message = parcel.message
        self._results.append(
            Settled(
                id=message.id,
                channel=message.channel,
                chat=message.chat,
                state=state,
                provider_id=provider_id,
                why=why,
                tries=parcel.tries,
                not_before=not_before,
                gone=gone,
                perhaps_gone=perhaps_gone,
                unknown=parcel.unknown,
                moved=moved,
            )
        )
        self._write_soon(LINGER)

    def _write_soon(self, wait: float) -> None:
        if self._writing is None and self._write_timer is None and not self._stopping:
            self._write_timer = asyncio.get_running_loop().call_later(wait, self._begin_writing)

    def _begin_writing(self) -> None:
        self._write_timer = None
        self._writing = asyncio.create_task(self._write())

    async def _write(self) -> None:
        """Writes down all results so far; what comes up meanwhile waits for the next time."""
        results, self._results = self._results, []
        self._being_written = results
        wait = LINGER
        try:
            await self._outbox.settle(results)
        except Exception:
            self._results[:0] = results
            self._write_failures += 1
            wait = min(30.0, 2.0 ** min(self._write_failures, 9) / 4)
            if self._write_failures == 1:
                log.exception(
                    "the outcome of %d deliveries cannot be written down; trying again",
                    len(results),
                )
        else:
            self._write_failures = 0
            ended = {result.id for result in results if result.state != "queued"}
            self._known -= ended
            if self._loading:
                self._settled_meanwhile |= ended
        self._writing, self._being_written = None, []
        if self._results:
            return self._write_soon(wait)
        self._rest()


def _sleeps(message: Outgoing, clock: Callable[[], datetime]) -> bool:
    """Whether it is night for a message that waits for the morning."""
    return message.night is not None and message.night.holds(clock())
