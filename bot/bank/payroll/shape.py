"""What is asked about a file of pays, and what may be told of it: never a single pay."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from bot.bank.statements.shape import Reason

FEWEST: Final = 3
"""The sum of fewer pays would tell what somebody earns."""
MOST: Final = 5_000

Why = Literal[
    Reason,
    "no pays",  # no column holds sums that may be a month's pay
    "several columns",  # and no title says which of them is the pay
    "too few",
    "too many",
    "gone",  # the file is not there any more
]


class Counted(msgspec.Struct, frozen=True, tag="counted", omit_defaults=True):
    """How many pays a file holds, their sum in đồng, the rows that could not be read, the title of the column.

    `hidden` of the pays stand in rows that the file hides from sight, as a filter does.
    """

    people: int
    total: int
    unread: int
    title: str
    hidden: int = 0


class NotCounted(msgspec.Struct, frozen=True, tag="not counted"):
    """Why a file gives no sum."""

    why: Why


class PayJob(msgspec.Struct, frozen=True, kw_only=True):
    """A file to be read for a unit's day's pay; plain enough to wait in the outbox.

    `people` and `total` (đồng) are what was pasted before, `contact` is who hears what comes of it.
    """

    job: int
    drive: str
    unit: int
    contact: int
    file: str
    name: str
    people: int
    total: int
