"""What comes of reading a statement: its lines, the form recognised, the rows left out; or why it is unreadable."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from bot.bank.line import BankLine
from bot.sheets.shape import FileReason, FileTask

Reason = Literal[
    FileReason,
    "no date column",
    "no amount column",
    "another currency",
    "not in single dong",  # but in thousands or millions
    "another account",  # none that is told of in it is the one asked for
    "old font",
    "swapped days",  # as when an English program opened the file: nothing says which is the day and which the month
]

Why = Literal[
    "no date",  # an amount stands there, but no day that can be read
    "unclear date",  # day and month may have changed places when the file was saved anew
    "no amount",  # a day, but no amount
    "unclear amount",  # what stands for an amount cannot be read as one
    "fraction",  # đồng have none
    "zero amount",
    "two amounts",  # both in and out
    "unclear sign",  # in or out cannot be told
    "another currency",
    "another account",
    "not done",  # its status says that it failed, or is still under way
    "unclear status",
    "unclear fee",  # what stands for a fee or a tax cannot be read as a sum
    "future day",
    "total or movement",  # it reads like a total, but is the sum of nothing above
    "another sheet",  # the same movement stands in another sheet, and counts there
    "run together",  # a quotation mark that nothing closes has swallowed the rows that follow
    "note",  # neither day nor amount
]

Role = Literal[
    "day", "time", "credit", "debit", "amount", "side", "memo", "reference", "payer", "balance", "currency",
    "account", "status", "fee", "tax",
]  # fmt: skip


class Column(msgspec.Struct, frozen=True):
    """What one column of the file is: number (from 1) and title as the file has them."""

    role: Role
    number: int
    title: str


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """How the file was understood, for a person to confirm."""

    kind: Literal["csv", "xlsx"]  # text, or a workbook of whatever kind
    encoding: str = ""
    """Only for text: utf-8, utf-8-sig, utf-16, cp1258 or cp1252."""
    delimiter: str = ""
    """Only for text."""
    sheet: str = ""
    """Only for workbooks."""
    header_row: int
    columns: list[Column]
    day_order: Literal["day first", "month first"]
    """Of days written as 3/4/2026; the others can be read in one way only."""
    decimal: Literal[",", ".", ""]
    """What stands before decimals, where a dot or a comma occurs at all; the other one parts thousands."""
    account: str = ""
    """The account number that the file names above its table or beside each line; digits and letters only."""


class LeftOut(msgspec.Struct, frozen=True):
    """A row that gave no line; its number counts from 1, as in the file. `cell` is what could not be read."""

    row: int
    why: Why
    cell: str = ""
    sheet: str = ""
    """Only where several sheets were read."""


class Gap(msgspec.Struct, frozen=True):
    """A row whose running balance is not the one before it and its own sum, in đồng."""

    row: int
    due: int
    told: int
    sheet: str = ""
    """Only where several sheets were read."""


class StatedSum(msgspec.Struct, frozen=True):
    """What the file says its rows come to, and what they come to as they were read, in đồng."""

    what: Literal["in", "out", "closing"]
    told: int
    found: int


class Statement(msgspec.Struct, frozen=True, tag="statement"):
    """A statement as it was read, its lines in the order of the file."""

    lines: list[BankLine]
    form: Form
    left_out: list[LeftOut]
    unread_sheets: list[str] = []
    """Names of the sheets that were not read."""
    gaps: list[Gap] = []
    balanced: int = 0
    """How many lines follow from the balance before them."""
    sums: list[StatedSum] = []
    """Totals and balances that the file itself tells, beside what was found."""
    turned: bool = False
    """Day and month had changed places in the file, and were put back as its own numbers or period say."""
    hidden: int = 0
    """Lines that the file hides from sight, as a filter does."""
    fees_apart: int = 0
    """Lines with a fee or a tax beside their sum, of which no balance says whether it comes on top; not counted in."""


class Refusal(msgspec.Struct, frozen=True, tag="refusal"):
    """What the reading process answers in place of a statement."""

    reason: Reason


class Task(FileTask, frozen=True, kw_only=True):
    """What the reading process is told before the file."""

    account: str
    zone: str
    today: date | None = None
    opens: date | None = None
    former: tuple[str, ...] = ()
