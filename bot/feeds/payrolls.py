"""The reader of files of pays, and the only one who sees a pay.

A job ends as one update that counts once. The file is forgotten as soon as that update is safe, whatever came of it.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from bot.bank.payroll import Counted, NotCounted, PayJob, read_payroll
from bot.feeds.job_reader import JobReader
from bot.messages import Outgoing

CHANNEL: Final = "payroll"


class PayrollReader(JobReader):
    """Adds up the pays of a file."""

    channel = CHANNEL

    async def deliver(self, message: Outgoing) -> str:
        """Does one job; one that cannot be done ends as an update that says why."""
        job = msgspec.convert(message.document, PayJob)
        async with self._one:
            found = await self._read(job)
        if isinstance(found, Counted):
            about: dict[str, Any] = {"occasion": "payroll_read", **msgspec.structs.asdict(found)}
        else:
            about = {"occasion": "payroll_failed", "why": found.why}
        about |= {"drive": job.drive, "job": msgspec.to_builtins(job)}
        # The number is the same however it ends: where the file is gone the second time, the first counts.
        await self._tell(f"payroll:{job.job}", str(job.unit), about)
        await self._forget(job.file)
        return str(about["occasion"])

    async def _read(self, job: PayJob) -> Counted | NotCounted:
        content = await self._content(job.file)
        return NotCounted("gone") if content is None else await read_payroll(content, job.name)
