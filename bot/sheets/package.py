"""What is packed in a workbook: a look at its size before anything is read, and what only its own letters tell."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from bot.sheets.open_document import hidden_in
from bot.sheets.shape import Unreadable

MOST_PARTS = 2000
MOST_AREA = 4_000_000
"""Cells between the first and the last one of a sheet; the reader makes room for each, blank or not."""

_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, EOFError, OSError, RuntimeError)
_GLOBALS = 16_384
"""Bytes of an .xls in which it tells of itself."""
_RECORD_1904 = b"\x22\x00\x02\x00\x01\x00"
_FROM_1904 = re.compile(rb'<(?:\w+:)?workbookPr\b[^>]*\bdate1904="(?:1|true|on)"')
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*\br="([0-9]{1,7})"')
_PLACE = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,7})([0-9]{1,7})"')
_CELL = re.compile(rb"<((?:\w+:)?c)\b([^>]*?)(?:/>|>(.*?)</\1>)", re.DOTALL)
_SAID = re.compile(rb"<((?:\w+:)?[vt])\b[^>]*>(.*?)</\1>", re.DOTALL)
_SHARED = re.compile(rb"<(?:\w+:)?si\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?si>)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Package:
    """A workbook fit to be read: its bytes, whether its days count from 1904, the hidden rows of each sheet."""

    content: bytes
    from_1904: bool
    hidden_rows: dict[str, frozenset[int]]


def opened(content: bytes, unpacked: int, ratio: int, most_rows: int) -> Package:
    """Raises Unreadable for what is packed too large or is no workbook.

    The zip's own directory may lie about sizes; what then comes out is bounded by the limits of the process.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = _looked_at(packed, len(content), unpacked, ratio)
            if _is_open_document(packed, parts):
                return Package(content, False, hidden_in(_part(packed, parts, "content.xml"), most_rows, MOST_AREA))
            hidden: dict[str, frozenset[int]] = {}
            slimmer: dict[str, bytes] = {}
            for name, part in _sheets(packed, parts):
                letters = packed.read(part)
                if b"hidden=" in letters:
                    hidden[name] = frozenset(int(row[1]) for row in _HIDDEN_ROW.finditer(letters))
                if not _fits(letters, most_rows):
                    slimmer[part.filename] = letters = _without_blanks(letters, _blank_strings(packed, parts))
                    if not _fits(letters, most_rows):
                        raise Unreadable("too large")
            from_1904 = _FROM_1904.search(_part(packed, parts, "xl/workbook.xml")) is not None
            return Package(_replaced(packed, slimmer) if slimmer else content, from_1904, hidden)
    except _BROKEN:
        raise Unreadable("broken") from None


def old_book(content: bytes) -> Package:
    """An .xls, which packs nothing: what its cells come to is bounded by the limits of the process.

    It says in a record whether its days count from 1904; which rows it hides is not known.
    """
    return Package(content, _RECORD_1904 in content[:_GLOBALS], {})


def _is_open_document(packed: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> bool:
    """Whether it is an .ods; raises Unreadable for other papers of that family."""
    said = _part(packed, parts, "mimetype")
    if said.startswith(b"application/vnd.oasis.opendocument") and b"spreadsheet" not in said:
        raise Unreadable("not a table")
    return said.startswith(b"application/vnd.oasis.opendocument")


def _looked_at(packed: zipfile.ZipFile, size: int, unpacked: int, ratio: int) -> dict[str, zipfile.ZipInfo]:
    """The parts by their names in small letters with forward slashes, as a few programs do not write them."""
    infos = packed.infolist()
    total = sum(part.file_size for part in infos)
    if len(infos) > MOST_PARTS or total > unpacked or total > ratio * size:
        raise Unreadable("too large")
    if any(part.file_size > ratio * max(part.compress_size, 1000) for part in infos):
        raise Unreadable("too large")
    parts = {part.filename.replace("\\", "/").lower().lstrip("/"): part for part in infos}
    if any(part.flag_bits & 1 for part in infos) or "xl/workbook.bin" in parts:
        raise Unreadable("encrypted or old format")
    if _is_open_document(packed, parts):
        return parts
    if b"spreadsheetml" not in _part(packed, parts, "[content_types].xml") and not any(
        name.startswith("xl/") for name in parts
    ):
        raise Unreadable("not a table")
    return parts


def _part(packed: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], name: str) -> bytes:
    return packed.read(parts[name]) if name in parts else b""


def _sheets(packed: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """Each sheet's name and part; all parts that may be one, nameless, where the workbook's own list is elsewhere."""
    listed = _part(packed, parts, "xl/workbook.xml")
    relations = {one["id"]: one for one in map(_attributes, _RELATION.findall(
        _part(packed, parts, "xl/_rels/workbook.xml.rels"))) if "id" in one}  # fmt: skip
    known = False
    for sheet in map(_attributes, _SHEET.findall(listed)):
        target = relations.get(sheet.get("r:id", ""), {}).get("target", "")
        path = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
        part = parts.get(path.replace("\\", "/").lower())
        if part is not None:
            known = True
            yield sheet.get("name", ""), part
    if not known:
        yield from (("", part) for name, part in parts.items() if name.endswith(".xml") and "sheet" in name)


def _attributes(element: bytes) -> dict[str, str]:
    """What an element says of itself, by names in small letters."""
    found = _ATTRIBUTE.findall(element)
    return {
        name.decode().lower(): html.unescape((double or single).decode("utf-8", "replace"))
        for name, double, single in found
    }


def _fits(letters: bytes, most_rows: int) -> bool:
    """Whether a sheet's last cell is near enough to its first place."""
    rows = wide = 1
    columns: set[bytes] = set()
    for place in _PLACE.finditer(letters):
        columns.add(place[1])
        rows = max(rows, int(place[2]))
    for column in columns:
        number = 0
        for letter in column:
            number = number * 26 + letter - 64
        wide = max(wide, number)
    return rows <= most_rows and rows * wide <= MOST_AREA


def _blank_strings(packed: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> frozenset[bytes]:
    """The numbers of the shared strings that say nothing."""
    strings = _SHARED.findall(_part(packed, parts, "xl/sharedstrings.xml"))
    return frozenset(b"%d" % number for number, string in enumerate(strings) if _says_nothing(string))


def _says_nothing(inside: bytes) -> bool:
    return not any(said.strip() for _, said in _SAID.findall(inside))


def _without_blanks(letters: bytes, blank: frozenset[bytes]) -> bytes:
    """A sheet without the cells that hold nothing but blanks, one of which may lie in its last row."""

    def kept(cell: re.Match[bytes]) -> bytes:
        inside = cell[3] or b""
        if b't="s"' in cell[2]:
            said = _SAID.search(inside)
            return b"" if said is None or said[2].strip() in blank else cell[0]
        return b"" if _says_nothing(inside) else cell[0]

    return _CELL.sub(kept, letters)


def _replaced(packed: zipfile.ZipFile, parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        for part in packed.infolist():
            content = parts.get(part.filename)
            new.writestr(part.filename, packed.read(part) if content is None else content)
    return out.getvalue()
