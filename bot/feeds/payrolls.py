"""The reader of files of pays: like that of statements a messenger to the sender, and the only one who sees a pay.

A message to it is a job, and ends as one update that counts once, however often the job is begun anew. The file is
forgotten as soon as that update is safe, whatever came of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Final

import msgspec

from bot.bank.payroll import Counted, NotCounted, PayJob, read_payroll
from bot.messages import Abilities, Accept, Fetch, Full, Incoming, Outgoing, Passing, Permanent

CHANNEL: Final = "payroll"
MOST_BYTES: Final = 10_000_000


class PayrollReader:
    """`fetch` gives the bytes of a file that somebody sent, wherever its messenger keeps it; `forget` deletes it."""

    channel = CHANNEL
    abilities = Abilities()

    def __init__(self, fetch: Fetch, forget: Callable[[str], Awaitable[None]], now: Callable[[], datetime]):
        self._fetch, self._forget, self._now = fetch, forget, now
        self._accept: Accept | None = None
        self._one = asyncio.Semaphore(1)  # reading one takes half a gigabyte at worst

    async def start(self, accept: Accept) -> None:
        """Jobs come by `deliver`."""
        self._accept = accept

    async def stop(self) -> None:
        """Nothing to close."""

    async def deliver(self, message: Outgoing) -> str:
        """Does one job; one that cannot be done ends as an update that says why."""
        job = msgspec.convert(message.document, PayJob)
        async with self._one:
            found = await self._read(job)
        if isinstance(found, Counted):
            about: dict[str, Any] = {"occasion": "payroll_read", **msgspec.structs.asdict(found)}
        else:
            about = {"occasion": "payroll_failed", "why": found.why}
        await self._tell(job, about)
        await self._forget(job.file)
        return str(about["occasion"])

    async def _read(self, job: PayJob) -> Counted | NotCounted:
        try:
            content = await self._fetch(job.file, MOST_BYTES)
        except (Permanent, FileNotFoundError):
            return NotCounted("gone")
        return await read_payroll(content, job.name)

    async def _tell(self, job: PayJob, about: dict[str, Any]) -> None:
        assert self._accept is not None
        about = {**about, "drive": job.drive, "job": msgspec.to_builtins(job)}
        id = f"payroll:{job.job}"  # the same however it ends: where the file is gone the second time, the first counts
        try:
            await self._accept(Incoming(channel="bank", chat=str(job.unit), id=id, at=self._now(), about=about))
        except Full:
            # For everybody: so it is no fault of this job, and is tried again as often as it takes.
            raise Passing("the queue is full", after=1.0, everyone=True) from None
