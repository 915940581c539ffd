"""What is asked of the reader of statements, and what it saw: plain enough to wait in the outbox and the inbox."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What to do with a statement that somebody sent: look at it, then take its lines in or forget the file."""

    statement: int
    file: str
    name: str
    account: str
    zone: str
    todo: Literal["look", "take", "forget"]


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A statement at a glance; sums in đồng. `left_out` holds the first rows that could not be read, with why."""

    count_in: int
    sum_in: int
    count_out: int
    sum_out: int
    first: date
    last: date
    columns: dict[str, str]
    account: str
    left_out: list[tuple[int, str]]
    left_out_count: int
