"""What a file is, by its bytes; by its name only what no longer can be told."""

from __future__ import annotations

import re
from itertools import islice

from bot.sheets.fonts import LOOKED_AT, conversion, looks_old
from bot.sheets.limits import LIMITS
from bot.sheets.package import old_book, opened
from bot.sheets.shape import FileReason, Unreadable
from bot.sheets.sheet import sheet_tables
from bot.sheets.table import Table

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a compound file begins: an .xls, an encrypted .xlsx, or what is no table."""
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_BEGINNINGS: tuple[tuple[re.Pattern[bytes], FileReason], ...] = (
    (re.compile(rb"\s*(<\?xml[^>]*>\s*)?(OFXHEADER:|<\?OFX|<OFX>|<Document[^>]*camt\.)|\s*(\{1:F|:20:)", re.IGNORECASE),
     "bank message"),
    (re.compile(rb"%PDF|\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\0\0\0\0|II\*\0|MM\0\*|RIFF....WEBP|....ftyphei", re.DOTALL),
     "pdf or picture"),
    (re.compile(rb"\s*<(\?xml|!doctype|html|table|meta|head|style)", re.IGNORECASE), "web page"),
    (re.compile(rb"\{\\rtf"), "not a table"),
)  # fmt: skip


def is_workbook(content: bytes, name: str) -> bool:
    """Whether a file is a workbook rather than text; raises Unreadable for what is neither."""
    if content.startswith(b"PK\x03\x04") or (content.startswith(OLD) and _LOCKED not in content):
        return True
    if content.startswith((OLD, b"\x09\x08")):
        raise Unreadable("encrypted or old format")
    start = content[:1000].removeprefix(b"\xef\xbb\xbf")
    for beginning, reason in _BEGINNINGS:
        if beginning.match(start):
            raise Unreadable(reason)
    if content and name.lower().endswith((".xlsx", ".xlsm")):
        raise Unreadable("broken")
    if name.lower().endswith(".xls") and b"\0" in content[:1000] and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise Unreadable("encrypted or old format")
    return False


def workbook_tables(
    content: bytes, *, unpacked: int = LIMITS.unpacked, ratio: int = LIMITS.ratio, rows: int = LIMITS.rows
) -> list[Table]:
    """The sheets of a workbook, their text in Unicode whatever font it was typed in; raises Unreadable."""
    package = old_book(content) if content.startswith(OLD) else opened(content, unpacked, ratio, rows)
    tables = sheet_tables(package, rows)
    cells = (cell for table in tables for row in table.rows for cell in row.cells if isinstance(cell, str))
    texts = list(islice(cells, LOOKED_AT))
    if not looks_old(texts):
        return tables
    convert = conversion(texts)
    return sheet_tables(package, rows, convert) if convert else tables
