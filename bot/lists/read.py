"""A file or a pasted text into a list of pupils; runs in the process that may be killed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from bot.lists.births import may_be_swapped
from bot.lists.classes import class_in, class_of_sheet, heads_a_class
from bot.lists.headings import LOOKED_AT, Headings, first_headings, headings_at, same, settled, spans_of
from bot.lists.rows import Cells, Surroundings, is_numbered, is_pupil, pupil_in
from bot.lists.shape import Days, Flaw, Font, ListTask, PupilList, PupilRow, ReadColumn, RowLeftOut
from bot.sheets.fonts import conversion, font_of
from bot.sheets.kinds import is_workbook, workbook_tables
from bot.sheets.shape import FileTask, Unreadable
from bot.sheets.table import Cell, Row, Table, clean
from bot.sheets.text import DELIMITERS, plain_text, rows_of

MOST_LEFT_OUT: Final = 200
FONTS: Final[dict[str, Font]] = {"": "", "tcvn3": "tcvn3", "vni": "vni"}


def read(content: bytes, task: ListTask) -> PupilList:
    """The pupils of a file; raises Unreadable."""
    tables = tables_of(content, task)
    rows: list[PupilRow] = []
    columns: list[ReadColumn] = []
    left_out: list[RowLeftOut] = []
    unread: list[str] = []
    swapped, hidden, headed = False, 0, False
    for table in tables:
        if table.hidden or table.beyond or not table.rows:
            unread += [table.sheet] if table.beyond else []
            continue
        reading = _Sheet(table, task)
        if reading.headings is None:
            unread.append(table.sheet)
            left_out += _words_of(table)
            continue
        headed = True
        found = list(reading.pupils())
        rows += found
        columns += reading.columns()
        left_out += reading.left_out
        swapped |= reading.swapped
        hidden += sum(one.row in table.hidden_rows for one in found)
    if not headed:
        raise Unreadable("no headings")
    if not rows:
        raise Unreadable("no pupils")
    font = next((table.font for table in tables if table.font), "")
    return PupilList(
        rows=_without_twins(rows),
        columns=columns,
        left_out=left_out[:MOST_LEFT_OUT],
        unread_sheets=unread,
        font=FONTS[font],
        swapped=swapped and not task.days,
        hidden=hidden,
    )


def tables_of(content: bytes, task: FileTask) -> list[Table]:
    """The sheets of a workbook; a text as one table, parted by the sign under which its headings tell most."""
    if is_workbook(content, task.name):
        tables = workbook_tables(content, unpacked=task.unpacked, ratio=task.ratio, rows=task.rows)
        return [_filled(table) for table in tables]
    text, encoding = plain_text(content)
    convert = None
    if not text.isascii():
        typed = text if encoding.startswith("utf") else content.decode("latin-1").replace("\0", "")
        convert = conversion(typed.splitlines())
        text = convert(typed) if convert else text
    font = font_of(convert) if convert else ""
    found = [Table(rows_of(text, mark, task.rows), "csv", encoding, mark, font=font) for mark in DELIMITERS]
    return [max(found, key=lambda table: one.score if (one := first_headings(table, {})) else 0)]


def _filled(table: Table) -> Table:
    """The table with each value of a cell merged downwards in every row that it covers."""
    down = [(top, left, bottom) for (top, left), (bottom, right) in table.merged if bottom > top and left == right]
    if not down:
        return table
    by_number = {row.number: list(row.cells) for row in table.rows}
    for top, left, bottom in down:
        first = by_number.get(top + 1, [])
        value: Cell = first[left] if left < len(first) else ""
        for number in range(top + 2, min(bottom + 1, top + 1 + len(table.rows)) + 1):
            cells = by_number.get(number)
            if cells is not None and value != "":
                cells.extend([""] * (left + 1 - len(cells)))
                cells[left] = value
    return replace(table, rows=[Row(row.number, by_number[row.number], row.run_together) for row in table.rows])


class _Sheet:
    """One sheet as it is read: several tables one below another, each with its headings."""

    def __init__(self, table: Table, task: ListTask):
        self.table, self._task = table, task
        self.left_out: list[RowLeftOut] = []
        self.swapped = False
        self._spans = spans_of(table)
        self.headings = first_headings(table, self._spans)
        self._all: list[Headings] = [self.headings] if self.headings else []
        if self.headings is not None and self.headings.twice:
            raise Unreadable("side by side")

    def columns(self) -> Iterator[ReadColumn]:
        """What was read as what."""
        for headings in self._all[:1]:
            for role, column in headings.columns.items():
                yield ReadColumn(role, column + 1, headings.titles.get(column, ""), self.table.sheet)

    def pupils(self) -> Iterator[PupilRow]:
        """Every child of the sheet, in its order."""
        headings = self.headings
        assert headings is not None
        given = next(filter(None, (class_in(text) for text in self._above(headings))), "")
        given = given or class_of_sheet(self.table.sheet)
        index = headings.last + 1
        while index < len(self.table.rows):
            until = self._next_headings(index)
            block = self.table.rows[index : until.first if until else None]
            yield from self._block(block, headings, given)
            if until is None:
                return
            headings, index = until, until.last + 1
            self._all.append(until)

    def _above(self, headings: Headings) -> Iterator[str]:
        for row in self.table.rows[: headings.first]:
            for cell in row.cells:
                if isinstance(cell, str) and cell:
                    yield cell

    def _next_headings(self, index: int) -> Headings | None:
        for place in range(index, len(self.table.rows)):
            row = self.table.rows[place]
            if sum(isinstance(cell, str) and 0 < len(cell) < LOOKED_AT for cell in row.cells) < 3:
                continue
            if any(isinstance(cell, (int, float)) or (isinstance(cell, str) and cell.isdigit()) for cell in row.cells):
                continue
            found = headings_at(self.table.rows, place, self._spans)
            if found is not None:
                return found
        return None

    def _block(self, rows: Sequence[Row], headings: Headings, given: str) -> Iterator[PupilRow]:
        headings = settled(headings, rows)
        numbered = is_numbered(rows, headings)
        around = self._around(rows, headings, numbered)
        for row in rows:
            if not any(cell != "" for cell in row.cells):
                continue
            cells = Cells(row, headings.columns)
            if not is_pupil(cells, numbered=numbered):
                given = heads_a_class(row) or given
                self._leave(row, headings)
                continue
            yield pupil_in(cells, given, around)

    def _around(self, rows: Sequence[Row], headings: Headings, numbered: bool) -> Surroundings:
        days: Days = self._task.days
        for column in (headings.columns.get("birth"), headings.columns.get("birth too")):
            if column is not None:
                self.swapped |= may_be_swapped([row.cells[column] for row in rows if column < len(row.cells)])
        return Surroundings(
            headings=headings,
            sheet=self.table.sheet,
            today=self._task.today,
            from_1904=self.table.from_1904,
            exchanged=days == "exchanged",
            from_old_font=bool(self.table.font),
            numbered=numbered,
        )

    def _leave(self, row: Row, headings: Headings) -> None:
        if not same(headings, row.cells):
            self.left_out += _words_in(row, self.table.sheet)


def _words_of(table: Table) -> Iterator[RowLeftOut]:
    for row in islice(table.rows, LOOKED_AT):
        yield from _words_in(row, table.sheet)


def _words_in(row: Row, sheet: str) -> Iterator[RowLeftOut]:
    text = next((cell for cell in row.cells if isinstance(cell, str) and cell), "")
    if text:
        yield RowLeftOut(row.number, clean(text)[:60], sheet)


def _without_twins(rows: Sequence[PupilRow]) -> list[PupilRow]:
    """The rows, with a flaw on each that tells of a child of an earlier row; a mark more makes another child."""
    seen: dict[tuple[str, object], PupilRow] = {}
    found = []
    for one in rows:
        first = seen.setdefault((one.name.casefold(), one.birth), one) if one.name and one.birth else one
        if first is not one:
            place = f"{first.sheet} {first.row}" if first.sheet != one.sheet else str(first.row)
            one = _flawed(one, Flaw("name", "twice", place))
        found.append(one)
    return found


def _flawed(one: PupilRow, flaw: Flaw) -> PupilRow:
    from msgspec.structs import replace as changed

    return changed(one, flaws=[*one.flaws, flaw])
