"""The sum of one gift: as people write it, by the day's pay, and asked about where it comes every month."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final

from bot.chat.kind import Heard, NotUnderstood, Unsure, folded
from bot.chat.kinds.either import Either, Named
from bot.chat.kinds.money import Money, written
from bot.chat.kinds.typed import LONGEST_SHORT
from bot.chat.phrase import Cash, Phrase, _, _n

DAY_PAY: Final = "day_pay"
MOST_DAYS: Final = 31
_DIGITS: Final = {"mot": 1, "one": 1, "a": 1, "hai": 2, "two": 2, "ba": 3, "three": 3, "bon": 4, "four": 4, "nam": 5}
_DAYS: Final = re.compile(
    r"\b(?:(?P<n>\d{1,2}|[a-z]+) )?ngay (?:tien )?luong\b(?! thang)"
    r"|\bluong (?:cua )?(?P<m>\d{1,2}|mot|hai|ba|bon|nam) ngay\b"
    r"|\b(?:(?P<d>\d{1,2}|[a-z]+) )?days?['’]?s?['’]? (?:of )?(?:my )?(?:pay|salary|wages?)\b"
)
_FIGURE: Final = re.compile(r"\d\d")
_EVERY_MONTH: Final = re.compile(
    r"(?:\b(?:moi|hang|tung) ?|/ ?(?:1 ?)?|\bmot |\b1 )(?:thang|tuan|nam|quy)\b|\bthang nao cung\b"
    r"|\b(?:per|a|every|each) (?:month|week|year)\b|\b(?:monthly|weekly|yearly)\b|/ ?(?:month|week|year)\b"
)


def days_of_pay(text: str) -> int | None:
    """How many days' pay a text speaks of: "1 ngày lương", "lương 2 ngày"; None where it speaks of none."""
    found = _DAYS.search(folded(text)) if len(text) <= LONGEST_SHORT else None
    if found is None:
        return None
    written = found["n"] or found["m"] or found["d"] or "1"
    return int(written) if written.isdigit() else _DIGITS.get(written, 1)


def days_of(named: Named) -> int:
    """How many days' pay an answer stands for."""
    return int(named.key.partition(" ")[2] or 1)


class GiftSum(Money):
    """A sum that is given once; where it comes every month, it is asked whether this once is meant."""

    echoed = True

    def read(self, heard: Heard, today: date) -> Cash:
        cash = super().read(heard, today)
        if _EVERY_MONTH.search(folded(heard.text or "")):
            why = _("A pledge here is for one time. Shall I write down {sum} for this time? You can come again.",
                    sum=cash)  # fmt: skip
            raise Unsure(why, [(written(cash), _("{sum}, this time", sum=cash))])
        return cash

    def find(self, text: str, today: date, names: Sequence[Sequence[str]] = ()) -> Cash | None:
        found = None if _EVERY_MONTH.search(folded(text)) else super().find(text, today, names)
        if found is None and _FIGURE.search(text):
            try:
                self.read(Heard(text=text), today)
            except Unsure:
                raise  # "góp 500": thousands or millions; "500k mỗi tháng": once, or every month
            except NotUnderstood:
                return None
        return found


class GiftSumOrDays(Either[Cash]):
    """The sum of a gift, or so many days' pay."""

    def __init__(self, sum: GiftSum):
        super().__init__(sum, {DAY_PAY: _("One day's pay")})

    def read(self, heard: Heard, today: date) -> Cash | Named:
        days = days_of_pay(heard.text or "")
        if days is None:
            return super().read(heard, today)
        if not 1 <= days <= MOST_DAYS:
            raise NotUnderstood(_("Please write from 1 to {most} days' pay, or a sum.", most=MOST_DAYS))
        return _named(days)

    def find(self, text: str, today: date, names: Sequence[Sequence[str]] = ()) -> Cash | Named | None:
        days = days_of_pay(text)
        if days is not None and 1 <= days <= MOST_DAYS:
            return _named(days)
        return self.kind.find(text, today)

    def show(self, value: Cash | Named) -> Any:
        days = days_of(value) if isinstance(value, Named) else 1
        return days_pay(days) if days > 1 else super().show(value)


@lru_cache(maxsize=64)
def gift_sums(
    least: int, suggested: Sequence[int], currencies: Sequence[str], foreign: Sequence[tuple[str, int]]
) -> tuple[GiftSum, GiftSumOrDays]:
    """The sum of a gift on such terms, alone or beside so many days' pay; made once, for every replay asks for it."""
    kind = GiftSum(least=least, suggested=suggested, currencies=currencies, foreign=dict(foreign))
    return kind, GiftSumOrDays(kind)


def _named(days: int) -> Named:
    return Named(DAY_PAY if days == 1 else f"{DAY_PAY} {days}")


def days_pay(days: int) -> Phrase:
    """So many days' pay, as it is said."""
    return _n("{n} day's pay", "{n} days' pay", days)
