"""Where the header is, and which column is what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.bank.statements.amounts import side
from bot.bank.statements.days import looks_like_a_day
from bot.bank.statements.shape import Column, Role, Unreadable
from bot.bank.statements.table import Cell, Row, folded, shown
from bot.bank.statements.titles import ALONE, TITLES, Told

LOOKED_AT = 80
"""Rows among which the header is sought."""
LONGEST_TITLE = 100
MONEY = frozenset({"credit", "debit", "amount", "either"})

_PHRASES = sorted(
    ((phrase, told, rank) for told, phrases in TITLES.items() for rank, phrase in enumerate(phrases)),
    key=lambda entry: (-len(entry[0].split()), -len(entry[0])),
)


@dataclass(frozen=True, slots=True)
class Header:
    """The header: which rows it takes (indexes, the end not included) and the columns it names."""

    start: int
    end: int
    columns: dict[Role, int]
    titles: list[str]

    def named(self) -> list[Column]:
        """The columns for people, from left to right."""
        found = sorted(self.columns.items(), key=lambda item: item[1])
        return [Column(role, index + 1, self.titles[index]) for role, index in found]


@lru_cache(maxsize=2048)
def told(title: str) -> tuple[Told, int] | None:
    """What a title says its column is, and how early that title stands among its like."""
    if not title or len(title) > LONGEST_TITLE:
        return None
    found: dict[Told, int] = {}
    parts = [part for part in re.split(r"[/()\[\]|\\:,;–-]", title) if folded(part)]
    for part in parts:
        left = f" {folded(part)} "
        if left == " no " and len(parts) > 1 and "nợ" not in part.lower() and "co" not in map(folded, parts):
            continue  # "STT / No."
        for phrase, what, rank in _PHRASES:
            if (left.strip() == phrase) if phrase in ALONE else (f" {phrase} " in left):
                found.setdefault(what, rank)
                left = left.replace(f" {phrase} ", " . ")
    if "other" in found or not found:
        return None
    if "side" in found or {"credit", "debit"} <= found.keys():
        return "either", 0
    for role in ("credit", "debit"):  # "Phát sinh / Nợ" says more than "Phát sinh"
        if role in found:
            return role, found[role]
    return next(iter(found.items()))


def header_of(rows: Sequence[Row]) -> Header:
    """The header among the first rows; raises Unreadable if none has a day and an amount."""
    found, missing = _search(rows[:LOOKED_AT])
    if found is None:
        raise missing
    return _sorted_out(found, rows)


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
            if "day" not in roles or not roles & (MONEY | {"side"}):
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
    wide = max(len(row.cells) for row in rows[start:end])
    heads = [[_title(row.cells, index) for index in range(wide)] for row in rows[start:end]]
    if end - start == 2 and (_known(heads[0]) < 2 or _known(heads[1]) < 1):
        return None
    titles = [" / ".join(dict.fromkeys(head[index] for head in heads if head[index])) for index in range(wide)]
    columns = _columns(titles)
    return Header(start, end, columns, titles) if columns else None


def _known(titles: Sequence[str]) -> int:
    return sum(told(title) is not None for title in titles)


def _title(cells: Sequence[Cell], index: int) -> str:
    cell = cells[index] if index < len(cells) else None
    return cell if isinstance(cell, str) else ""


def _columns(titles: Sequence[str]) -> dict[Role, int]:
    """The best column of each role; "either" counts as an amount until its cells have been seen."""
    wanted: dict[Role, tuple[int, int]] = {}
    bare_credit = any(folded(title) == "co" for title in titles)
    for index, title in enumerate(titles):
        what = told(title)
        if what is None or what[0] == "other":
            continue
        # "No." is a count in English, and a debit only in Vietnamese.
        if folded(title) == "no" and not (bare_credit or "nợ" in title.lower()):
            continue
        role: Role = "side" if what[0] == "either" else what[0]
        nearer = (what[1], -index if folded(title) == "no" else index)
        if role not in wanted or nearer < wanted[role]:
            wanted[role] = nearer
    return {role: abs(place) for role, (_, place) in wanted.items()}


def _sorted_out(header: Header, rows: Sequence[Row]) -> Header:
    """A column "debit/credit" holds signed amounts unless its cells say only which of the two."""
    columns = dict(header.columns)
    if "side" in columns:
        index = columns["side"]
        below = [shown(row.cells[index]) for row in rows[header.end :] if index < len(row.cells)]
        if not any(side(cell) for cell in below):
            del columns["side"]
            columns.setdefault("amount", index)
    if not columns.keys() & MONEY:
        raise Unreadable("no amount column")
    return Header(header.start, header.end, columns, header.titles)
