"""What is asked of the reader of lists, and what it tells: plain enough to wait in the outbox and the inbox."""

from __future__ import annotations

from typing import Literal

import msgspec

from bot.lists.shape import Days, Font, ReadColumn, RowLeftOut


class ListJob(msgspec.Struct, frozen=True, kw_only=True):
    """What to do with a list that somebody sent: look at it, write what came of each row beside it, take it, forget it.

    It is a file, or a `text` that was pasted. `count` rows are to be taken.
    """

    list: int
    drive: str
    chat: str
    zone: str
    todo: Literal["look", "annotate", "take", "forget"]
    file: str = ""
    name: str = ""
    text: str = ""
    days: Days = ""
    font_right: bool = False
    count: int = 0


class ListSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A list at a glance: how many rows, what was read as what, and what is to be looked at; the first of each."""

    count: int
    columns: list[ReadColumn]
    left_out: list[RowLeftOut] = []
    left_out_count: int = 0
    unread_sheets: list[str] = []
    hidden: int = 0
    font: Font = ""
    swapped: bool = False
    samples: list[str] = []
    """What a question about the font or the days is shown with: a name, or a day."""
    digest: str = ""
    """Of the bytes that came, so that the very same file is known again."""
