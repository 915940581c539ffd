"""Has the picture of a transfer read by a process of its own, guarded as that of a statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

import msgspec

from bot.bank.bills.shape import LIMITS, Bill, BillTask, NoBill
from bot.bank.statements.shape import Reason
from bot.sheets.limits import FileLimits
from bot.sheets.sandbox import answer_of, bounds_of
from bot.sheets.shape import Unreadable

_ANSWER: msgspec.json.Decoder[Bill | NoBill] = msgspec.json.Decoder(Bill | NoBill)


async def read_bill(
    content: bytes, prefix: str, zone: ZoneInfo, today: date, *, command: Sequence[str], limits: FileLimits = LIMITS
) -> Bill | NoBill:
    """Code, sum and time in a picture, or why there are none; `command` starts the process that reads."""
    if len(content) > limits.size:
        return NoBill("too large")
    task = BillTask(**bounds_of("", limits), zone=zone.key, today=today, prefix=prefix)
    try:
        return _ANSWER.decode(await answer_of(command, task, content, limits))
    except Unreadable as why:
        return NoBill(msgspec.convert(why.reason, Reason))
    except msgspec.DecodeError:
        return NoBill("broken")
