"""Has a list of pupils read by a process of its own, guarded as that of a statement."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date

import msgspec

from bot.lists.shape import Days, ListRefusal, ListTask, PupilList, Reason
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
