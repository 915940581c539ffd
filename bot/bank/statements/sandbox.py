"""Has a statement read by a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

import msgspec

from bot.bank.statements.shape import Refusal, Statement, Task
from bot.sheets.limits import LIMITS, FileLimits
from bot.sheets.sandbox import answer_of, bounds_of
from bot.sheets.shape import Unreadable

CHILD = (sys.executable, "-m", "bot.bank.statements.child")

_ANSWER: msgspec.json.Decoder[Statement | Refusal] = msgspec.json.Decoder(Statement | Refusal)


async def read_statement(
    content: bytes,
    name: str,
    account: str,
    zone: ZoneInfo,
    *,
    today: date | None = None,
    opens: date | None = None,
    former: Sequence[str] = (),
    limits: FileLimits = LIMITS,
    command: Sequence[str] = CHILD,
) -> Statement:
    """The movements that a bank's statement tells of `account`; days without a zone are of `zone`, which has a key.

    `name` is the file's, as it was sent; `today` tells days to come from days past, `opens` is the first day on which
    money for the drive is likely, `former` are its other accounts, past or present. Raises Unreadable for a file that
    cannot be read as a whole.
    """
    if len(content) > limits.size:
        raise Unreadable("too large")
    task = Task(
        **bounds_of(name, limits), account=account, zone=zone.key, today=today, opens=opens, former=tuple(former)
    )
    told = await answer_of(command, task, content, limits)
    try:
        answer = _ANSWER.decode(told)
    except msgspec.DecodeError:
        raise Unreadable("broken") from None
    if isinstance(answer, Refusal):
        raise Unreadable(answer.reason)
    return answer
