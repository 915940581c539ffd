"""What is asked of the reader of statements, and what it saw: plain enough to wait in the outbox and the inbox."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from bot.bank.statements.shape import Gap, LeftOut, StatedSum


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What to do with a statement that somebody sent: look at it, then take its lines in or forget the file."""

    statement: int
    file: str
    name: str
    account: str
    zone: str
    todo: Literal["look", "take", "forget"]
    opens: date | None = None
    """The first day on which money for the drive is likely."""
    former: tuple[str, ...] = ()
    """The drive's other accounts, past or present; lines of theirs are theirs."""


class StatementSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A statement at a glance; sums in đồng. Of rows left out, gaps and sheets the first are told, and how many."""

    count_in: int
    sum_in: int
    count_out: int
    sum_out: int
    first: date
    last: date
    columns: dict[str, str]
    account: str
    left_out: list[LeftOut]
    left_out_count: int
    unread_sheets: list[str] = []
    gaps: list[Gap] = []
    gaps_count: int = 0
    balanced: int = 0
    sums_agree: bool = False
    """Whether the file tells totals or balances of its own, and all are what its rows come to."""
    sums_off: list[StatedSum] = []
    turned: bool = False
    hidden: int = 0
    fees_apart: int = 0
    former: list[str] = []
    """Of the drive's other accounts, those whose lines are in it."""
