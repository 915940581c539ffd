"""How much one visitor may send: token buckets, one for each session and each network address."""

from __future__ import annotations

from typing import Final

import msgspec

DAY: Final = 86_400.0


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Messages and uploads a second and a day, and how many at once.

    A whole school or a mobile network may stand behind one address, so that one gets far more than a single session.
    What an address has for a day comes back little by little, and a new session does not bring it back.
    """

    rate: float = 5.0
    burst: float = 20.0
    address_rate: float = 100.0
    address_burst: float = 400.0
    upload_rate: float = 0.2
    upload_burst: float = 10.0
    address_upload_rate: float = 2.0
    address_upload_burst: float = 60.0
    address_day: float = 256e6  # bytes that messages leave behind: some 100,000 short ones
    address_upload_day: float = 1e9  # bytes of files, each counted as a million at least
    picture_rate: float = 3.0
    picture_burst: float = 60.0
    sockets: int = 12  # open pages of one session
    address_sockets: int = 1000


class Bucket:
    """Holds up to `burst` tokens and gains `rate` a second."""

    __slots__ = ("_at", "_burst", "_level", "_rate")

    def __init__(self, rate: float, burst: float, now: float):
        self._rate, self._burst, self._level, self._at = rate, burst, burst, now

    def take(self, now: float, amount: float = 1.0) -> float:
        """Takes so many tokens, of which it must hold as many, and returns 0, or returns the seconds to wait."""
        level = min(self._burst, self._level + (now - self._at) * self._rate)
        self._at = now
        if level >= amount:
            self._level = level - amount
            return 0.0
        self._level = level
        return (amount - level) / self._rate

    def idle(self, now: float) -> bool:
        """Whether it is full again, and so may be forgotten."""
        return self._level + (now - self._at) * self._rate >= self._burst


class Buckets:
    """One bucket for each name; full ones are forgotten once there are many."""

    def __init__(self, rate: float, burst: float, most: int = 5000):
        self._rate, self._burst, self._most = rate, burst, most
        self._all: dict[str, Bucket] = {}

    def of(self, name: str, now: float) -> Bucket:
        """The bucket of this name."""
        bucket = self._all.get(name)
        if bucket is None:
            if len(self._all) >= self._most:
                self._all = {key: kept for key, kept in self._all.items() if not kept.idle(now)}
                self._most = max(self._most, 2 * len(self._all))
            bucket = self._all[name] = Bucket(self._rate, self._burst, now)
        return bucket

    @classmethod
    def daily(cls, amount: float) -> Buckets:
        """Each with `amount` for a day."""
        return cls(amount / DAY, amount)

    def __len__(self) -> int:
        return len(self._all)
