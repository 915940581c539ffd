"""When a message to a chat may leave, so that a messenger's limits are never broken: pure arithmetic."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Final

from bot.messages import Lane

SECOND: Final = 1.01
"""A sliding second, with a little room so that neither rounding nor a closed interval counts one message more."""
MINUTE: Final = 60.1
LONGEST_HOLD: Final = 300.0
"""Seconds; whatever a messenger asks for, after this one message is tried, so that nobody is silenced for a day."""
LONGEST_SILENCE: Final = 3600.0
"""Seconds; whatever a messenger asks for in one chat, after this it is tried again there."""
TIDY: Final = 1024
"""So many chats are remembered before those at rest are forgotten."""


class Pace:
    """One messenger's limits: overall, per group, per private chat. All times are seconds of `now`.

    A message counts from the moment it may leave (`took`) until a second after it surely has (`landed`): only so is
    the limit kept as the messenger's server counts, however long connecting or a busy loop delays the sending.
    Replies may use the whole second; other lanes leave them a tenth of it and are spread over it, so that a reply
    that comes up during a mailing leaves at once, or a tenth of a second later.
    """

    def __init__(
        self,
        per_second: int,
        per_group_minute: int = 20,
        now: Callable[[], float] = time.monotonic,
    ):
        self.per_second = per_second  # 0: no pacing at all; only `hold` counts
        self._per_group_minute = per_group_minute
        self._now = now
        self._others = per_second - per_second // 10
        self._held_until = 0.0
        self._floods: dict[str, float] = {}  # chats the messenger wants left alone, and until when
        self._flying = 0
        self._landed: deque[float] = deque()
        self._spread: deque[float] = deque(maxlen=max(1, per_second // 10))
        self._chats: dict[str, float] = {}
        self._groups: dict[str, deque[float]] = {}
        self._tidy_chats = self._tidy_groups = TIDY

    @property
    def held(self) -> float:
        """How many seconds nothing at all may leave; 0 when nothing is held."""
        return max(0.0, self._held_until - self._now())

    def hold(self, after: float) -> None:
        """Lets nothing at all leave for so many seconds, five minutes at most."""
        self._held_until = max(self._held_until, self._now() + min(after, LONGEST_HOLD))

    def flood(self, chat: str, after: float) -> None:
        """The messenger asks for silence: in this chat, an hour at most. A second chat within that time means
        everybody."""
        now = self._now()
        self._floods = {one: until for one, until in self._floods.items() if until > now}
        if self._floods.keys() - {chat}:
            self.hold(after)
        self._floods[chat] = max(self._floods.get(chat, 0.0), now + min(after, LONGEST_SILENCE))

    def silence(self, chat: str) -> float:
        """How many seconds nothing may leave for this chat because the messenger said so; 0 when it may."""
        return max(self.held, self._floods[chat] - self._now() if chat in self._floods else 0.0)

    def ready_at(self, chat: str, lane: Lane, group: bool) -> float:
        """The earliest time at which a message may leave, as far as is known now; not later than `now` means now."""
        return max(self.open_at(lane), self.free_at(chat, lane, group))

    def wait(self, chat: str, lane: Lane, group: bool) -> float:
        """How many seconds a message must still wait, as far as is known now."""
        return max(0.0, self.ready_at(chat, lane, group) - self._now())

    def open_at(self, lane: Lane) -> float:
        """The earliest time at which the messenger as a whole may be given a message of this lane."""
        at = self._held_until
        if not self.per_second:
            return at
        now, landed = self._now(), self._landed
        while landed and landed[0] <= now - SECOND:
            landed.popleft()
        reply = lane is Lane.REPLY
        too_many = self._flying + len(landed) + 1 - (self.per_second if reply else self._others)
        if too_many > 0:  # so many must first be a second old; those still flying are not before a second from now
            at = max(at, (landed[too_many - 1] if too_many <= len(landed) else now) + SECOND)
        if not reply and len(self._spread) == self._spread.maxlen:
            at = max(at, self._spread[0] + SECOND / 10)
        return at

    def free_at(self, chat: str, lane: Lane, group: bool) -> float:
        """The earliest time at which this chat may be given a message of this lane."""
        at = self._floods.get(chat, 0.0) if self._floods else 0.0
        if not self.per_second:
            return at
        if group:
            times = self._groups.get(chat)
            return max(at, times[0] + MINUTE) if times is not None and len(times) == times.maxlen else at
        return at if lane is Lane.REPLY else max(at, self._chats.get(chat, -SECOND) + SECOND)

    def took(self, chat: str, lane: Lane, group: bool) -> None:
        """A message leaves now; `landed` must follow. One message at a time to one chat."""
        if not self.per_second:
            return
        now = self._now()
        self._flying += 1
        if lane is not Lane.REPLY:
            self._spread.append(now)
        if not group:
            self._chats[chat] = now
        elif (times := self._groups.get(chat)) is None:
            self._groups[chat] = deque((now,), self._per_group_minute)
        else:
            times.append(now)

    def landed(self, chat: str, group: bool) -> None:
        """What was taken for this chat has arrived or failed: its second and its minute run from now."""
        if not self.per_second:
            return
        now = self._now()
        self._flying -= 1
        self._landed.append(now)
        if group:
            self._groups[chat][-1] = now
        else:
            self._chats[chat] = now
        if len(self._chats) > self._tidy_chats:
            self._chats = {chat: at for chat, at in self._chats.items() if at > now - SECOND}
            self._tidy_chats = max(TIDY, 2 * len(self._chats))
        if len(self._groups) > self._tidy_groups:
            self._groups = {chat: times for chat, times in self._groups.items() if times[-1] > now - MINUTE}
            self._tidy_groups = max(TIDY, 2 * len(self._groups))
