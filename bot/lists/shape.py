"""What comes of reading a list of pupils: its rows, what is doubtful in each, how it was understood; or why not."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from bot.sheets.shape import FileReason, FileTask

Reason = Literal[
    FileReason,
    "no headings",  # no row says which column is the name
    "no pupils",  # headings, and nobody below them
    "side by side",  # two tables beside each other: which cell belongs to whom is anybody's guess
]

Field = Literal["name", "birth", "class_name", "guardian", "phone", "household", "needs", "consent"]

Why = Literal[
    "missing",
    "no such day",
    "only the year",  # or the month
    "a day to come",
    "long ago",  # nobody at school was born then
    "not a day",
    "one word",  # a name without its family name
    "not a name",
    "too short",  # a phone's digits
    "too long",
    "old number",  # of eleven digits, as before 2018
    "not a number",
    "several",  # ticks where one is enough
    "a day instead",  # Excel made 5/1 a day
    "unclear",
    "twice",  # the same child stands in the row that `cell` names
    "too young",  # for the drive
    "too old",
    "another class",  # of household than the drive knows
    "no need",  # neither a device nor a connection, or neither that the drive gives
]

Role = Literal[
    "number", "name", "family", "given", "birth", "birth too", "day", "month", "year", "class", "grade",
    "guardian", "father", "mother", "contact", "father contact", "mother contact",
    "phone", "father phone", "mother phone", "household", "poor", "near-poor", "hardship", "need",
    "lacks device", "lacks line", "has device", "has line", "consent", "result",
]  # fmt: skip

Font = Literal["", "tcvn3", "vni"]
Days = Literal["", "as told", "exchanged"]
Tone = Literal["good", "ask", "bad", "known"]


class Flaw(msgspec.Struct, frozen=True):
    """One thing in a row that no careful reader would take as it stands; `cell` is what stands there."""

    field: Field
    why: Why
    cell: str = ""


class PupilRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a row tells of one child; what it does not tell is empty or None, and what is flawed is not told."""

    row: int
    sheet: str = ""
    name: str = ""
    birth: date | None = None
    class_name: str = ""
    guardian: str = ""
    phone: str = ""
    """As E.164: +84900000123."""
    household: str = ""
    """poor, near-poor or hardship where the words are known, else the words themselves."""
    device: bool | None = None
    """Whether the child needs a device."""
    line: bool | None = None
    consent: bool | None = None
    flaws: list[Flaw] = []


class ReadColumn(msgspec.Struct, frozen=True):
    """What one column was taken for; its number counts from 1."""

    role: Role
    number: int
    title: str
    sheet: str = ""


class RowLeftOut(msgspec.Struct, frozen=True):
    """A row with words in it that is no pupil, as totals, remarks and signatures are."""

    row: int
    cell: str
    sheet: str = ""


class PupilList(msgspec.Struct, frozen=True, kw_only=True, tag="list"):
    """A list as it was read, in the order of the file."""

    rows: list[PupilRow]
    columns: list[ReadColumn]
    left_out: list[RowLeftOut] = []
    unread_sheets: list[str] = []
    """Names of the sheets in which no list was found."""
    font: Font = ""
    """The font of the 1990s that it was typed in; the rows are in Unicode."""
    swapped: bool = False
    """Whether days and months may have changed places; nobody but its sender knows."""
    hidden: int = 0
    """Rows that the file hides from sight, as a filter does; they count."""


class ListRefusal(msgspec.Struct, frozen=True, tag="refusal"):
    """What the reading process answers in place of a list."""

    reason: Reason


class ListTask(FileTask, frozen=True, kw_only=True, tag="read"):
    """What the reading process is told before the list; `days` is what its sender said about days and months."""

    today: date
    days: Days = ""


class RowVerdict(msgspec.Struct, frozen=True):
    """What came of one row, in the words of its sender's language, to be written beside it."""

    sheet: str
    row: int
    tone: Tone
    text: str


class AnnotateTask(FileTask, frozen=True, kw_only=True, tag="annotate"):
    """What the process is told that writes the list once more; `title` heads what came of it."""

    verdicts: list[RowVerdict]
    title: str
    untitled: str
