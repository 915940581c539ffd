"""What a file is, by its bytes and not by what it says of itself."""

from __future__ import annotations

PHOTOS = ("image/jpeg", "image/png", "image/webp")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
TABLES = (XLSX, XLS, ODS, "text/csv")
_ODD = frozenset(range(32)) - set(b"\t\r\n\f\x1b")


_OLD_BOOKS = tuple(f"{name}\0".encode("utf-16-le") for name in ("Workbook", "Book"))
"""The streams in which old Excels keep their sheets."""


def kind(data: bytes, name: str) -> str | None:
    """The media type of a photo, a PDF, an Excel, OpenDocument or CSV table; None for anything else.

    A CSV has no mark of its own: its name must end so, and it must be text.
    """
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data.startswith(b"%PDF-"):
        return "application/pdf"
    if data.startswith(b"PK\x03\x04"):
        # Names in a zip are stored plainly, so the archive need not be opened here.
        if data[30:].startswith(b"mimetype" + ODS.encode()):
            return ODS
        return XLSX if b"[Content_Types].xml" in data and b"xl/workbook" in data else None
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") and any(name in data for name in _OLD_BOOKS):
        return XLS
    if name.lower().endswith(".csv") and _text(data):
        return "text/csv"
    return None


def _text(data: bytes) -> bool:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            data = data.decode("utf-16").encode()
        except UnicodeDecodeError:
            return False
    return bool(data.strip()) and _ODD.isdisjoint(data)
