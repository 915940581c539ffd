"""What is to happen when, on the rehearsal's own clock."""

from __future__ import annotations

import heapq
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from itertools import count

Deed = Callable[[], Awaitable[None] | None]
STEP = timedelta(minutes=5)


class Agenda:
    """Deeds in order of time; those of one moment in the order in which they were written down."""

    def __init__(self, now: Callable[[], datetime]):
        self.now = now
        self._deeds: list[tuple[datetime, int, Deed]] = []
        self._turn = count()

    def at(self, moment: datetime, deed: Deed) -> None:
        """Does it then, or now if that is over."""
        heapq.heappush(self._deeds, (max(moment, self.now()), next(self._turn), deed))

    def after(self, seconds: float, deed: Deed) -> None:
        """Does it so much later, at the next full step: so several people act in the same moment, as they do."""
        moment = (self.now() + timedelta(seconds=seconds)).replace(second=0, microsecond=0)
        self.at(moment - timedelta(minutes=moment.minute % 5) + STEP, deed)

    @property
    def next(self) -> datetime | None:
        """When the next deed is due."""
        return self._deeds[0][0] if self._deeds else None

    def due(self) -> list[Deed]:
        """Everything that is due by now, taken off the agenda."""
        found = []
        while self._deeds and self._deeds[0][0] <= self.now():
            found.append(heapq.heappop(self._deeds)[2])
        return found
