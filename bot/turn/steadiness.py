"""Whether the time of day can be believed: a machine's clock may be set wrong for a minute, and right again."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from bot.programme.world import Now

log = logging.getLogger(__name__)
MOST: Final = timedelta(hours=1)
"""So far the two clocks may come apart between two looks; and so long a jump lasts before it is believed."""


def since_start() -> float:
    """Seconds by a clock that nobody can set; on Linux it goes on while the machine sleeps."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class Steadiness:
    """Compares the time of day with a clock that nobody can set, from one look to the next."""

    def __init__(self, now: Now, beat: Callable[[], float] = since_start):
        self.now, self.beat = now, beat
        self._seen = (now(), beat())
        self._doubted: float | None = None  # when the doubt began, by the clock that nobody can set

    def doubt(self) -> tuple[datetime, datetime] | None:
        """(what the clock says, what it should say) while that cannot be believed; the log is told once."""
        now, beat = self.now(), self.beat()
        expected = self._seen[0] + timedelta(seconds=beat - self._seen[1])
        if abs(now - expected) <= MOST:
            if self._doubted is not None:
                log.warning("the clock goes right again: %s UTC", f"{now:%Y-%m-%d %H:%M}")
        elif self._doubted is None:
            self._doubted = beat
            told = (f"{now:%Y-%m-%d %H:%M}", f"{expected:%Y-%m-%d %H:%M}")
            log.error("the clock says %s UTC where %s is expected; nothing falls due meanwhile", *told)
            return now, expected
        elif beat - self._doubted < MOST.total_seconds():
            return now, expected
        else:
            log.warning("the clock says %s UTC for an hour now: it is believed", f"{now:%Y-%m-%d %H:%M}")
        self._seen, self._doubted = (now, beat), None
        return None
