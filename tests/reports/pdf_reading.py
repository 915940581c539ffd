"""Reads the text and the pages of a PDF as the press makes them: glyphs by each font's own table, in the order drawn.

What no font has a shape for reads as U+FFFD.

Written from ISO 32000-1: strings 7.3.4, text operators 9.4, ToUnicode 9.10.3, ActualText 14.9.4.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple

TOKEN = re.compile(rb"\(|/[^\s/\[\]()<>]+|<<|>>|<[0-9A-Fa-f]*>|\[|\]|[^\s/\[\]()<>]+")
BRACKET = re.compile(rb"\\.|[()]", re.S)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


class Span(NamedTuple):
    """A run of text, the size it is set in, and where it begins, in points from the page's lower left corner."""

    text: str
    size: float
    x: float
    y: float


def page_count(pdf: bytes) -> int:
    """How many pages the PDF has."""
    return len(re.findall(rb"/Type/Page\b(?!s)", pdf))


def pdf_text(pdf: bytes) -> str:
    """All text, run after run, without the invisible places at which a long word may be broken."""
    return "".join(span.text for page in pdf_spans(pdf) for span in page).replace("\u200b", "")


def pdf_spans(pdf: bytes) -> list[list[Span]]:
    """The runs of text on each page."""
    objects = {int(number): body for number, body in re.findall(rb"(\d+) 0 obj\n(.*?)\nendobj", pdf, re.S)}
    pages = [body for _, body in sorted(objects.items()) if re.search(rb"/Type/Page\b(?!s)", body)]
    return [
        list(runs(stream(objects[refers(page, b"Contents")]), fonts(objects, objects[refers(page, b"Resources")])))
        for page in pages
    ]


def fonts(objects: dict[int, bytes], resources: bytes) -> dict[bytes, dict[int, str]]:
    """The tables of the fonts that a page names."""
    named = re.findall(rb"/(f\d+) (\d+) 0 R", b"".join(re.findall(rb"/Font<<[^>]*>>", resources)))
    return {b"/" + name: letters(stream(objects[refers(objects[int(at)], b"ToUnicode")])) for name, at in named}


def refers(body: bytes, key: bytes) -> int:
    found = re.search(rb"/" + key + rb" (\d+) 0 R", body)
    assert found, key
    return int(found[1])


def stream(body: bytes) -> bytes:
    head, data = body.split(b"\nstream\n", 1)
    data = data.removesuffix(b"\nendstream")
    return zlib.decompress(data) if b"FlateDecode" in head else data


def letters(table: bytes) -> dict[int, str]:
    """Which letters each glyph stands for."""
    found = {}
    for block in re.findall(rb"beginbfchar\n(.*?)endbfchar", table, re.S):
        for glyph, text in re.findall(rb"<([0-9A-F]+)>\s*<([0-9A-F]*)>", block, re.I):
            found[int(glyph, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    assert b"beginbfrange" not in table, "the press lists glyphs one by one"
    return found


def runs(drawn: bytes, fonts: dict[bytes, dict[int, str]]) -> Iterator[Span]:
    tokens = list(cut(drawn))
    font: dict[int, str] = {}
    size, x, y, backwards = 0.0, 0.0, 0.0, False
    actual: list[str | None] = []
    for at, token in enumerate(tokens):
        if token == b"Tf":
            font, size = fonts[tokens[at - 2]], float(tokens[at - 1])
        elif token == b"cm":
            x, y = float(tokens[at - 2]), float(tokens[at - 1])
        elif token in (b"BDC", b"BMC"):
            backwards = backwards or tokens[at - 1] == b"/ReversedChars"
            said = tokens[at - 2] if tokens[at - 3] == b"/ActualText" else None
            actual.append(None if said is None else told(said))
        elif token == b"EMC":
            said_instead = actual.pop()
            backwards = False
            if said_instead:
                yield Span(said_instead, size, x, y)
        elif token in (b"TJ", b"Tj") and not any(said is not None for said in actual):
            text = "".join(shown(part, font) for part in array_before(tokens, at))
            yield Span(text[::-1] if backwards else text, size, x, y)


def cut(drawn: bytes) -> Iterator[bytes]:
    """The tokens; a string may hold brackets in pairs."""
    at = 0
    while found := TOKEN.search(drawn, at):
        at = found.end()
        if found[0] == b"(":
            depth = 1
            while depth:
                bracket = BRACKET.search(drawn, at)
                assert bracket, "a string ends"
                depth += {b"(": 1, b")": -1}.get(bracket[0], 0)
                at = bracket.end()
        yield drawn[found.start() : at]


def array_before(tokens: list[bytes], at: int) -> list[bytes]:
    start = at - 1
    while tokens[start] != b"[" and tokens[at - 1] == b"]":
        start -= 1
    return [token for token in tokens[start:at] if token[:1] == b"(" or re.fullmatch(rb"<[0-9A-Fa-f]*>", token)]


def shown(string: bytes, font: dict[int, str]) -> str:
    raw = plain(string)
    return "".join(font.get(int.from_bytes(raw[i : i + 2]), "\ufffd") for i in range(0, len(raw), 2))


def told(string: bytes) -> str:
    raw = plain(string)
    return raw[2:].decode("utf-16-be") if raw[:2] == b"\xfe\xff" else raw.decode("latin-1")


def plain(string: bytes) -> bytes:
    """The bytes of a string object, written in brackets or in hexadecimal."""
    if string[:1] == b"<":
        return bytes.fromhex(string[1:-1].decode())
    return re.sub(
        rb"\\([0-7]{1,3}|\r\n|.)",
        lambda found: bytes([int(found[1], 8)]) if found[1].isdigit() else ESCAPES.get(found[1], found[1]),
        string[1:-1],
        flags=re.S,
    )
