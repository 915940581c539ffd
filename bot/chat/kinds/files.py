"""A picture or a document; where its bytes are kept is the messenger's and the storage's matter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import msgspec

from bot.chat.kind import File, Heard, Kind, NotUnderstood
from bot.chat.kinds.typed import even
from bot.chat.phrase import _

_PICTURES: Final = ("image/jpeg", "image/png", "image/webp", "image/heic", "image/heif")
_MEGABYTE: Final = 1_000_000


_ACCOUNTING: Final = _("It is made for accounting programs (OFX, MT940). Please export it as Excel (.xlsx) or CSV.")
_FLAT: Final = _("A PDF or a picture cannot be read here. Please export it as Excel (.xlsx) or CSV.")
TABLES: Final = ("xlsx", "xls", "ods", "csv")
"""How the names of tables end that can be read."""
_RECORDED: Final = ["xlsx", "csv"]
"""What the question for a table is known by in talks of earlier; what it took then it takes now."""
_AS_EXCEL: Final = {
    **dict.fromkeys(("ofx", "qfx", "sta", "mt940", "940"), _ACCOUNTING),
    **dict.fromkeys(("pdf", "jpg", "jpeg", "png", "webp", "heic"), _FLAT),
}
"""How a table that comes in another form becomes one that can be read."""


class _Files(Kind[File]):
    def keep(self, value: File) -> Any:
        return msgspec.to_builtins(value)

    def load(self, kept: Any) -> File:
        return msgspec.convert(kept, File)


class Photo(_Files):
    """A picture, sent as a picture or as a file."""

    takes = frozenset(("photo", "document"))

    def __init__(self, most_bytes: int = 10_000_000):
        self.most_bytes = most_bytes
        self._shape = ["Photo", most_bytes]

    def shape(self) -> Any:
        return self._shape

    def read(self, heard: Heard, today: date) -> File:
        file = heard.photo
        if file is None and heard.document is not None and heard.document.mime.lower() in _PICTURES:
            file = heard.document
        if file is None:
            raise NotUnderstood(_("Please send a picture: take a photo, or choose one from your phone."))
        return _fitting(file, self.most_bytes)

    def show(self, value: File) -> Any:
        return _("a picture")


class Document(_Files):
    """A file whose name ends in one of `endings` (small letters, without the dot)."""

    takes = frozenset(("photo", "document"))

    def __init__(self, most_bytes: int = 5_000_000, endings: Sequence[str] = TABLES):
        self.most_bytes, self.endings = most_bytes, tuple(endings)
        self._shape = ["Document", most_bytes, _RECORDED if self.endings == TABLES else list(endings)]

    def shape(self) -> Any:
        return self._shape

    def read(self, heard: Heard, today: date) -> File:
        kinds = ", ".join("." + ending for ending in self.endings)
        if heard.photo is not None and "xlsx" in self.endings:
            raise NotUnderstood(_FLAT)
        if heard.document is None:
            raise NotUnderstood(_("Please send a file ({endings}): tap the paper clip and choose it.", endings=kinds))
        file = _fitting(heard.document, self.most_bytes)
        ending = file.name.lower().rpartition(".")[2] if "." in file.name else ""
        if ending not in self.endings:
            other = _("This file cannot be read here. Please send one that ends in {endings}.", endings=kinds)
            raise NotUnderstood(_AS_EXCEL.get(ending, other) if "xlsx" in self.endings else other)
        return file

    def show(self, value: File) -> Any:
        return value.name or _("a file")


def _fitting(file: File, most_bytes: int) -> File:
    """The file with a name that shows what it is; raises NotUnderstood where it is too big."""
    if file.size > most_bytes:
        raise NotUnderstood(
            _(
                "This file is too big ({size}). Please send one of {most} at most.",
                size=_megabytes(-(-file.size // _MEGABYTE)),
                most=_megabytes(max(1, most_bytes // _MEGABYTE)),
            )
        )
    name = even(file.name).replace("/", "_").replace("\\", "_")[-200:]
    return msgspec.structs.replace(file, name=name, mime=even(file.mime))


def _megabytes(number: int) -> str:
    return f"{number} MB"
