"""Has a file of pays read by a process of its own, within the limits of a statement."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import msgspec

from bot.bank.payroll.shape import Counted, NotCounted
from bot.bank.statements.shape import Reason
from bot.sheets.limits import LIMITS, FileLimits
from bot.sheets.sandbox import answer_of, bounds_of
from bot.sheets.shape import FileTask, Unreadable

CHILD = (sys.executable, "-m", "bot.bank.payroll.child")

_ANSWER: msgspec.json.Decoder[Counted | NotCounted] = msgspec.json.Decoder(Counted | NotCounted)


async def read_payroll(
    content: bytes, name: str, *, limits: FileLimits = LIMITS, command: Sequence[str] = CHILD
) -> Counted | NotCounted:
    """What a file of pays comes to, or why it comes to nothing; `name` is the file's, as it was sent."""
    if len(content) > limits.size:
        return NotCounted("too large")
    task = FileTask(**bounds_of(name, limits))
    try:
        return _ANSWER.decode(await answer_of(command, task, content, limits))
    except Unreadable as why:
        return NotCounted(msgspec.convert(why.reason, Reason))
    except msgspec.DecodeError:
        return NotCounted("broken")
