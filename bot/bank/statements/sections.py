"""The stretches of a table that have one header, one account and one currency: a file may tell of several accounts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.bank.statements.columns import Header, header_at, header_of
from bot.bank.statements.days import looks_like_a_day
from bot.sheets.shape import Unreadable
from bot.sheets.table import Row, Table, folded, shown

_ACCOUNT = re.compile(r"(so tai khoan|so tk|tai khoan|account no|account number|account|a c no|a c)( |$)")
_ANOTHERS = re.compile(r"\b(doi ung|thu huong|nguoi (chuyen|nhan|gui)|beneficiary|counterparty|remitter|cu|old)\b")
_CODES = "usd|eur|jpy|gbp|aud|cad|sgd|chf|cny|krw|hkd|thb|lak|khr"
_CURRENCY = re.compile(
    r"\b(?:loai tien te|loai tien|don vi tien te|don vi tien|tien te|currency|ccy)(?: (?:te|currency|ccy))*"
    rf" (?P<code>{_CODES}|vnd|vn dong|dong)\b"
)
# "Account: 0123 - USD", "Opening balance: 1,000.00 USD"
_BESIDE = re.compile(
    rf"(?:^(?:so )?(?:tai khoan|tk|account)|\b(?:so du|balance))\b.*[0-9] (?P<code>{_CODES}|vnd|dong)$"
)
_THOUSANDS = re.compile(r"\b(?:don vi|dvt|unit)\b.*\b(?:nghin|ngan|trieu|ty|thousands?|millions?|1000)\b")
_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9][0-9 .-]{4,24}[0-9](?![0-9A-Za-z])")


@dataclass(slots=True)
class Section:
    """Rows below one header; `above` are those between it and the lines before, `account` is "" where none is told."""

    table: Table
    header: Header
    account: str
    in_dong: bool
    above: list[Row]
    rows: list[Row] = field(default_factory=list)


def sections_of(table: Table) -> list[Section]:
    """The sections of a table, with or without lines; raises Unreadable where there is no header."""
    rows = table.rows
    header = _first(header_of(rows), rows)
    account, in_dong = "", True
    for row in rows[: header.start]:
        account, in_dong = account_in(row) or account, _in_dong(row, in_dong)
    if any(in_thousands(row) for row in rows[: header.start]):
        raise Unreadable("not in single dong")
    current = Section(table, header, account, in_dong and header.in_dong, rows[: header.start])
    found, at, since = [current], header.end, header.end
    while at < len(rows):
        row = rows[at]
        if _is_line(row, current.header):
            current.rows.append(row)
            at = since = at + 1
            continue
        again = header_at(rows, at)
        told, dong = account_in(row, current.header.columns.get("memo")), _in_dong(row, in_dong)
        if again is not None and (again.columns, again.titles) == (current.header.columns, current.header.titles):
            at = again.end  # of the next page
            continue
        if again is not None or (told and told != account) or dong != in_dong:
            account, in_dong = told or account, dong
            header = again or current.header
            current = Section(table, header, account, in_dong and header.in_dong, rows[since:at])
            found.append(current)
        if again is None:
            current.rows.append(row)
        at = again.end if again is not None else at + 1
    return found


def account_in(row: Row, memo: int | None = None) -> str:
    """The account number that a row tells, beside its name or in the next cell; "" if none. A memo tells others'."""
    cells = [(index, shown(cell)) for index, cell in enumerate(row.cells) if cell != ""]
    for place, (index, cell) in enumerate(cells):
        words = folded(cell)
        if index == memo or not _ACCOUNT.match(words) or _ANOTHERS.search(words):
            continue
        for _, told in cells[place : place + 2]:
            if number := _NUMBER.search(told):
                return "".join(c for c in number[0] if c.isalnum())
    return ""


def in_thousands(row: Row) -> bool:
    """Whether a row says that sums are in thousands or millions of đồng."""
    return any(isinstance(cell, str) and _THOUSANDS.search(folded(cell)) for cell in row.cells)


def _first(best: Header, rows: Sequence[Row]) -> Header:
    """The first header with a line right below it; the one that names most columns may be that of a later account."""
    for start in range(best.start):
        header = header_at(rows, start)
        if header is not None and any(_is_line(row, header) for row in rows[header.end : header.end + 3]):
            return header
    return best


def _is_line(row: Row, header: Header) -> bool:
    index = header.columns["day"]
    return index < len(row.cells) and looks_like_a_day(row.cells[index])


def _in_dong(row: Row, before: bool) -> bool:
    """Whether sums are in đồng from this row on."""
    words = " ".join(folded(cell) for cell in row.cells if isinstance(cell, str) and cell)
    if told := _CURRENCY.search(words):
        return told["code"] in ("vnd", "dong", "vn dong")
    beside = _BESIDE.search(words)
    return before if beside is None else beside["code"] in ("vnd", "dong")
