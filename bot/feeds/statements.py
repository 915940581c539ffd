"""The reader of statements: first it looks a statement over, and takes its lines in once the clerk has agreed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from bot.bank.job import Job, StatementSummary
from bot.bank.line import BankLine
from bot.bank.statements import LeftOut, Statement, Unreadable, read_statement
from bot.feeds.job_reader import JobReader
from bot.messages import Outgoing

CHANNEL: Final = "statement"
AT_ONCE: Final = 200
"""So many lines go into the turn as one update."""
SHOWN: Final = 8


class StatementReader(JobReader):
    """Reads the movements of one account out of a file."""

    channel = CHANNEL

    async def deliver(self, message: Outgoing) -> str:
        """Does one job; one that cannot be done ends as an update that says why."""
        job = msgspec.convert(message.document, Job)
        if job.todo == "forget":
            await self._forget(job.file)
            return "forgotten"
        async with self._one:
            content = await self._content(job.file)
            if content is None:
                return await self._failed(job, "gone")
            try:
                zone = ZoneInfo(job.zone)
                today = self._now().astimezone(zone).date()
                statement = await read_statement(
                    content, job.name, job.account, zone, today=today, opens=job.opens, former=job.former
                )
            except Unreadable as trouble:
                return await self._failed(job, trouble.reason)
        if not statement.lines:
            troubles = _troubles(statement)
            why = "nothing read" if troubles else "empty"
            return await self._failed(job, why, msgspec.to_builtins(troubles[:SHOWN]), len(troubles))
        if job.todo == "look":
            for first, lines in _by_sum(statement.lines):
                about = {"occasion": "statement_compared", "compared": msgspec.to_builtins(lines)}
                await self._say(job, f"compared:{first}", about)
            return await self._happened(job, "read", {"found": msgspec.to_builtins(seen(statement, job.former))})
        for first in range(0, len(statement.lines), AT_ONCE):
            lines = [msgspec.to_builtins(line) for line in statement.lines[first : first + AT_ONCE]]
            await self._say(job, str(first), {"lines": lines, "first": first})
        ended = await self._happened(job, "taken", {"lines": len(statement.lines)})
        await self._forget(job.file)
        return ended

    async def _failed(self, job: Job, why: str, left_out: Sequence[Any] = (), count: int = 0) -> str:
        about = {"why": why} | ({"left_out": left_out, "left_out_count": count} if count else {})
        ended = await self._happened(job, "failed", about)
        await self._forget(job.file)
        return ended

    async def _happened(self, job: Job, what: str, about: dict[str, Any]) -> str:
        await self._say(job, what, {"occasion": f"statement_{what}", **about})
        return what

    async def _say(self, job: Job, what: str, about: dict[str, Any]) -> None:
        id = f"statement:{job.statement}:{job.todo}:{what}"
        await self._tell(id, job.account, {**about, "statement": job.statement})


def seen(statement: Statement, former: Sequence[str] = ()) -> StatementSummary:
    """A statement at a glance; `former` are the drive's other accounts."""
    came, went = _sums(statement.lines, 1), _sums(statement.lines, -1)
    days = [line.at.date() for line in statement.lines]
    troubles = _troubles(statement)
    off = [one for one in statement.sums if one.told != one.found]
    return StatementSummary(
        count_in=came[0],
        sum_in=came[1],
        count_out=went[0],
        sum_out=-went[1],
        first=min(days),
        last=max(days),
        columns={column.role: column.title for column in statement.form.columns},
        account=statement.form.account,
        left_out=troubles[:SHOWN],
        left_out_count=len(troubles),
        unread_sheets=statement.unread_sheets[:SHOWN],
        gaps=statement.gaps[:SHOWN],
        gaps_count=len(statement.gaps),
        balanced=statement.balanced,
        sums_agree=bool(statement.sums) and not off,
        sums_off=off[:SHOWN],
        turned=statement.turned,
        hidden=statement.hidden,
        fees_apart=statement.fees_apart,
        former=sorted({line.account for line in statement.lines} & set(former)),
    )


def _by_sum(lines: Sequence[BankLine]) -> Iterator[tuple[int, list[BankLine]]]:
    """A statement's lines in parts, each with all those of its sums, for only like sums are compared."""
    first, part = 0, list[BankLine]()
    for _minor, alike in groupby(sorted(lines, key=lambda line: line.minor), key=lambda line: line.minor):
        part += alike
        if len(part) >= AT_ONCE:
            yield first, part
            first, part = first + len(part), []
    if part:
        yield first, part


def _troubles(statement: Statement) -> list[LeftOut]:
    """The rows left out that may have been movements."""
    return [one for one in statement.left_out if one.why != "note"]


def _sums(lines: Sequence[BankLine], sign: int) -> tuple[int, int]:
    found = [line.minor for line in lines if line.minor * sign > 0]
    return len(found), sum(found)
