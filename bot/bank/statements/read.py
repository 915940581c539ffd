"""One file into one statement; runs in the process that may be killed, without a limit of its own on time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.bank.line import BankLine
from bot.bank.statements.amounts import decimal_mark
from bot.bank.statements.columns import Header, header_of
from bot.bank.statements.days import day_order, swapped
from bot.bank.statements.limits import LIMITS
from bot.bank.statements.lines import Reader
from bot.bank.statements.references import with_references
from bot.bank.statements.shape import Form, LeftOut, Role, Statement, Unreadable
from bot.bank.statements.sheet import look, sheet_table
from bot.bank.statements.table import Cell, Row, Table, folded, shown
from bot.bank.statements.text import text_table

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # a compound file: .xls, or an encrypted .xlsx
_NO_TABLE = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"GIF8")
_MARKUP = re.compile(rb"\s*<(\?xml|!doctype|html|table|meta|head|style)", re.IGNORECASE)
_ACCOUNT = re.compile(r"(so tai khoan|so tk|tai khoan|account no|account number|account)( |$)")
_CURRENCY = re.compile(
    r"\b(?:loai tien te|loai tien|don vi tien te|tien te|currency|ccy)(?: (?:currency|ccy))?"
    r" (?:usd|eur|jpy|gbp|aud|cad|sgd|chf|cny|krw|hkd|thb|lak)\b"
)


def read(
    content: bytes,
    name: str,
    account: str,
    zone: ZoneInfo,
    *,
    unpacked: int = LIMITS.unpacked,
    ratio: int = LIMITS.ratio,
    rows: int = LIMITS.rows,
) -> Statement:
    """The statement in a file; `account` is the one it is of. Raises Unreadable."""
    table = _table(content, name, unpacked, ratio, rows)
    header = header_of(table.rows)
    above, below = table.rows[: header.start], table.rows[header.end :]
    if not _in_dong(above):
        raise Unreadable("another currency")
    days = list(_column(below, header, "day"))
    money = [cell for role in ("credit", "debit", "amount", "balance") for cell in _column(below, header, role)]
    order, decimal = day_order(days), decimal_mark(money)
    reader = Reader(
        header,
        order,
        decimal,
        account="".join(c for c in account if c.isalnum()),
        zone=zone,
        swapped=swapped(days),
    )
    reader.learn(below)
    lines: list[BankLine] = []
    left_out: list[LeftOut] = []
    for row in below:
        result = reader.read(row)
        if isinstance(result, BankLine):
            lines.append(result)
        elif result is not None:
            left_out.append(LeftOut(row.number, result))
    form = Form(
        kind=table.kind,
        encoding=table.encoding,
        delimiter=table.delimiter,
        sheet=table.sheet,
        header_row=table.rows[header.start].number,
        columns=header.named(),
        day_order=order,
        decimal=decimal,
        account=_account(above),
    )
    return Statement(with_references(lines), form, left_out)


def _table(content: bytes, name: str, unpacked: int, ratio: int, rows: int) -> Table:
    """By what the file is; by its name only what no longer can be told."""
    if is_workbook(content, name):
        look(content, unpacked, ratio)
        return sheet_table(content, rows)
    return text_table(content, rows)


def is_workbook(content: bytes, name: str) -> bool:
    """Whether a file is a workbook rather than text; raises Unreadable for what is neither."""
    if content.startswith(b"PK\x03\x04"):
        return True
    if content.startswith((_OLD, b"\x09\x08")) or _MARKUP.match(content.removeprefix(b"\xef\xbb\xbf")):
        raise Unreadable("encrypted or old format")
    if content.startswith(_NO_TABLE):
        raise Unreadable("not a table")
    if content and name.lower().endswith((".xlsx", ".xlsm")):
        raise Unreadable("broken")
    if name.lower().endswith(".xls") and b"\0" in content[:1000] and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise Unreadable("encrypted or old format")
    return False


def _column(rows: Sequence[Row], header: Header, role: Role) -> list[Cell]:
    index = header.columns.get(role)
    return [] if index is None else [row.cells[index] for row in rows if index < len(row.cells)]


def _in_dong(above: Sequence[Row]) -> bool:
    """Whether nothing above the table names another currency."""
    for row in above:
        told = " ".join(folded(cell) for cell in row.cells if isinstance(cell, str) and cell)
        if _CURRENCY.search(told):
            return False
    return True


def _account(above: Sequence[Row]) -> str:
    """The account number that stands above the table, beside its name or in the next cell."""
    for row in above:
        cells = [shown(cell) for cell in row.cells if cell != ""]
        for index, cell in enumerate(cells):
            if not _ACCOUNT.match(folded(cell)):
                continue
            for told in (cell, *cells[index + 1 : index + 2]):
                number = re.search(r"(?<![0-9A-Za-z])[0-9][0-9 .-]{4,24}[0-9](?![0-9A-Za-z])", told)
                if number:
                    return "".join(c for c in number[0] if c.isalnum())
    return ""
