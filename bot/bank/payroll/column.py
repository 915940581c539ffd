"""The columns of a table that may be monthly pays, and which of them is."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.bank.payroll.shape import FEWEST
from bot.bank.payroll.subtotals import subtotals
from bot.bank.statements.amounts import Mark, amount, decimal_mark, is_blank
from bot.sheets.table import Cell, Row, folded, shown

LEAST_PAY = 100_000
"""No month's pay is lower, in đồng: smaller numbers are a place in the list, a year, a coefficient."""
MOST_PAY = 1_000_000_000
LONGEST_TITLE = 60

_NET = (
    "thuc linh", "thuc lanh", "thuc nhan", "thuc tra", "thuc phat", "con linh", "con lanh", "con nhan", "con duoc linh",
    "con duoc lanh", "con duoc nhan", "luong net", "net pay", "net salary", "take home",
)  # fmt: skip
_PAY = (*_NET, "tien luong", "thu nhap", "luong", "salary", "pay", "income")
_OTHER = re.compile(
    r"\b(dien thoai|sdt|phone|tel|tai khoan|stk|account|cccd|cmnd|ma so|ma|id|ngay sinh|nam sinh|he so|day)\b"
)
_TOTAL = re.compile(
    r"(tong|cong|total|subtotal|grand|sum)"
    r"( (tong|cong|so|tien|luong|total|sum|nguoi|vnd|dong|thang|quy|pay|salary|[0-9]+))*"
)
_MONTH = re.compile(
    r"\b[01]?[0-9][/.-]20[0-9]{2}\b|\b20[0-9]{2}\b|\b(?:tháng|thang|month|T) ?[01]?[0-9]\b", re.IGNORECASE
)
_FEW_DIGITS = re.compile(r"\D*(\d\D*){0,3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class PayColumn:
    """A column of pays in đồng; `hidden` of them stand in rows that the file hides.

    `rank` is 3 where the title says net pay, 2 where it says pay and nothing else, 1 where it says so, else 0.
    """

    pays: list[int]
    unread: int
    title: str
    rank: int
    hidden: int = 0


def columns_of(rows: Sequence[Row], hidden: Collection[int] = ()) -> list[PayColumn]:
    """The columns that hold pays, without those beside which they are only a stray number or two.

    `hidden` are the numbers of the rows that the file hides.
    """
    wide = max((len(row.cells) for row in rows), default=0)
    found = [column for column in (_column(rows, index, hidden) for index in range(wide)) if column is not None]
    most = max((len(column.pays) for column in found), default=0)
    return [column for column in found if 2 * len(column.pays) >= most]


def the_column(columns: Sequence[PayColumn]) -> PayColumn | None:
    """The one whose title says most clearly that it is the pay, or the only one; None if that is not clear."""
    highest = max((column.rank for column in columns), default=0)
    best = [column for column in columns if column.rank == highest]
    return best[0] if len(best) == 1 else None


def _column(rows: Sequence[Row], index: int, hidden: Collection[int]) -> PayColumn | None:
    """One column, its title and its totals left out; None if it holds no pay or its title says it is something else."""
    cells: list[Cell] = [row.cells[index] if index < len(row.cells) else "" for row in rows]
    decimal = decimal_mark(cells)
    pays = [_pay(cell, decimal) for cell in cells]
    places = [place for place, pay in enumerate(pays) if pay is not None]
    if not places:
        return None
    start, end = places[0], places[-1]
    title_at = _title_at(cells[:start])
    title = shown(cells[title_at]) if title_at is not None else ""
    rank = _rank(title)
    if not rank and _OTHER.search(folded(title)):
        return None
    first = start if title_at is None else title_at + 1
    read: list[int] = []
    unread = ended = unseen = 0
    sums = subtotals([pays[place] for place in places], [rows[place] for place in places], index)
    totals = {place for place, is_sum in zip(places, sums, strict=True) if is_sum}
    for place in range(first, len(rows)):
        pay, cell = pays[place], cells[place]
        if place in totals or (read and _is_total(rows[place], pay, read[ended:] or read, last=place == end)):
            ended = len(read)
        elif pay is not None:
            read.append(pay)
            unseen += rows[place].number in hidden
        elif rows[place].run_together or not (is_blank(cell) or _is_note(cell, inside=start < place < end)):
            unread += 1
    return PayColumn(read, unread, _harmless(title) if rank else "", rank, unseen)


def _pay(cell: Cell, decimal: Mark) -> int | None:
    """A cell as a month's pay in đồng; a fraction of a đồng is dropped. A leading nought is of a phone or account."""
    if isinstance(cell, str):
        if cell.startswith("0"):
            return None
        if decimal and amount(cell, decimal) == "fraction":
            cell = re.sub(rf"[{decimal}][0-9]{{1,2}}(?=[^0-9]*$)", "", cell)
    elif isinstance(cell, float) and LEAST_PAY <= cell <= MOST_PAY:
        cell = int(cell)
    value = amount(cell, decimal)
    return value if isinstance(value, int) and LEAST_PAY <= value <= MOST_PAY else None


def _title_at(above: Sequence[Cell]) -> int | None:
    """Where the title is among the cells above the first pay: what says pay, else the nearest words."""
    words = [place for place, cell in enumerate(above) if isinstance(cell, str) and re.search(r"[^\W\d_]", cell)
             and (_rank(cell) or _FEW_DIGITS.fullmatch(cell))]  # fmt: skip
    return max(words, key=lambda place: (_rank(shown(above[place])), place), default=None)


def _rank(title: str) -> int:
    words = folded(title)
    if len(title) > LONGEST_TITLE or _OTHER.search(words):
        return 0
    if any(f" {name} " in f" {words} " for name in _NET):
        return 3
    return 2 if words in _PAY else int(any(f" {name} " in f" {words} " for name in _PAY))


def _is_total(row: Row, pay: int | None, above: Sequence[int], *, last: bool) -> bool:
    """Whether a row is the total of the pays above: it says so, or it is the last number and their very sum.

    A person may be called Cong, so the word alone counts only where the number is no pay or as large as a total.
    """
    if any(_says_total(cell) for cell in row.cells):
        return pay is None or pay == sum(above) or (len(above) > 1 and pay > sum(above))
    return last and len(above) >= FEWEST and pay == sum(above)


def _says_total(cell: Cell) -> bool:
    if not isinstance(cell, str) or len(cell) > LONGEST_TITLE or cell.lower() in ("công", "tống"):
        return False
    return _TOTAL.fullmatch(folded(cell)) is not None


def _is_note(cell: Cell, inside: bool) -> bool:
    """Whether a cell is no pay that could not be read but a numbering, a unit, a signature below the table."""
    return not inside and _FEW_DIGITS.fullmatch(shown(cell)) is not None


def _harmless(title: str) -> str:
    """A title for people; nothing of one with a number that is neither month nor year, for it might be a pay."""
    return "" if re.search(r"\d", _MONTH.sub("", title)) else title
