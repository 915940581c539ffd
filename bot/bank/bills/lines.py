"""The lines of a picture as a person reads them: what stands side by side, and what goes on below."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

from bot.bank.bills.shape import TextLine

MOST_LINES: Final = 200
"""A bill has some thirty; a wall of text is none."""
SAME_ROW: Final = 0.5
"""How far two lines of one row may lie apart, as a share of the height of the lower one."""


def rows(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """The lines from top to bottom, with those side by side together, from left to right."""
    found: list[list[TextLine]] = []
    for line in sorted(lines, key=_middle):
        last = found[-1][0] if found else None
        if last is not None and _middle(line) - _middle(last) <= SAME_ROW * min(line.height, last.height):
            found[-1].append(line)
        else:
            found.append([line])
    return [sorted(row, key=lambda line: line.left) for row in found]


def passages(lines: Sequence[TextLine]) -> list[str]:
    """Every text that may be one: each line, each row, each line with the one below it in its column."""
    lines = lines[:MOST_LINES]
    found = [line.text for line in lines]
    found += [" ".join(line.text for line in row) for row in rows(lines) if len(row) > 1]
    for line in lines:
        below = [one for one in lines if _middle(one) > line.bottom and _near(line, one)]
        if below:
            found.append(f"{line.text} {min(below, key=lambda one: one.top).text}")
    return list(dict.fromkeys(found))


def plain(text: str) -> str:
    """Small letters without marks, for comparison."""
    letters = unicodedata.normalize("NFKD", text.lower().replace("đ", "d"))
    return "".join(c for c in letters if unicodedata.category(c) != "Mn")


def _middle(line: TextLine) -> float:
    return (line.top + line.bottom) / 2


def _near(upper: TextLine, lower: TextLine) -> bool:
    """Whether a line goes on in another: below it at no more than a line's distance, of about its size."""
    alike = 0.6 < lower.height / upper.height < 1.6
    return alike and lower.top - upper.bottom < upper.height * 1.2
