"""A list of pupils: a file, rows pasted as text, or the photo of a list on paper."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

import msgspec

from bot.chat.kind import File, Heard, Kind, NotUnderstood
from bot.chat.kinds.files import Document, Photo
from bot.chat.phrase import _

ENDINGS: Final = ("xlsx", "csv", "ods")
LONGEST: Final = 200_000
"""Characters of pasted rows."""
_PARTS: Final = re.compile(r"[\t;|,]")
_OLD: Final = _(
    "This is an Excel file of before 2007 (.xls). Please open it, choose Save As, Excel Workbook (.xlsx), and send "
    "that."
)


class PastedRows(msgspec.Struct, frozen=True, tag="rows"):
    """Rows that were pasted."""

    text: str


class PaperList(msgspec.Struct, frozen=True, tag="paper"):
    """The photo of a list on paper."""

    photo: File


class SentList(Kind[File | PastedRows | PaperList]):
    """What a school sends as its list. Words that are no rows are not taken for any."""

    private = True
    numbered = False
    takes = frozenset(("photo", "document"))

    def __init__(self, most_bytes: int = 10_000_000):
        self._document, self._photo = Document(most_bytes, ENDINGS), Photo(most_bytes)
        self._shape = ["SentList", most_bytes]

    def shape(self) -> Any:
        return self._shape

    def read(self, heard: Heard, today: date) -> File | PastedRows | PaperList:
        if heard.photo is not None or (heard.document is not None and heard.document.mime.startswith("image/")):
            return PaperList(self._photo.read(heard, today))
        if heard.document is not None:
            if heard.document.name.lower().endswith(".xls"):
                raise NotUnderstood(_OLD)
            return self._document.read(heard, today)
        text = (heard.text or "").strip()
        if len(text) > LONGEST:
            raise NotUnderstood(_("These are too many rows for one message. Please send them as a file."))
        if not all(len(_PARTS.findall(line)) >= 1 for line in text.split("\n") if line.strip()) or len(text) < 20:
            raise NotUnderstood(
                _(
                    "Please send the list as a file: tap the paper clip and choose it. "
                    "Or paste its rows, headings first."
                )
            )
        return PastedRows(text)

    def keep(self, value: File | PastedRows | PaperList) -> Any:
        return msgspec.to_builtins(value)

    def load(self, kept: Any) -> File | PastedRows | PaperList:
        if isinstance(kept, dict) and "type" in kept:
            return msgspec.convert(kept, PastedRows | PaperList)
        return msgspec.convert(kept, File)

    def show(self, value: File | PastedRows | PaperList) -> Any:
        if isinstance(value, PastedRows):
            return _("pasted rows")
        return _("a picture") if isinstance(value, PaperList) else value.name or _("a file")
