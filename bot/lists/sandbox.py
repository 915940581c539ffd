"""Has a list of pupils read by a process of its own, guarded as that of a statement."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date

import msgspec

from bot.lists.shape import AnnotateTask, Days, ListRefusal, ListTask, PupilList, Reason, RowVerdict
from bot.sheets.limits import LIMITS, FileLimits
from bot.sheets.sandbox import answer_of, bounds_of
from bot.sheets.shape import Unreadable

CHILD = (sys.executable, "-m", "bot.lists.child")

_ANSWER: msgspec.json.Decoder[PupilList | ListRefusal] = msgspec.json.Decoder(PupilList | ListRefusal)


async def read_list(
    content: bytes,
    name: str,
    today: date,
    *,
    days: Days = "",
    limits: FileLimits = LIMITS,
    command: Sequence[str] = CHILD,
) -> PupilList | ListRefusal:
    """The pupils of a file, or why there are none; `name` is the file's, empty for a text that was pasted."""
    if len(content) > limits.size:
        return ListRefusal("too large")
    task = ListTask(**bounds_of(name, limits), today=today, days=days)
    try:
        return _ANSWER.decode(await answer_of(command, task, content, limits))
    except Unreadable as why:
        return ListRefusal(msgspec.convert(why.reason, Reason))
    except msgspec.DecodeError:
        return ListRefusal("broken")


async def write_beside(
    content: bytes,
    name: str,
    verdicts: Sequence[RowVerdict],
    title: str,
    untitled: str,
    *,
    limits: FileLimits = LIMITS,
    command: Sequence[str] = CHILD,
) -> bytes | None:
    """The list once more as an .xlsx, with what came of each row beside it; None where that cannot be made."""
    task = AnnotateTask(**bounds_of(name, limits), verdicts=list(verdicts), title=title, untitled=untitled)
    try:
        told = await answer_of(command, task, content, limits)
    except Unreadable:
        return None
    return told if told.startswith(b"PK") else None
