"""Lines of the log that would come thousands of times: one a minute, with how many more there were."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Final

OFTEN: Final = (
    "socket.accept() out of system resource",  # asyncio's own, when there are no descriptors left
    "the database could not take a turn",
    "the disk is nearly full",
    "a page of another address was refused",
    "a page's connection came without the header Upgrade",
    "a request that cannot be read was refused",
    "an upload broke off",
    "what %s posted is no notice",
    "what was posted with Telegram's secret is no JSON",
)
"""How such lines begin, before their values are put in; so is whatever tells of a disk that cannot be written."""
MINUTE: Final = 60.0


class Seldom(logging.Filter):
    """Lets one line of each sort through in `every` seconds, without its traceback: the rest is counted."""

    def __init__(self, every: float = MINUTE, clock: Callable[[], float] = time.monotonic):
        super().__init__()
        self._every, self._clock = every, clock
        self._told: dict[str, tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a line is written; it belongs to one handler, for whom each line comes by once."""
        sort = next((start for start in OFTEN if str(record.msg).startswith(start)), "")
        why = _why(record)
        if why and not sort:
            sort = f"{record.name}: {record.msg}"
        if not sort:
            return True
        now = self._clock()
        since, hushed = self._told.get(sort, (now - self._every, 0))
        if now - since < self._every:
            self._told[sort] = since, hushed + 1
            return False
        self._told[sort] = now, 0
        words = record.getMessage().partition("\n")[0]
        more = f" ({hushed} more since the last such line)" if hushed else ""
        record.msg, record.args = words + why + more, ()
        record.exc_info = record.exc_text = None
        return True


def _why(record: logging.LogRecord) -> str:
    """What of the disk, the database or a visitor who broke off a traceback tells; empty where it tells of else."""
    trouble = record.exc_info[1] if record.exc_info else None
    if trouble is None:
        return ""
    if isinstance(trouble, ConnectionError):
        return f": {trouble}"
    from bot.messages import Full
    from bot.storage.troubles import is_the_disks, named  # the database's library, which few commands need

    return f": {named(trouble)}" if isinstance(trouble, Full) or is_the_disks(trouble) else ""
