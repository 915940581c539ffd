"""One day's pay worked out from a month's, of which only the result is kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.chat.kind import Heard, Kind, NotUnderstood
from bot.chat.kinds.money import Money
from bot.chat.phrase import Cash, _


class DayPay(Kind[Cash]):
    """Reads monthly pay in đồng and gives so many days' share, in whole thousands; the pay itself is never kept."""

    numbered = False
    private = True
    echoed = True

    def __init__(self, divisor: int, least: int = 1, days: int = 1):
        self.divisor, self.least, self.days = divisor, least, days
        self._monthly = Money(least=100_000, most=10**10)
        self._shape = ["DayPay", divisor, least] if days == 1 else ["DayPay", divisor, least, days]

    def shape(self) -> Any:
        return self._shape

    def read(self, heard: Heard, today: date) -> Cash:
        monthly = self._monthly.read(heard, today)
        share = Cash(max(1_000, round(monthly.minor * self.days / self.divisor / 1_000) * 1_000))
        if share.minor < self.least:
            raise NotUnderstood(
                _("One day of that is {share}, below the smallest sum of {least}. Please check the monthly pay.",
                  share=share, least=Cash(self.least))
            )  # fmt: skip
        return share

    def keep(self, value: Cash) -> Any:
        return [value.minor, value.currency]

    def load(self, kept: Any) -> Cash:
        return Cash(*kept)
