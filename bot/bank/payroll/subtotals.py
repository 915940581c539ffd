"""Which numbers of a column of pays are sums of others, whatever their rows are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from bot.bank.payroll.shape import FEWEST
from bot.sheets.table import Cell, Row

_SMALLEST_RUN = 2
"""So many pays beside a row unlike theirs are enough to tell its number as their sum."""


def subtotals(pays: Sequence[int | None], rows: Sequence[Row], index: int) -> list[bool]:
    """For each row with a pay in the column `index`, whether it is the sum of those right above or below it.

    The rows of people are filled alike; a sum has no number in the list, or a word in another place. Where nothing
    stands beside the pays, a sum is known only by three above it.
    """
    looks = ["".join(_look(cell) for place, cell in enumerate(row.cells) if place != index).rstrip() for row in rows]
    usual = Counter(looks).most_common(1)[0][0] if looks else ""
    bare = not usual
    odd = [look != usual for look in looks]
    found = [False] * len(rows)
    everybody = sum(pay or 0 for pay, is_odd in zip(pays, odd, strict=True) if not is_odd)
    for place, pay in enumerate(pays):
        if odd[place]:
            runs = [list(_run(pays, odd, place, step)) for step in (-1, 1)]
            found[place] = any(len(run) >= _SMALLEST_RUN and pay == sum(run) for run in runs) or pay == everybody > 0
        elif bare:
            above: list[int] = []
            for other in range(place - 1, -1, -1):
                if found[other]:
                    break
                above.append(pays[other] or 0)
            found[place] = len(above) >= FEWEST and pay == sum(above)
    return found


def _run(pays: Sequence[int | None], odd: Sequence[bool], place: int, step: int) -> Iterator[int]:
    """The pays of people next to a row, up to the next row unlike theirs."""
    place += step
    while 0 <= place < len(pays) and not odd[place]:
        yield pays[place] or 0
        place += step


def _look(cell: Cell) -> str:
    """Whether a cell is blank, a number or words."""
    if isinstance(cell, str):
        return "#" if cell.strip(" .").isdigit() else "a" if cell.strip() else " "
    return "#"
