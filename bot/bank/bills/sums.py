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

_SUM: Final = re.compile(
    r"(?<![\d.,])[+-]?\s?(\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*|\d{4,12})(?:[.,]00)?\s?(?:vnd|dong|d|₫)(?![a-z0-9])"
)
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
    for row in rows(lines):
        if _OTHER.search(plain(" ".join(line.text for line in row))):
            continue
        for line in row:
            for match in _SUM.finditer(plain(line.text)):
                minor = int(re.sub(r"\D", "", match[1]))
                if 0 < minor <= MOST:
                    yield minor, line
