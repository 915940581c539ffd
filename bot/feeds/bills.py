"""The reader of pictures of transfers, where the extra `bills` is switched on: what it reads is said, never counted.

A job ends as one update that counts once. The picture is forgotten as soon as that update is safe, whatever came of it.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from bot.bank.bills import Bill, BillJob, NoBill, read_bill
from bot.feeds.job_reader import JobReader
from bot.messages import Outgoing

CHANNEL: Final = "bill"
CHILD: Final = (sys.executable, "-m", "bot.feeds.bill_child")
MOST_AN_HOUR: Final = 5
"""Pictures of one chat; each costs some seconds of the machine."""
PATIENCE: Final = timedelta(minutes=2)
"""How long a picture may wait for its turn."""


class BillReader(JobReader):
    """Reads code, sum and time in a picture."""

    channel = CHANNEL

    def __init__(self, *ground: Any, command: Sequence[str] = CHILD):
        super().__init__(*ground)
        self._command = command
        self._read_at: dict[int, deque[datetime]] = {}

    async def deliver(self, message: Outgoing) -> str:
        """Does one job; one that cannot be done ends as an update that says why."""
        job = msgspec.convert(message.document, BillJob)
        async with self._one:
            found = await self._read(job)
        about: dict[str, Any] = {"occasion": "bill_read", "drive": job.drive, "contact": job.contact}
        about["found"] = msgspec.to_builtins(found)
        # The number is the same however it ends: where the picture is gone the second time, the first counts.
        await self._tell(f"bill:{job.job}", str(job.contact), about)
        await self._forget(job.file)
        return found.why if isinstance(found, NoBill) else "read"

    async def _read(self, job: BillJob) -> Bill | NoBill:
        now = self._now()
        if now - job.asked_at > PATIENCE:
            return NoBill("too late")
        if not self._may(job.contact, now):
            return NoBill("too often")
        content = await self._content(job.file)
        if content is None:
            return NoBill("gone")
        zone = ZoneInfo(job.zone)
        return await read_bill(content, job.prefix, zone, now.astimezone(zone).date(), command=self._command)

    def _may(self, contact: int, now: datetime) -> bool:
        """Whether a chat may have one more picture read; which is noted."""
        for key in [key for key, times in self._read_at.items() if now - times[-1] > timedelta(hours=1)]:
            del self._read_at[key]
        times = self._read_at.setdefault(contact, deque(maxlen=MOST_AN_HOUR))
        if len(times) == MOST_AN_HOUR and now - times[0] < timedelta(hours=1):
            return False
        times.append(now)
        return True
