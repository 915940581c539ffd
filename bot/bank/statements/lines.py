"""The rows below one header, made into movements, one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from bot.bank.statements.accounts import is_same
from bot.bank.statements.amounts import Mark, amount, is_blank, side
from bot.bank.statements.columns import Slot
from bot.bank.statements.days import Order, clock_time, day_and_more, moment
from bot.bank.statements.sections import Section
from bot.bank.statements.shape import LeftOut, Why
from bot.bank.statements.states import state
from bot.bank.statements.swapped import Verdict, exchanged
from bot.bank.statements.totals import Kind, kind_of
from bot.sheets.table import Cell, Row, folded, shown

LONGEST_MEMO = 1000
LONGEST_PAYER = 200
LONGEST_EXAMPLE = 40
FEWEST_DIGITS = 4
"""No movement is smaller than 1,000 đồng."""

_SIGNATURE = re.compile(
    r"\b(nguoi lap|lap bieu|ke toan|giam doc|giao dich vien|kiem soat|thu quy|thu kho|ky ten|ky, ghi|nguoi in|ngay in|"
    r"thoi gian in|in luc|page|trang|teller|printed|signature|signed|dau va chu ky|ghi chu|luu y|note|hotline|website|"
    r"dai dien|truong phong|chu tai khoan)\b"
)
_BELOW_DAY = re.compile(r"(?:[A-Z]{0,6}[0-9][0-9A-Z .:-]*)?")
"""The time, or the bank's number."""
_CUT_WORD = re.compile(r"[A-Z0-9]*(?:[A-Z][0-9]|[0-9][A-Z])[A-Z0-9]*$")

_TELLING: Final[Mapping[Why, Slot]] = {
    "no date": "day", "unclear date": "day", "future day": "day", "unclear sign": "side",
    "not done": "status", "unclear status": "status", "unclear fee": "fee",
}  # fmt: skip
"""The cell that shows why a row was left out."""


@dataclass(slots=True)
class MoneyRow:
    """A row of money as it stands, in đồng; whether its fee and tax are part of its sum is found out later."""

    row: int
    at: datetime
    minor: int
    fee: int
    memo: str
    payer: str
    number: str
    balance: int | None
    account: str


@dataclass(slots=True)
class Total:
    """A row that is a sum or a balance, and after how many movements it stands; the numbers of its cells by role."""

    kind: Kind
    row: int
    after: int
    numbers: dict[Slot, int]


class LineReader:
    """Reads the rows of a section by what was found out about all of them; `found`, `totals`, `left_out` fill up."""

    def __init__(
        self,
        section: Section,
        order: Order,
        decimal: Mark,
        *,
        zone: ZoneInfo,
        days: Verdict = "right",
        today: date | None = None,
        account: str = "",
    ):
        self.section, self.columns, self.account = section, section.header.columns, account
        self.order, self.decimal, self.zone, self.days, self.today = order, decimal, zone, days, today
        self.mixed_debits = self.signed = False
        self.own_name = ""
        self.found: list[MoneyRow] = []
        self.totals: list[Total] = []
        self.left_out: list[LeftOut] = []
        self.dated_totals: list[MoneyRow] = []
        """Movements that read like a total."""
        self.fees_apart = 0

    def read(self) -> None:
        """Reads all rows of the section."""
        rows = self.section.rows
        known = [(kind_of(row.cells), self._day(row)) for row in rows]
        self._learn([row for row, (kind, day) in zip(rows, known, strict=True) if day is not None and not kind])
        last: Row | None = None
        for row, (kind, day) in zip(rows, known, strict=True):
            result = self._read(row, kind, day or self._day_above(row))
            if result == "note" and last is not None and row.number == last.number + 1 and self._goes_on(row):
                last = row
                continue
            last = row if isinstance(result, MoneyRow) else None
            if isinstance(result, MoneyRow):
                self.found.append(result)
            elif result is not None:
                self.left_out.append(LeftOut(row.number, result, self._example(row, result)))

    def totals_above(self) -> Iterator[Total]:
        """The balances that stand above the section's header."""
        for row in self.section.above:
            kind = kind_of(row.cells)
            if kind in ("opening", "closing") and (numbers := dict(self._numbers(row))):
                yield Total(kind, row.number, 0, numbers)

    def cell(self, row: Row, role: Slot) -> Cell:
        """What stands in the column of a role; empty where there is no such column."""
        index = self.columns.get(role)
        return row.cells[index] if index is not None and index < len(row.cells) else ""

    def _learn(self, rows: Sequence[Row]) -> None:
        """Sees whether the debit column has both signs, so that a minus there is not how every debit is written, and
        whether sums bear a sign of their own."""
        for role in ("debit", "amount"):
            values = [amount(self.cell(row, role), self.decimal) for row in rows] if role in self.columns else []
            signs = {value > 0 for value in values if isinstance(value, int) and value}
            if role == "debit":
                self.mixed_debits = len(signs) > 1
            else:
                self.signed = False in signs
        if rows and "name into" in self.columns:
            pairs = [{folded(shown(self.cell(row, role))) for role in ("payer", "name from", "name into")} - {""}
                     for row in rows]  # fmt: skip
            common = set.intersection(*pairs)
            self.own_name = common.pop() if len(common) == 1 else ""

    def _read(self, row: Row, told: Kind, day: datetime | None) -> MoneyRow | Why | None:
        """A movement, why there is none, or None for no row of money."""
        if row.run_together:
            return "run together"
        if all(is_blank(cell) for cell in row.cells) or self._is_header(row):
            return None
        money, fee = self._amount(row), self._fee(row)
        if money in ("zero amount", "no amount") and day is not None and isinstance(fee, int) and fee:
            money = 0
        if told and (told != "total" or day is None or isinstance(money, str)):
            self.totals.append(Total(told, row.number, len(self.found), dict(self._numbers(row))))
            return None
        if day is None:
            return "note" if money == "no amount" or (money == "unclear amount" and self._is_small(row)) else "no date"
        if isinstance(money, str):
            return "note" if money == "no amount" and sum(cell != "" for cell in row.cells) == 1 else money
        if isinstance(fee, str):
            return fee
        if self.days == "dates unclear" and not isinstance(self.cell(row, "day"), str):
            return "unclear date"
        if self.today is not None and day.date() > self.today:
            return "future day"
        done = state(shown(self.cell(row, "status")))
        if done != "done":
            return "not done" if done == "not done" else "unclear status"
        movement = self._movement(row, day, money, fee)
        if told:
            self.dated_totals.append(movement)
        return movement

    def _movement(self, row: Row, day: datetime, money: int, fee: int) -> MoneyRow:
        balance = amount(self.cell(row, "balance"), self.decimal)
        number = shown(self.cell(row, "reference"))
        cell = self.cell(row, "day")
        if not number and isinstance(cell, str) and (parted := day_and_more(cell)):
            number = parted[1]
        return MoneyRow(
            row.number,
            day,
            money,
            fee,
            shown(self.cell(row, "memo"))[:LONGEST_MEMO].strip(),
            shown(self.cell(row, self._payer_of(money)))[:LONGEST_PAYER].strip(),
            number.lstrip("'"),
            balance if isinstance(balance, int) else None,
            "".join(c for c in shown(self.cell(row, "account")) if c.isalnum() or c == "*"),
        )

    def _payer_of(self, money: int) -> Slot:
        """The column that names who paid, or who was paid."""
        other: Slot = "name from" if money > 0 else "name into"
        return other if other in self.columns else "payer"

    def _goes_on(self, row: Row) -> bool:
        """Whether a row only carries on the words of the one above, which then have them."""
        words = {role: shown(self.cell(row, role)) for role in ("memo", "payer") if role in self.columns}
        places = {self.columns[role] for role in ("memo", "payer", "day") if role in self.columns}
        below = shown(self.cell(row, "day"))
        if any(cell != "" for index, cell in enumerate(row.cells) if index not in places) or not self.found:
            return False
        if any(_SIGNATURE.search(folded(text)) for text in words.values()) or not _BELOW_DAY.fullmatch(below):
            return False
        above, clock = self.found[-1], clock_time(below)
        if clock is not None and above.at.time() == time():
            above.at = datetime.combine(above.at.date(), clock, tzinfo=self.zone)
        elif clock is None:
            above.number = above.number or below
        above.memo = joined(above.memo, words.get("memo", ""))[:LONGEST_MEMO]
        above.payer = joined(above.payer, words.get("payer", ""))[:LONGEST_PAYER]
        return True

    def _is_header(self, row: Row) -> bool:
        """Whether the header comes again, as at the top of a printed page."""
        titles = self.section.header.titles
        return all(
            index < len(row.cells) and isinstance(cell := row.cells[index], str) and cell and cell in titles[index]
            for index in self.columns.values()
        )

    def _day(self, row: Row) -> datetime | None:
        cell = self.cell(row, "day")
        at = moment(cell, self.order, self.zone, from_1904=self.section.table.from_1904)
        if at is None and isinstance(cell, str) and (parted := day_and_more(cell)):
            at = moment(parted[0], self.order, self.zone)
        if at is not None and (self.days == "turned" or (self.days == "dates turned" and not isinstance(cell, str))):
            at = exchanged(at)
        clock = clock_time(self.cell(row, "time")) if at is not None and "time" in self.columns else None
        if at is not None and clock is not None and at.time() == time():
            at = datetime.combine(at.date(), clock, tzinfo=self.zone)
        return at

    def _day_above(self, row: Row) -> datetime | None:
        """The day of the row right above, where a day stands only beside its first row and the balance proves that this
        is one of its others."""
        above = self.found[-1] if self.found else None
        if above is None or above.row != row.number - 1 or self.cell(row, "day") != "" or above.balance is None:
            return None
        money, balance = self._amount(row), amount(self.cell(row, "balance"), self.decimal)
        follows = isinstance(money, int) and balance in (above.balance + money, above.balance - above.minor)
        told = any(shown(self.cell(row, role)) for role in ("memo", "reference"))
        return datetime.combine(above.at.date(), time(), tzinfo=self.zone) if follows and told else None

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
            if role == "amount" and "side" in self.columns:
                way = side(shown(self.cell(row, "side")))
                if not way or (way > 0 > value):
                    return "unclear sign"
                value = way * abs(value)
            elif role == "amount" and self._told_by_ends:
                way_or_why = self._end(row)
                if isinstance(way_or_why, str):
                    return way_or_why
                value *= way_or_why
            sums.append(value)
        if len(sums) > 1:
            return "two amounts"
        return sums[0] if sums else "no amount" if empty else "zero amount"

    @property
    def _told_by_ends(self) -> bool:
        """Whether only the accounts at both ends tell what came in and what went out."""
        return not self.signed and bool(self.columns.keys() & {"into", "from", "name into"})

    def _end(self, row: Row) -> int | Why:
        """1 for money into the account asked for, -1 for money out of it; else why that cannot be said."""
        if not self.columns.keys() & {"into", "from"}:
            return self._end_by_name(row)
        into, source = (shown(self.cell(row, role)) for role in ("into", "from"))
        to_us, from_us = (bool(told) and is_same(told, self.account) for told in (into, source))
        if into and source:
            return "another account" if not (to_us or from_us) else "unclear sign" if to_us and from_us else (
                1 if to_us else -1)  # fmt: skip
        if to_us or (source and not from_us):
            return 1
        return -1 if from_us else "unclear sign"

    def _end_by_name(self, row: Row) -> int | Why:
        """The same by the one name that stands at one end of every row."""
        into, source = (folded(shown(self.cell(row, role))) for role in ("name into", "payer"))
        if not self.own_name or into == source:
            return "unclear sign"
        return 1 if into == self.own_name else -1

    def _is_small(self, row: Row) -> bool:
        """Whether no cell of a sum has digits enough for one, as with the number of a page."""
        cells = (shown(self.cell(row, role)) for role in ("credit", "debit", "amount"))
        return all(sum(c.isdigit() for c in cell) < FEWEST_DIGITS for cell in cells)

    def _fee(self, row: Row) -> int | Why:
        """Fee and tax of a row together, with the sign that they have; 0 where there is none."""
        total = 0
        for role in ("fee", "tax"):
            value = amount(self.cell(row, role), self.decimal) if role in self.columns else None
            if isinstance(value, str):
                return "unclear fee"
            total += value or 0
        return total

    def _numbers(self, row: Row) -> Iterator[tuple[Slot, int]]:
        """The numbers of a total by the roles of their columns; those elsewhere, or after its words, are "either"."""
        places = {
            index: role for role, index in self.columns.items() if role in ("credit", "debit", "amount", "balance")
        }
        for index, cell in enumerate(row.cells):
            value = amount(cell, self.decimal) if cell != "" else None
            if isinstance(value, int):
                yield places.get(index, "either"), value
            elif isinstance(cell, str) and (after := re.search(r"[:=] ?([-+(]?[0-9].*)$", cell)):
                value = amount(after[1], self.decimal)
                if isinstance(value, int):
                    yield "either", value

    def _example(self, row: Row, why: Why) -> str:
        """What could not be read, or is why the row was left out, for a person to see."""
        if why in ("unclear amount", "fraction", "another currency"):
            cells = [self.cell(row, one) for one in ("credit", "debit", "amount")]
            return next((shown(cell) for cell in cells if isinstance(amount(cell, self.decimal), str)), "")[
                :LONGEST_EXAMPLE
            ]
        return shown(self.cell(row, _TELLING.get(why, "memo")))[:LONGEST_EXAMPLE]


def joined(text: str, more: str) -> str:
    """Two lines of one cell; a word of letters and digits that a line has cut is one word again."""
    if not text or not more:
        return text or more
    cut = _CUT_WORD.search(text) is not None and re.match(r"[A-Z0-9]{2,}(?![a-z])", more) is not None
    return f"{text}{more}" if cut else f"{text} {more}"
