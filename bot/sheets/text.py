"""Text files: their encoding, and their rows by a delimiter."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from bot.sheets.fonts import conversion
from bot.sheets.shape import Unreadable
from bot.sheets.table import MOST_COLUMNS, Cell, Row, clean

DELIMITERS = (",", ";", "\t", "|")
LONGEST_WHOLE = 20_000

_STRAY_MARK = re.compile("(?<![aăâeêioôơuưyAĂÂEÊIOÔƠUƯY])[\u0300\u0301\u0303\u0309\u0323]")
# Some banks write ="0123" so that Excel keeps the nought; only a constant is unwrapped, nothing is computed.
_CONSTANT = re.compile(r'="([^"]*)"')


def decoded(content: bytes) -> tuple[str, str]:
    """The text and its encoding; raises Unreadable for what is no text.

    A file that is not in Unicode is taken for Windows-1258 if every combining mark in it follows a vowel.
    """
    if content.startswith(b"\xef\xbb\xbf"):
        return _in(content, "utf-8-sig")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _in(content, "utf-16")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return text, "utf-8"
    try:
        text = content.decode("cp1258")
    except UnicodeDecodeError:
        return _in(content, "cp1252")
    if not _STRAY_MARK.search(text):
        return text, "cp1258"
    return _in(content, "cp1252")


def _in(content: bytes, encoding: str) -> tuple[str, str]:
    try:
        return content.decode(encoding), encoding
    except UnicodeDecodeError:
        raise Unreadable("not a table") from None


def modern_text(content: bytes) -> tuple[str, str]:
    """The text in Unicode, also where it was typed in a font that borrows letters; raises Unreadable."""
    text, encoding = plain_text(content)
    if text.isascii():
        return text, encoding
    # These fonts know bytes; a code page that moves some of them to other letters is not theirs.
    typed = text if encoding.startswith("utf") else content.decode("latin-1").replace("\0", "")
    convert = conversion(typed.splitlines())
    return (convert(typed), encoding) if convert else (text, encoding)


def plain_text(content: bytes) -> tuple[str, str]:
    """The text of a text file, without the noughts between its letters, and its encoding; raises Unreadable."""
    text, encoding = decoded(content)
    if text.count("\0") > len(text) // 10:
        raise Unreadable("not a table")
    text = text.replace("\0", "")
    if not text.strip():
        raise Unreadable("not a table")
    return text, encoding


def rows_of(text: str, delimiter: str, most_rows: int) -> list[Row]:
    """The rows of a text parted by a delimiter; raises Unreadable."""
    rows: list[Row] = []
    try:
        for row in parted(text, delimiter):
            if len(rows) >= most_rows:
                raise Unreadable("too large")
            rows.append(row)
    except csv.Error:
        raise Unreadable("broken") from None
    return rows


def parted(text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for number, fields in enumerate(reader, start=1):
        fields = fields[:MOST_COLUMNS]
        swallowed = any("\n" in field and field.count(delimiter) >= 2 for field in fields)
        yield Row(number, [_cell(field) for field in fields], swallowed)


def _cell(field: str) -> Cell:
    if field.startswith('="') and (constant := _CONSTANT.fullmatch(field)):
        field = constant[1]
    return clean(field[:LONGEST_WHOLE])
