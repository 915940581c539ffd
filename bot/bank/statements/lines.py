"""The rows below the header, made into lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.bank.line import BankLine
from bot.bank.statements.amounts import Mark, amount, is_blank, side
from bot.bank.statements.columns import Header
from bot.bank.statements.days import Order, clock_time, moment
from bot.bank.statements.references import bank_number
from bot.bank.statements.shape import Role, Why
from bot.bank.statements.table import Cell, Row, folded, shown

LONGEST_MEMO = 1000
LONGEST_PAYER = 200

_OF_WHAT = r"( (phat sinh|ps|so|tien|ghi|no|co|vao|ra|giao dich|gd|thu|chi|trang|cong|trong ky))*"
_TOTAL = re.compile(
    rf"(tong|cong|luy ke){_OF_WHAT}"
    r"|(grand |sub ?)?totals?( (debits?|credits?|amounts?|transactions?|in|out|of|for|period|turnover))*"
    r"|so du (dau|cuoi)( (ky|ngay|trang))?|(so du )?mang sang|chuyen sang( trang sau)?"
    r"|(opening|closing|ending|beginning) balance|balance (brought|carried) forward"
)


class Reader:
    """Reads one row after another by what was found out about the whole table."""

    def __init__(self, header: Header, order: Order, decimal: Mark, *, account: str, zone: ZoneInfo, swapped: bool):
        self.header, self.order, self.decimal = header, order, decimal
        self.account, self.zone, self.swapped = account, zone, swapped
        self.mixed_debits = False

    def learn(self, rows: Sequence[Row]) -> None:
        """Sees whether the debit column has both signs, so that a minus there is not how every debit is written."""
        values = [amount(self.cell(row, "debit"), self.decimal) for row in rows if self._at(row)]
        signs = {value > 0 for value in values if isinstance(value, int) and value}
        self.mixed_debits = len(signs) > 1

    def cell(self, row: Row, role: Role) -> Cell:
        """What stands in the column of a role; empty where there is no such column."""
        index = self.header.columns.get(role)
        return row.cells[index] if index is not None and index < len(row.cells) else ""

    def read(self, row: Row) -> BankLine | Why | None:
        """A line (its reference still the bank's number or empty), why there is none, or None for no row of money."""
        if row.run_together:
            return "run together"
        if all(is_blank(cell) for cell in row.cells) or self._is_header(row):
            return None
        day, money = self._at(row), self._amount(row)
        if _is_total(row) and (day is None or money in ("no amount", "zero amount")):
            return None
        if day is None:
            return "note" if money == "no amount" else "no date"
        if isinstance(money, str):
            return money
        if self.swapped and not isinstance(self.cell(row, "day"), str):
            return "unclear date"
        return BankLine(
            reference=bank_number(shown(self.cell(row, "reference"))),
            account=self.account,
            at=day,
            minor=money,
            memo=shown(self.cell(row, "memo"))[:LONGEST_MEMO].strip(),
            payer=shown(self.cell(row, "payer"))[:LONGEST_PAYER].strip(),
        )

    def _is_header(self, row: Row) -> bool:
        """Whether the header comes again, as at the top of a printed page."""
        titles = self.header.titles
        return all(
            index < len(row.cells) and isinstance(cell := row.cells[index], str) and cell and cell in titles[index]
            for index in self.header.columns.values()
        )

    def _at(self, row: Row) -> datetime | None:
        at = moment(self.cell(row, "day"), self.order, self.zone)
        clock = clock_time(self.cell(row, "time")) if "time" in self.header.columns else None
        if at is not None and clock is not None and at.time() == time():
            at = datetime.combine(at.date(), clock, tzinfo=self.zone)
        return at

    def _amount(self, row: Row) -> int | Why:
        """Signed đồng, never 0; else why not."""
        currency = shown(self.cell(row, "currency")).upper()
        if re.fullmatch(r"[A-Z]{3}", currency) and currency != "VND":
            return "another currency"
        sums: list[int] = []
        empty = True
        for role in ("credit", "debit", "amount"):
            value = amount(self.cell(row, role), self.decimal)
            if isinstance(value, str):
                return value
            empty = empty and value is None
            if not value:
                continue
            if role == "debit":
                if self.mixed_debits and value < 0:
                    return "unclear sign"
                value = -abs(value)
            if role == "amount" and "side" in self.header.columns:
                way = side(shown(self.cell(row, "side")))
                if not way:
                    return "unclear sign"
                value = way * abs(value)
            sums.append(value)
        if len(sums) > 1:
            return "two amounts"
        return sums[0] if sums else "no amount" if empty else "zero amount"


def _is_total(row: Row) -> bool:
    told = next((cell for cell in row.cells if not is_blank(cell)), "")
    if not isinstance(told, str):
        told = next((cell for cell in row.cells if isinstance(cell, str) and re.search("[^0-9., -]", cell)), "")
    return _TOTAL.fullmatch(re.sub(r" ?\(?(vnd|dong)\)?$", "", folded(str(told)))) is not None
