"""One file into one statement; runs in the process that may be killed, without a limit of its own on time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import msgspec

from bot.bank.line import BankLine
from bot.bank.statements.accounts import bare, of_lines, others_in, own_of
from bot.bank.statements.amounts import Mark, decimal_mark
from bot.bank.statements.balances import dated_total, gaps_in, signed_by_balance, sums_of
from bot.bank.statements.columns import LOOKED_AT, Slot, best
from bot.bank.statements.days import Order, day_order
from bot.bank.statements.fees import settled
from bot.bank.statements.lines import LONGEST_EXAMPLE, LineReader, MoneyRow
from bot.bank.statements.references import bank_number, with_references
from bot.bank.statements.sections import Section, sections_of
from bot.bank.statements.shape import Form, Gap, LeftOut, StatedSum, Statement, Why
from bot.bank.statements.swapped import DayBounds, Verdict, period_in, verdict
from bot.bank.statements.text import text_table
from bot.sheets.fonts import looks_old
from bot.sheets.kinds import is_workbook, workbook_tables
from bot.sheets.limits import LIMITS
from bot.sheets.shape import Unreadable
from bot.sheets.table import Cell, Table, folded, shown


@dataclass(frozen=True, slots=True)
class _Way:
    """How the file is read as a whole."""

    account: str
    former: tuple[str, ...]
    zone: ZoneInfo
    order: Order
    days: Verdict
    today: date | None


def read(
    content: bytes,
    name: str,
    account: str,
    zone: ZoneInfo,
    *,
    today: date | None = None,
    opens: date | None = None,
    former: Sequence[str] = (),
    unpacked: int = LIMITS.unpacked,
    ratio: int = LIMITS.ratio,
    rows: int = LIMITS.rows,
) -> Statement:
    """The statement of `account` in a file; raises Unreadable.

    `today` tells days to come from days past, `opens` is the first day on which money for the drive is likely.
    `former` are its other accounts, past or present: lines of theirs are told as theirs.
    """
    tables = _tables(content, name, unpacked, ratio, rows)
    sections, unread = _like_the_best(tables)
    if not any(section.in_dong for section in sections):
        raise Unreadable("another currency")
    cells = [(cell, number) for section in sections for cell, number in _days(section)]
    order = day_order(cell for cell, _number in cells)
    known = DayBounds(period_in(row for section in sections for row in section.above), today, opens)
    days = verdict(cells, order, known, from_1904=sections[0].table.from_1904)
    if days == "unclear":
        raise Unreadable("swapped days")
    statement = _statement(sections, _Way(bare(account), tuple(map(bare, former)), zone, order, days, today))
    return msgspec.structs.replace(statement, unread_sheets=unread)


def _tables(content: bytes, name: str, unpacked: int, ratio: int, rows: int) -> list[Table]:
    if is_workbook(content, name):
        return workbook_tables(content, unpacked=unpacked, ratio=ratio, rows=rows)
    return [text_table(content, rows)]


def _like_the_best(tables: Sequence[Table]) -> tuple[list[Section], list[str]]:
    """The sections of the visible sheet whose header tells most and of all with the same one; the others' names."""
    visible = [table for table in tables if not table.hidden]
    main = max(visible, key=lambda table: best(table.rows[:LOOKED_AT]))
    try:
        sections = sections_of(main)
    except Unreadable:
        texts = (cell for table in visible for row in table.rows for cell in row.cells if isinstance(cell, str))
        if looks_old(texts):
            raise Unreadable("old font") from None
        raise
    titles = _titles(sections[0])
    unread: list[str] = []
    for table in tables:
        if table is main:
            continue
        try:
            more = sections_of(table) if table.rows else []
        except Unreadable:
            more = []
        if more and not table.hidden and _titles(more[0]) == titles:
            sections += more
        elif table.beyond or more or (table.rows and not table.hidden):
            unread.append(table.sheet)
    return sections, unread


def _titles(section: Section) -> dict[Slot, str]:
    header = section.header
    return {role: folded(header.titles[index]) for role, index in header.columns.items()}


def _days(section: Section) -> list[tuple[Cell, str]]:
    """The cells of days, each with the number of its row."""
    columns = section.header.columns
    day, number = columns["day"], columns.get("reference")
    return [
        (row.cells[day], shown(row.cells[number]) if number is not None and number < len(row.cells) else "")
        for row in section.rows
        if day < len(row.cells)
    ]


def _decimal(section: Section) -> Mark:
    columns = section.header.columns
    places = [columns[role] for role in ("credit", "debit", "amount", "balance") if role in columns]
    return decimal_mark(row.cells[index] for row in section.rows for index in places if index < len(row.cells))


def _statement(sections: Sequence[Section], way: _Way) -> Statement:
    """What the sections tell of the account asked for."""
    readers = [_read(section, way) for section in sections]
    column = [one.account for reader in readers for one in reader.found]
    own = (way.account, *way.former)
    by_line = of_lines(column, own)
    told = [section.account for section in sections] + (column if by_line else [])
    others = others_in(told, own)
    gathered = _Gathered(several={section.table.sheet for section in sections})
    for reader in readers:
        theirs = [
            one for one in reader.found if (by_line and one.account in others) or reader.section.account in others
        ]
        if not reader.section.in_dong:
            gathered.leave_out(reader, reader.found, "another currency")
            continue
        gathered.leave_out(reader, theirs, "another account")
        if reader.section.account not in others:
            _without(reader, theirs)
            of_section = own_of(reader.section.account, own) or way.account
            gathered.add(reader, {one.row: own_of(one.account, own) or of_section for one in reader.found}
                         if by_line else dict.fromkeys((one.row for one in reader.found), of_section))  # fmt: skip
    if not gathered.lines and any(one.why == "another account" for one in gathered.left_out) and others:
        raise Unreadable("another account")
    main = sections[0]
    form = Form(
        kind=main.table.kind,
        encoding=main.table.encoding,
        delimiter=main.table.delimiter,
        sheet=main.table.sheet,
        header_row=main.table.rows[main.header.start].number,
        columns=main.header.named(),
        day_order=way.order,
        decimal=_decimal(main),
        account=next((number for number in told if number and number not in others), ""),
    )
    return Statement(
        with_references(gathered.lines),
        form,
        gathered.left_out,
        gaps=gathered.gaps,
        balanced=gathered.balanced,
        sums=gathered.sums,
        turned=way.days in ("turned", "dates turned"),
        hidden=gathered.hidden,
        fees_apart=gathered.fees_apart,
    )


def _read(section: Section, way: _Way) -> LineReader:
    """A section's rows as movements, their fees counted in; what reads like a total and is none is kept."""
    reader = LineReader(
        section, way.order, _decimal(section), zone=way.zone, days=way.days, today=way.today, account=way.account
    )
    reader.read()
    reader.fees_apart = settled(reader.found)
    if not {"credit", "debit", "side", "into", "from", "name into"} & section.header.columns.keys():
        _leave_out(reader, signed_by_balance(reader.found), "unclear sign")
    balances = {one.balance for one in reader.found if one.balance is not None}
    for movement in reader.dated_totals:
        above = reader.found[: reader.found.index(movement)]
        is_total = dated_total(movement, above, balances)
        if is_total is None:
            _leave_out(reader, [movement], "total or movement")
        elif is_total:
            _without(reader, [movement])
    return reader


def _without(reader: LineReader, some: Sequence[MoneyRow]) -> None:
    """Takes movements out; totals below them then stand after fewer."""
    rows = {one.row for one in some}
    for total in reader.totals:
        total.after -= sum(one.row in rows for one in reader.found[: total.after])
    reader.found = [one for one in reader.found if one.row not in rows]


def _leave_out(reader: LineReader, some: Sequence[MoneyRow], why: Why) -> None:
    _without(reader, some)
    reader.left_out += [LeftOut(one.row, why, one.memo[:LONGEST_EXAMPLE]) for one in some]


class _Gathered:
    """What has been read of the file so far; a line that stands in two sheets counts in the first."""

    def __init__(self, several: set[str]):
        self._several = len(several) > 1
        self.lines: list[BankLine] = []
        self.left_out: list[LeftOut] = []
        self.gaps: list[Gap] = []
        self.sums: list[StatedSum] = []
        self.balanced = self.hidden = self.fees_apart = 0
        self._told: dict[str, Counter[tuple[object, ...]]] = {}

    def leave_out(self, reader: LineReader, some: Sequence[MoneyRow], why: Why) -> None:
        """Notes movements of a section that are left out."""
        sheet = self._sheet(reader)
        self.left_out += [LeftOut(one.row, why, one.memo[:LONGEST_EXAMPLE], sheet) for one in some]

    def add(self, reader: LineReader, accounts: Mapping[int, str]) -> None:
        """Takes in what is left of a section; `accounts` says of which account each row is."""
        sheet = self._sheet(reader)
        gaps, balanced = gaps_in(reader.found)
        self.gaps += [msgspec.structs.replace(gap, sheet=sheet) for gap in gaps]
        self.balanced += balanced
        self.fees_apart += reader.fees_apart
        self.sums += sums_of(reader.found, [*reader.totals_above(), *reader.totals])
        self.left_out += [msgspec.structs.replace(one, sheet=sheet) for one in reader.left_out]
        for one in reader.found:
            if self._is_told(reader.section.table.sheet, one):
                self.leave_out(reader, [one], "another sheet")
                continue
            self.hidden += one.row in reader.section.table.hidden_rows
            self.lines.append(
                BankLine(
                    reference=bank_number(one.number),
                    account=accounts[one.row],
                    at=one.at,
                    minor=one.minor,
                    memo=one.memo,
                    payer=one.payer,
                    number=one.number,
                    balance=one.balance,
                )
            )

    def _sheet(self, reader: LineReader) -> str:
        return reader.section.table.sheet if self._several else ""

    def _is_told(self, sheet: str, one: MoneyRow) -> bool:
        """Whether another sheet has told this movement, as often as this one."""
        key = one.at, one.minor, one.number, one.memo, one.payer, one.balance
        mine = self._told.setdefault(sheet, Counter())
        mine[key] += 1
        return any(mine[key] <= told[key] for name, told in self._told.items() if name != sheet)
