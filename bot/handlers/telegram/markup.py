"""Long text in light HTML, cut into messages that Telegram takes: every piece is well-formed by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

LONGEST_TEXT: Final = 4096
LONGEST_CAPTION: Final = 1024

TAG: Final = re.compile(r"</?(?:b|i|code)>")
PART: Final = re.compile(r"</?(?:b|i|code)>|&(?:[a-zA-Z]+|#\w+);|.", re.DOTALL)


def fits(text: str, limit: int) -> bool:
    """Whether what is visible of a text has at most `limit` UTF-16 units, as Telegram counts."""
    whole = len(text.encode("utf-16-le", "surrogatepass")) // 2  # with its markup: mostly that fits already
    return whole <= limit or sum(map(_width, PART.findall(text))) <= limit


def split(text: str, limit: int = LONGEST_TEXT) -> list[str]:
    """The text in pieces that fit, cut at line ends, else at spaces; tags open at a cut are closed and opened again."""
    if fits(text, limit):
        return [text]
    parts = PART.findall(text)
    pieces: list[str] = []
    opened: list[str] = []  # at the start of the piece
    start = 0
    while start < len(parts):
        end, following, still = _cut(parts, start, opened, limit)
        body = "".join(parts[start:end])
        if TAG.sub("", body).strip():
            pieces.append(
                "".join(f"<{tag}>" for tag in opened) + body + "".join(f"</{tag}>" for tag in reversed(still))
            )
        start, opened = following, still
    return pieces


def _cut(parts: Sequence[str], start: int, opened: Sequence[str], limit: int) -> tuple[int, int, list[str]]:
    """Where a piece that begins at `start` ends, where the next begins, and which tags are open in between."""
    size = 0
    tags = list(opened)
    at_line = at_space = None
    for i in range(start, len(parts)):
        part = parts[i]
        if part == "\n":
            at_line = (i, i + 1, list(tags))
        elif part == " ":
            at_space = (i, i + 1, list(tags))
        size += _width(part)
        if size > limit:
            return at_line or at_space or (i, i, tags)
        if len(part) > 1 and part[0] == "<":
            if part[1] != "/":
                tags.append(part[1:-1])
            elif tags and tags[-1] == part[2:-1]:
                tags.pop()
    return len(parts), len(parts), []


def _width(part: str) -> int:
    if len(part) == 1:
        return 2 if part > "\uffff" else 1
    return 0 if part[0] == "<" else 1
