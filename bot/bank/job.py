"""What is asked of the reader of statements, and what it saw: plain enough to wait in the outbox and the inbox."""

from __future__ import annotations

from datetime import date

import msgspec


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """Reads a statement that somebody sent: to look at it first, then, once confirmed, to `take` its lines in."""

    statement: int
    file: str
    name: str
    account: str
    zone: str
    take: bool


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
