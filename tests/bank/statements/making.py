"""Makes statements to be read: text in any form, workbooks, and how they are read without a process of their own."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import xlsxwriter

from bot.bank.statements import Statement
from bot.bank.statements.read import read

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
ACCOUNT = "0900000111"


def at(day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, second, tzinfo=ZONE)


def text(rows: Sequence[Sequence[str]], delimiter: str = ",", encoding: str = "utf-8", end: str = "\r\n") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return out.getvalue().encode(encoding)


def workbook(
    *sheets: Sequence[Sequence[object]],
    hidden: int | None = None,
    left: int = 0,
    top: int = 0,
    names: Sequence[str | None] = (),
    hidden_rows: Sequence[int] = (),
    from_1904: bool = False,
) -> bytes:
    out = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, plain | {"date_1904": from_1904})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
    for number, rows in enumerate(sheets):
        sheet = book.add_worksheet(names[number] if names else None)
        if number == hidden:
            sheet.hide()
        for hidden_row in hidden_rows:
            sheet.set_row(hidden_row - 1, None, None, {"hidden": True})
        for y, row in enumerate(rows, start=top):
            for x, cell in enumerate(row, start=left):
                if isinstance(cell, datetime):
                    sheet.write_datetime(y, x, cell, moment)
                elif isinstance(cell, date):
                    sheet.write_datetime(y, x, cell, day)
                elif isinstance(cell, str):
                    sheet.write_string(y, x, cell)
                elif cell is not None:
                    sheet.write(y, x, cell)
    book.close()
    return out.getvalue()


def take(content: bytes, name: str = "sao ke.csv", account: str = ACCOUNT) -> Statement:
    return read(content, name, account, ZONE)


def told(statement: Statement) -> list[tuple[datetime, int, str, str]]:
    return [(line.at, line.minor, line.memo, line.payer) for line in statement.lines]


def roles(statement: Statement) -> dict[str, int]:
    return {column.role: column.number for column in statement.form.columns}


def left_out(statement: Statement) -> list[tuple[int, str]]:
    return [(row.row, row.why) for row in statement.left_out]
