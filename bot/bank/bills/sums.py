"""The sum of a transfer in its picture: the tallest one, clearly taller than the rest; where two might be it, none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Final

from bot.bank.bills.lines import MOST_LINES, plain, rows
from bot.bank.bills.shape import TextLine

MOST: Final = 10**12
"""Đồng; more is a number of another kind."""
TALLER: Final = 1.2
"""How much taller than the middle line the sum is printed."""
AS_TALL: Final = 0.85
"""From this share of the tallest on another sum might be it as well."""
FEW: Final = 3
"""In so few lines, as in a picture cut down to one of them, none is taller than the rest."""

_UNIT: Final = r"(?:vnd|dong|d|₫)"
_NUMBER: Final = r"(?<![\d.,])(\d{1,3}([.,])\d{3}(?:\2\d{3})*|\d{4,12})(?:[.,]00)?(?![\d.,])"
_BEFORE: Final = re.compile(rf"(?<![a-z0-9]){_UNIT}\s?[+-]?\s?{_NUMBER}")
_BEHIND: Final = re.compile(rf"{_NUMBER}\s?{_UNIT}(?![a-z0-9])")
_ALONE: Final = re.compile(rf"\s*{_UNIT}\s*")
_OTHER: Final = re.compile(r"\b(phi|fee|so du|balance|hoan tien|cashback|han muc|limit)\b")
"""A fee, a balance, money back."""


def sum_of(lines: Sequence[TextLine]) -> int | None:
    """The sum in đồng; None where nothing says it for sure."""
    lines = lines[:MOST_LINES]
    found = list(_sums(lines))
    if not found:
        return None
    tallest = max(line.height for _minor, line in found)
    if len(lines) > FEW and tallest < TALLER * median(line.height for line in lines):
        return None
    likely = {minor for minor, line in found if line.height >= AS_TALL * tallest}
    return likely.pop() if len(likely) == 1 else None


def _sums(lines: Sequence[TextLine]) -> Iterator[tuple[int, TextLine]]:
    seen = rows(lines)
    for row, below in zip(seen, [*seen[1:], []], strict=False):
        if _OTHER.search(plain(" ".join(line.text for line in row))):
            continue
        units = [line for line in (*row, *below) if _ALONE.fullmatch(plain(line.text))]
        for line in row:
            text = plain(line.text) + (" vnd" if units else "")  # the unit may stand beside it or below
            for match in (*_BEFORE.finditer(text), *_BEHIND.finditer(text)):
                minor = int(re.sub(r"\D", "", match[1]))
                if 0 < minor <= MOST:
                    yield minor, line
