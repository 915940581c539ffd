"""A clock that stands still until it is set."""

from __future__ import annotations

from datetime import datetime


class StillClock:
    """The rehearsal's only source of time; it may also be set back, as real clocks sometimes are."""

    def __init__(self, start: datetime):
        self._now = start

    def __call__(self) -> datetime:
        return self._now

    def set(self, to: datetime) -> None:
        """It is this moment now."""
        self._now = to
