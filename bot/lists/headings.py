"""Finds the headings of a list, in one row or in two, and what each column holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.lists.shape import Role
from bot.lists.titles import role_of
from bot.lists.words import words
from bot.sheets.table import Cell, Row, Table

LOOKED_AT = 60
"""Rows among which the first headings are sought."""
_MANY = frozenset(("lacks device", "lacks line"))
_WHOLE = ("name", "given")


@dataclass(frozen=True, slots=True)
class Headings:
    """Where a table's headings end, which column is what, and the headings' words."""

    first: int
    """Index of the first row of headings among the table's rows."""
    last: int
    columns: dict[Role, int]
    titles: dict[int, str] = field(default_factory=dict)
    others: frozenset[int] = frozenset()
    """Columns with headings of no concern."""
    twice: bool = False
    """Whether names stand in two places, as where two tables stand beside each other."""

    @property
    def score(self) -> int:
        return len(self.columns)


def headings_at(rows: Sequence[Row], index: int, spans: dict[tuple[int, int], str]) -> Headings | None:
    """The headings that begin in a row, or None; `spans` tells the words of merged cells for every cell they cover."""
    one = _from(rows, index, index, spans)
    two = _from(rows, index, index + 1, spans) if index + 1 < len(rows) and _is_words(rows[index + 1]) else None
    if two is not None and (one is None or two.score > one.score):
        return two
    return one


def first_headings(table: Table, spans: dict[tuple[int, int], str]) -> Headings | None:
    """The headings with the most columns among the first rows; the upper ones where two have as many."""
    best: Headings | None = None
    for index in range(min(len(table.rows), LOOKED_AT)):
        found = headings_at(table.rows, index, spans)
        if found is not None and (best is None or found.score > best.score):
            best = found
        if best is not None and index > best.last + 3:
            break
    return best


def spans_of(table: Table) -> dict[tuple[int, int], str]:
    """The words of each merged cell, by the row's number (from 1) and index of column of every cell it covers."""
    cells = {row.number: row.cells for row in table.rows}
    found = {}
    for (top, left), (bottom, right) in table.merged:
        if bottom - top > LOOKED_AT or right - left > LOOKED_AT:
            continue
        above = cells.get(top + 1, [])
        text = above[left] if left < len(above) else ""
        if isinstance(text, str) and text:
            found.update({(y + 1, x): text for y in range(top, bottom + 1) for x in range(left, right + 1)})
    return found


def _from(rows: Sequence[Row], first: int, last: int, spans: dict[tuple[int, int], str]) -> Headings | None:
    upper = _texts(rows[first], spans)
    lower = _texts(rows[last], spans) if last > first else {}
    if last > first:
        if len(set(upper.values())) < 2:
            return None  # a title over the whole table
        upper = _spread(upper, lower)
    columns: dict[Role, int] = {}
    titles, named, others = {}, 0, set()
    before = ("", "")
    for column in sorted(upper.keys() | lower.keys()):
        top, bottom = upper.get(column, ""), lower.get(column, "")
        if top == bottom:
            bottom = ""
        role = role_of(top, bottom) if top else role_of(bottom)
        goes_on, before = (top, bottom) == before, (top, bottom)
        if role is None and not goes_on:
            others.add(column)
        if role is None or goes_on:  # one heading over two columns is the first one's; see `settled`
            continue
        named += role in _WHOLE
        if role not in columns:
            columns[role] = column
            titles[column] = f"{top} {bottom}".strip()
    if "year" in columns and "day" not in columns:
        columns["birth"] = columns.pop("year")
    if "name" not in columns and not {"family", "given"} <= columns.keys():
        return None
    if len(columns.keys() - {"number"}) < 2:
        return None
    twice = named > 1 and not ("name" in columns and "given" in columns)
    return Headings(first, last, columns, titles, frozenset(others), twice)


def _texts(row: Row, spans: dict[tuple[int, int], str]) -> dict[int, str]:
    found = {}
    for column in range(len(row.cells)):
        text = spans.get((row.number, column)) or row.cells[column]
        if isinstance(text, str) and text:
            found[column] = text
    return found


def _spread(upper: dict[int, str], lower: dict[int, str]) -> dict[int, str]:
    """Headings over several columns that nobody has merged: they go on to the right, over headings of a second line."""
    spread, text = dict(upper), ""
    for column in range(max([*upper, *lower], default=0) + 1):
        text = upper.get(column, text if column in lower else "")
        if text:
            spread[column] = text
    return spread


def _is_words(row: Row) -> bool:
    """Whether a row may be the second line of headings: words only, and none that is long or has digits in it."""
    texts = [cell for cell in row.cells if cell != ""]
    return bool(texts) and all(_is_short(cell) for cell in texts)


def _is_short(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) <= 60 and not any(sign.isdigit() for sign in cell)


def same(one: Headings, cells: Sequence[Cell]) -> bool:
    """Whether a row says the headings once more, as at the head of each printed page."""
    said = [(words(title), words(cells[column])) for column, title in one.titles.items()
            if column < len(cells) and isinstance(cell := cells[column], str) and cell]  # fmt: skip
    return bool(said) and sum(title.startswith(own) or title.endswith(own) for title, own in said) * 2 > len(one.titles)


def settled(headings: Headings, rows: Sequence[Row]) -> Headings:
    """The headings once the rows below are seen: whether a name goes on in the next column, or is told twice.

    "Họ và tên" often stands over two columns, the second of which has the given name alone; and where a column of given
    names is there to sort by, it only repeats the end of the name.
    """
    at = headings.columns.get("name")
    if at is None:
        return headings
    beside = headings.columns.get("given", at + 1)
    pairs = [pair for row in rows if (pair := (_text(row, at), _text(row, beside)))[0]]
    if "given" not in headings.columns:
        if beside in headings.columns.values() or beside in headings.others:
            return headings
        goes_on = sum(0 < len(rest) <= 20 and rest.replace(" ", "").isalpha() for _name, rest in pairs)
        return (
            replace(headings, columns={**headings.columns, "given": beside}) if goes_on * 2 > len(pairs) else headings
        )
    again = sum(bool(rest) and f" {words(name).strip()}".endswith(words(rest).rstrip()) for name, rest in pairs)
    if again * 2 > len(pairs):
        return replace(headings, columns={role: at for role, at in headings.columns.items() if role != "given"})
    return headings


def _text(row: Row, column: int) -> str:
    cell = row.cells[column] if column < len(row.cells) else ""
    return cell.strip() if isinstance(cell, str) else ""
