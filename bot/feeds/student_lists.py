"""The reader of lists of pupils: looks a list over, writes what came of each row beside it, takes it part by part."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from bot.feeds.job_reader import JobReader
from bot.lists.job import ListJob, ListSummary
from bot.lists.sandbox import read_list, write_beside
from bot.lists.shape import ListRefusal, PupilList, PupilRow, RowVerdict
from bot.messages import Fetch, Outgoing
from bot.programme.students.list_verdicts import Verdicts

CHANNEL: Final = "student_list"
AT_ONCE: Final = 30
"""So many rows go into the turn as one update: a birthday of a million students has some 230 entries to look at, and
nobody's chat is to wait longer than a few hundredths of a second."""
SAMPLES: Final = 4

Keep = Callable[[str, str, bytes], Awaitable[str]]
"""Keeps an .xlsx for a chat, under a name; returns its reference, or nothing where no files are kept."""
Ask = Callable[[int, int], Awaitable[Verdicts]]
"""What came of a list's rows from a place on, in its sender's words."""


class StudentListReader(JobReader):
    """Reads pupils out of a file or a pasted text."""

    channel = CHANNEL

    def __init__(
        self,
        fetch: Fetch,
        forget: Callable[[str], Awaitable[None]],
        now: Callable[[], datetime],
        verdicts: Ask,
        keep: Keep,
    ):
        super().__init__(fetch, forget, now)
        self._verdicts, self._keep = verdicts, keep

    async def deliver(self, message: Outgoing) -> str:
        """Does one job; one that cannot be done ends as an update that says why."""
        job = msgspec.convert(message.document, ListJob)
        if job.todo == "forget":
            if job.file:
                await self._forget(job.file)
            return "forgotten"
        if job.todo == "take":
            return await self._take(job)
        async with self._one:
            content = job.text.encode() if not job.file else await self._content(job.file)
            if content is None:
                return await self._happened(job, "failed", {"why": "gone"})
            if job.todo == "annotate":
                return await self._annotate(job, content)
            return await self._look(job, content)

    async def _look(self, job: ListJob, content: bytes) -> str:
        today = self._now().astimezone(ZoneInfo(job.zone)).date()
        found = await read_list(content, job.name, today, days=job.days)
        if isinstance(found, ListRefusal):
            return await self._happened(job, "failed", {"why": found.reason})
        summary = {"summary": msgspec.to_builtins(_summary(found, sha256(content).hexdigest()))}
        if (found.font and not job.font_right) or found.swapped:
            return await self._happened(job, "asks", summary)
        order = sorted(range(len(found.rows)), key=lambda place: str(found.rows[place].birth))
        for first in range(0, len(order), AT_ONCE):  # by birthday, so that those of one day are looked up together
            places = order[first : first + AT_ONCE]
            rows = [msgspec.to_builtins(found.rows[place]) for place in places]
            await self._say(job, f"rows:{first}", {"occasion": "list_rows_read", "rows": rows, "places": places})
            await asyncio.sleep(0)
        return await self._happened(job, "read", summary)

    async def _annotate(self, job: ListJob, content: bytes) -> str:
        verdicts: list[RowVerdict] = []
        title = untitled = ""
        place: int | None = 0
        while place is not None:
            page = await self._verdicts(job.list, place)
            verdicts += page.verdicts
            title, untitled, place = page.title, page.untitled, page.next
        made = await write_beside(content, job.name, verdicts, title, untitled)
        file = await self._keep(job.chat, "ket-qua.xlsx", made) if made is not None else ""
        return await self._happened(job, "annotated", {"file": file})

    async def _take(self, job: ListJob) -> str:
        for first in range(0, job.count, AT_ONCE):
            about = {"occasion": "list_part_taken", "first": first, "until": first + AT_ONCE}
            await self._say(job, f"part:{first}", about)
        return await self._happened(job, "taken", {})

    async def _happened(self, job: ListJob, what: str, about: dict[str, Any]) -> str:
        await self._say(job, what, {"occasion": f"list_{what}", **about})
        return what

    async def _say(self, job: ListJob, what: str, about: dict[str, Any]) -> None:
        again = ":".join(part for part in (job.days.replace(" ", "_"), "font" if job.font_right else "") if part)
        id = f"student_list:{job.list}:{job.todo}:{again}:{what}"
        await self._tell(id, str(job.list), {**about, "list": job.list, "drive": job.drive})


def _summary(found: PupilList, digest: str) -> ListSummary:
    return ListSummary(
        count=len(found.rows),
        columns=found.columns[:30],
        left_out=found.left_out[:SAMPLES],
        left_out_count=len(found.left_out),
        unread_sheets=found.unread_sheets,
        hidden=found.hidden,
        font=found.font,
        swapped=found.swapped,
        samples=_samples(found),
        digest=digest,
    )


def _samples(found: PupilList) -> list[str]:
    """Some rows by which a person sees whether the font, or the days, were read rightly."""
    rows = [one for one in found.rows if one.name]
    if found.swapped:
        return [f"{one.name}: {_day(one)}" for one in _doubtful(rows)[:SAMPLES]]
    return [f"{one.name}, {one.guardian}" if one.guardian else one.name for one in rows[:SAMPLES]]


def _doubtful(rows: Sequence[PupilRow]) -> list[PupilRow]:
    """Rows whose day could be a month as well, those first that tell most."""
    return [one for one in rows if one.birth and one.birth.day <= 12 and one.birth.day != one.birth.month]


def _day(row: PupilRow) -> str:
    assert row.birth is not None
    return f"{row.birth:%d/%m/%Y}"
