"""The messages waiting for one messenger, in lanes: which goes next, and when to look again; no waiting in here."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count
from math import inf

import msgspec

from bot.delivery.pace import Pace
from bot.messages import Lane, Outgoing


class Parcel:
    """One message on its way, and what has happened to it so far."""

    __slots__ = ("message", "since", "tries", "unknown")

    def __init__(self, message: Outgoing, since: float, tries: int = 0):
        self.message = message
        self.since = since  # when it was given to us, by the lanes' clock
        self.tries = tries
        self.unknown = False  # whether it may have arrived already


class Queue:
    """What waits for one chat in one lane, in order; the first is the one being sent, if one is."""

    __slots__ = ("chat", "group", "lane", "not_before", "parcels", "placed")

    def __init__(self, chat: str, lane: Lane, group: bool):
        self.chat, self.lane, self.group = chat, lane, group
        self.parcels: list[Parcel] = []
        self.not_before = 0.0
        self.placed = False  # whether it stands among the ready or the later ones


class Lanes:
    """All queues of one messenger.

    Order is kept per chat within a lane; one message at a time goes to a chat; replies go first, and a quarter of
    the `parallel` sends is kept free for them.
    """

    def __init__(self, pace: Pace, now: Callable[[], float], parallel: int):
        self.pace = pace
        self.narrow = False  # one at a time, to try whether the messenger can be reached again
        self.wake_at = inf  # after `next` gave None: when it may give more without anything else happening
        self._now = now
        self._limits = (parallel, parallel - parallel // 4, parallel - parallel // 4)
        self._flying: dict[str, Queue] = {}
        self._queues: tuple[dict[str, Queue], ...] = ({}, {}, {})
        self._ready: tuple[deque[Queue], ...] = (deque(), deque(), deque())
        self._later: list[tuple[float, int, Queue]] = []
        self._turn = count()

    def put(self, parcel: Parcel, not_before: float = 0.0) -> None:
        """Adds a message at the end of its chat's lane."""
        message = parcel.message
        queue = self._queue(message.chat, message.lane, message.group)
        queue.parcels.append(parcel)
        if not_before and len(queue.parcels) == 1:
            queue.not_before = not_before
        self._place(queue)

    def next(self) -> Queue | None:
        """The queue whose first message leaves now; `done`, `again` or `move` must follow."""
        now = self._now()
        while self._later and self._later[0][0] <= now:
            queue = heappop(self._later)[2]
            self._ready[queue.lane].append(queue)
        self.wake_at = inf
        for lane, ready in zip(Lane, self._ready, strict=True):
            if not ready:
                continue
            if len(self._flying) >= (1 if self.narrow else self._limits[lane]):
                break
            opens = self.pace.open_at(lane)
            if opens > now:  # the lanes after this one open no earlier
                self.wake_at = opens
                break
            while ready:
                queue = ready.popleft()
                queue.placed = False
                if not queue.parcels or queue.chat in self._flying:
                    continue
                free = max(queue.not_before, self.pace.free_at(queue.chat, lane, queue.group))
                if free > now:
                    heappush(self._later, (free, next(self._turn), queue))
                    queue.placed = True
                    continue
                self._flying[queue.chat] = queue
                self.pace.took(queue.chat, lane, queue.group)
                return queue
        if self._later:
            self.wake_at = min(self.wake_at, self._later[0][0])
        return None

    def done(self, queue: Queue) -> None:
        """The first message of the queue is through with, in whatever way."""
        del queue.parcels[0]
        queue.not_before = 0.0
        if not queue.parcels:
            del self._queues[queue.lane][queue.chat]
        self._land(queue)

    def again(self, queue: Queue, at: float) -> None:
        """The first message of the queue is to be tried again, not before `at`."""
        queue.not_before = at
        self._land(queue)

    def earlier(self, chat: str, number: int) -> bool:
        """Whether a message made before this one still waits for the chat."""
        queues = (lane[chat] for lane in self._queues if chat in lane)
        return any(parcel.message.id < number for queue in queues for parcel in queue.parcels)

    def waits(self, chat: str, lane: Lane) -> bool:
        """Whether a message of this lane still waits for the chat or is under way."""
        return chat in self._queues[lane]

    def take(self, chat: str, number: int) -> Parcel | None:
        """Takes a message out that waits for a chat and is not under way; None where it does not wait here."""
        for queues in self._queues:
            queue = queues.get(chat)
            if queue is None:
                continue
            for place in range(1 if self._flying.get(chat) is queue else 0, len(queue.parcels)):
                if queue.parcels[place].message.id == number:
                    parcel = queue.parcels.pop(place)
                    if not place:  # what waited behind it need not wait for it: a new queue, which stands nowhere yet
                        del queues[chat]
                        rest, queue.parcels = queue.parcels, []
                        if rest:
                            new = self._queue(chat, queue.lane, queue.group)
                            new.parcels = rest
                            self._place(new)
                    return parcel
        return None

    def move(self, queue: Queue, chat: str) -> None:
        """The queue's chat has another id now: all that waits for it goes there, before what waits there already."""
        for queues in self._queues:
            old = queues.pop(queue.chat, None)
            if old is not None:
                new = self._queue(chat, old.lane, old.group)
                first = 1 if self._flying.get(chat) is new else 0
                for parcel in old.parcels:
                    parcel.message = msgspec.structs.replace(parcel.message, chat=chat)
                new.parcels[first:first] = old.parcels
                old.parcels = []
                self._place(new)
        self._land(queue)

    def _queue(self, chat: str, lane: Lane, group: bool) -> Queue:
        queue = self._queues[lane].get(chat)
        if queue is None:
            queue = self._queues[lane][chat] = Queue(chat, lane, group)
        return queue

    def _place(self, queue: Queue) -> None:
        if not queue.placed and queue.chat not in self._flying:
            self._ready[queue.lane].append(queue)
            queue.placed = True

    def _land(self, queue: Queue) -> None:
        del self._flying[queue.chat]
        self.pace.landed(queue.chat, queue.group)
        for queues in self._queues:
            waiting = queues.get(queue.chat)
            if waiting is not None:
                self._place(waiting)
