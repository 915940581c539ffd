"""Numbers for new rows: microseconds of the machine's clock, never the same twice in a process."""

from __future__ import annotations

import time


class Ids:
    """Ever-growing numbers below 2^53, so that also a browser keeps them exactly."""

    def __init__(self) -> None:
        self._last = 0

    def __call__(self) -> int:
        self._last = max(self._last + 1, time.time_ns() // 1_000)
        return self._last


new_id = Ids()
"""The process's one source of row numbers; rows can so be written in bulk without asking the database."""
