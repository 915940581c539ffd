"""Has a file of pays read by a process of its own, within the limits of a statement."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import msgspec

from bot.bank.payroll.shape import Counted, NotCounted
from bot.bank.statements.limits import LIMITS, FileLimits
from bot.bank.statements.sandbox import answer_of
from bot.bank.statements.shape import Task, Unreadable

CHILD = (sys.executable, "-m", "bot.bank.payroll.child")

_ANSWER: msgspec.json.Decoder[Counted | NotCounted] = msgspec.json.Decoder(Counted | NotCounted)


async def read_payroll(
    content: bytes, name: str, *, limits: FileLimits = LIMITS, command: Sequence[str] = CHILD
) -> Counted | NotCounted:
    """What a file of pays comes to, or why it comes to nothing; `name` is the file's, as it was sent."""
    if len(content) > limits.size:
        return NotCounted("too large")
    task = Task(
        name=name[-200:].encode("utf-8", "replace").decode(),
        account="",
        zone="UTC",
        cpu_seconds=limits.cpu_seconds,
        memory=limits.memory,
        unpacked=limits.unpacked,
        ratio=limits.ratio,
        rows=limits.rows,
    )
    try:
        return _ANSWER.decode(await answer_of(command, task, content, limits))
    except Unreadable as why:
        return NotCounted(why.reason)
    except msgspec.DecodeError:
        return NotCounted("broken")
