"""Where the header is, and which column is what."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, TypeGuard, get_args

from bot.bank.statements.amounts import OTHER_CURRENCY, side
from bot.bank.statements.days import looks_like_a_day
from bot.bank.statements.shape import Column, Role
from bot.bank.statements.states import state
from bot.bank.statements.titles import ALONE, TITLES, Told
from bot.sheets.shape import Unreadable
from bot.sheets.table import Cell, Row, folded, shown

Slot = Role | Literal["either", "way", "into", "from", "name into", "name from"]
ENDS: Final[tuple[Slot, ...]] = ("into", "from", "name into", "name from")
"""Where money went and came from; it tells the direction of sums that bear none."""

ROLES: Final = frozenset(get_args(Role))
LOOKED_AT = 80
"""Rows among which the header is sought."""
LONGEST_TITLE = 100
SMALLEST_VALUE = 10_000
"""Smaller numbers count the columns."""
_VALUE = re.compile(r"[0-9][0-9 .,-]{4,30}[0-9](?: ?(?:VND|VNĐ|đ|USD|EUR))?", re.IGNORECASE)
MONEY: Final[frozenset[Slot]] = frozenset({"credit", "debit", "amount", "either"})
FEWEST_SIDES: Final = 0.5
"""So large a part of the cells of a column must tell a direction, if its title alone does not say so."""
LEAST_SIDES: Final = 0.01
"""Where sums bear no sign, any that tells one is enough: the others are then asked about, not taken for money in."""
_SIGNED = re.compile(r"^ ?[(−–-]|[−–-]$|dr$", re.IGNORECASE)

_PHRASES = sorted(
    ((phrase, told, rank) for told, phrases in TITLES.items() for rank, phrase in enumerate(phrases)),
    key=lambda entry: (-len(entry[0].split()), -len(entry[0])),
)


@dataclass(frozen=True, slots=True)
class Header:
    """The header: which rows it takes (indexes, the end not included) and the columns it names."""

    start: int
    end: int
    columns: dict[Slot, int]
    titles: list[str]

    @property
    def in_dong(self) -> bool:
        """Whether no title of a sum names another currency."""
        sums = [self.titles[at] for role, at in self.columns.items() if role in MONEY or role == "balance"]
        return not any(OTHER_CURRENCY.search(title) for title in sums)

    def named(self) -> list[Column]:
        """The columns for people, from left to right."""
        found = sorted(self.columns.items(), key=lambda item: item[1])
        return [Column(role, at + 1, self.titles[at]) for role, at in found if _is_role(role)]


@lru_cache(maxsize=2048)
def told(title: str) -> tuple[Told, int] | None:
    """What a title says its column is, and how early that title stands among its like."""
    if not title or len(title) > LONGEST_TITLE:
        return None
    if folded(title) in TITLES["side"]:  # "D/C" is two titles only where each says more
        return "either", 0
    found: dict[Told, int] = {}
    parts = [part for part in re.split(r"[/()\[\]|\\:,;–-]", title) if folded(part)]
    for part in parts:
        left = f" {folded(part)} "
        if left == " no " and len(parts) > 1 and "nợ" not in part.lower() and "co" not in map(folded, parts):
            continue  # "STT / No."
        words_alone = ALONE.issuperset(left.split())  # "Ngày Date", one below the other
        for phrase, what, rank in _PHRASES:
            if (words_alone or left.strip() == phrase or phrase not in ALONE) and f" {phrase} " in left:
                found.setdefault(what, rank)
                left = left.replace(f" {phrase} ", " . ")
    if "other" in found or not found:
        return None
    if "side" in found or {"credit", "debit"} <= found.keys():
        return "either", 0
    for role in ("credit", "debit"):  # "Phát sinh / Nợ" says more than "Phát sinh"
        if role in found:
            return role, found[role]
    if "day" in found:  # and the number below it, in the same cells
        return "day", found["day"]
    return next(iter(found.items()))


def header_of(rows: Sequence[Row]) -> Header:
    """The header among the first rows; raises Unreadable if none has a day and an amount."""
    found, missing = _search(rows[:LOOKED_AT])
    if found is None:
        raise missing
    header = _sorted_out(found, rows)
    if header is None:
        raise Unreadable("no amount column")
    return header


def best(rows: Sequence[Row]) -> int:
    """How many columns the best header among these rows names; 0 if there is none."""
    found, _ = _search(rows)
    return len(found.columns) if found else 0


def _search(rows: Sequence[Row]) -> tuple[Header | None, Unreadable]:
    winner: Header | None = None
    missing = Unreadable("not a table")
    for start in range(len(rows)):
        for end in (start + 1, start + 2):
            header = _header(rows, start, end)
            if header is None:
                continue
            roles = header.columns.keys()
            if not _is_whole(roles):
                if len(roles) >= 2 and winner is None:
                    missing = Unreadable("no amount column" if "day" in roles else "no date column")
            elif winner is None or len(roles) > len(winner.columns) or _is_twice(winner, header, rows):
                winner = header
    return winner, missing


def _is_twice(single: Header, double: Header, rows: Sequence[Row]) -> bool:
    """Whether the row below a header says the same once more, as in another language."""
    again = [cell for cell in rows[double.end - 1].cells if isinstance(cell, str)]
    return (single.start, single.end + 1) == (double.start, double.end) and _known(again) >= 2


def _header(rows: Sequence[Row], start: int, end: int) -> Header | None:
    """These rows as a header; two rows only if both have titles."""
    if end > len(rows) or any(looks_like_a_day(cell) for row in rows[start:end] for cell in row.cells):
        return None
    if any(_is_value(cell) for row in rows[start:end] for cell in row.cells):
        return None
    wide = max(len(row.cells) for row in rows[start:end])
    heads = [[_title(row.cells, index) for index in range(wide)] for row in rows[start:end]]
    if end - start == 2 and (_known(heads[0]) < 2 or _known(heads[1]) < 1):
        return None
    titles = [" / ".join(dict.fromkeys(head[index] for head in heads if head[index])) for index in range(wide)]
    columns = _columns(titles)
    return Header(start, end, columns, titles) if columns else None


def _is_role(slot: Slot) -> TypeGuard[Role]:
    """Whether a column is for people to see, and not only a help in reading others."""
    return slot in ROLES


def _is_value(cell: Cell) -> bool:
    """Whether a cell is what stands beside a label, as an account's number does, and so in no header."""
    if isinstance(cell, (int, float)):
        return abs(cell) >= SMALLEST_VALUE
    return isinstance(cell, str) and _VALUE.fullmatch(cell) is not None


def header_at(rows: Sequence[Row], start: int) -> Header | None:
    """The header that begins in this very row, as where another account's lines begin; None if there is none."""
    texts = [cell for cell in rows[start].cells if cell != ""]
    if len(texts) < 2 or not all(isinstance(cell, str) and re.search(r"[^\W\d_]", cell) for cell in texts):
        return None
    single, double = (_whole(_header(rows, start, end)) for end in (start + 1, start + 2))
    if single is None or (double is not None and (len(double.columns) > len(single.columns)
                                                  or _is_twice(single, double, rows))):  # fmt: skip
        single = double
    return _sorted_out(single, rows) if single is not None else None


def _whole(header: Header | None) -> Header | None:
    return header if header is not None and _is_whole(header.columns) else None


def _is_whole(columns: Collection[Slot]) -> bool:
    """Whether a header names a day and a sum."""
    return "day" in columns and not MONEY.isdisjoint(columns)


def _known(titles: Sequence[str]) -> int:
    return sum(told(title) is not None for title in titles)


def _title(cells: Sequence[Cell], index: int) -> str:
    cell = cells[index] if index < len(cells) else None
    return cell if isinstance(cell, str) else ""


def _columns(titles: Sequence[str]) -> dict[Slot, int]:
    """The best column of each role; what "either" and "way" hold is known once their cells have been seen."""
    wanted: dict[Slot, tuple[int, int]] = {}
    bare_credit = any(folded(title) == "co" for title in titles)
    for index, title in enumerate(titles):
        what = told(title)
        if what is None or what[0] == "other":
            continue
        # "No." is a count in English, and a debit only in Vietnamese.
        if folded(title) == "no" and not (bare_credit or "nợ" in title.lower()):
            continue
        nearer = (what[1], -index if folded(title) == "no" else index)
        if what[0] not in wanted or nearer < wanted[what[0]]:
            wanted[what[0]] = nearer
    if {"credit", "debit"} <= wanted.keys():
        wanted.pop("amount", None)
    return {role: abs(place) for role, (_, place) in wanted.items()}


def _sorted_out(header: Header, rows: Sequence[Row]) -> Header | None:
    """A column "debit/credit" holds signed amounts unless its cells say only which of the two; None if none is left."""
    columns = dict(header.columns)
    either, way = columns.pop("either", None), columns.pop("way", None)
    if either is not None:
        if _sides(either, header, rows):
            columns["side"] = either
        else:
            columns.setdefault("amount", either)
    if way is not None and "side" not in columns:
        unsigned = "amount" in columns and not any(map(_SIGNED.search, _below(columns["amount"], header, rows)))
        if _sides(way, header, rows) >= (LEAST_SIDES if unsigned else FEWEST_SIDES):
            columns["side"] = way
    if MONEY.isdisjoint(columns):
        return None
    for index in range(len(header.titles)):  # a column may say so under any title, or none
        if index in columns.values() or not (below := _below(index, header, rows)):
            continue
        if "amount" in columns and "side" not in columns and all(map(side, below)):
            columns["side"] = index
        elif "status" not in columns and {"done"} <= {state(cell) for cell in below} <= {"done", "not done"}:
            columns["status"] = index
    ends = columns.keys() & {"into", "from"} or {"name into", "payer"} <= columns.keys()
    if "amount" not in columns or "side" in columns or not ends:
        columns = {role: at for role, at in columns.items() if role not in ENDS}
    return Header(header.start, header.end, columns, header.titles)


def _sides(index: int, header: Header, rows: Sequence[Row]) -> float:
    """How large a part of what stands in a column tells a direction."""
    below = _below(index, header, rows)
    return sum(side(cell) != 0 for cell in below) / max(len(below), 1)


def _below(index: int, header: Header, rows: Sequence[Row]) -> list[str]:
    """What stands in a column in the first rows below the header."""
    some = rows[header.end : header.end + LOOKED_AT]
    return [shown(row.cells[index]) for row in some if index < len(row.cells) and row.cells[index] != ""]
