"""Somebody gives money: a sum of their own choice, or a day's pay."""

from __future__ import annotations

from typing import Any

from bot import texts
from bot.chat.phrase import Cash
from bot.rehearsal.errands.giving import Giving
from bot.rehearsal.fakes.messenger import Said
from bot.rehearsal.fakes.reading import Seen, sum_of
from bot.rehearsal.fakes.slips import foreign_as_typed, sum_as_typed
from bot.rehearsal.stage.errand import Answer, Typed
from bot.rehearsal.stage.person import Person


class GiveCash(Giving):
    """`cash` is what they want to give; with `monthly` pay it is worked out by the bot."""

    opening, label = "/goptien", "*Give money"

    def __init__(self, person: Person, cash: Cash, *, monthly: int = 0, **more: Any):
        super().__init__(person, **more)
        self.cash, self.monthly = cash, monthly

    def knows(self) -> dict[str, Answer]:
        return {
            "How much would you like to give*": self._sum,
            "What is your monthly pay*": self._pay,
            **super().knows(),
        }

    def wrong(self, review: Seen) -> tuple[str, int] | None:
        shown = review.answer("One day's pay") if self.monthly else review.answer("Sum")
        if shown is None or sum_of(shown) != (self.cash.minor, self.cash.currency):
            return ("One day's pay" if self.monthly and shown is not None else "Sum"), 0
        return super().wrong(review)

    def _sum(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        if self.monthly:
            return seen.button("One day's pay")
        suggested = [
            sum_of(button.label) if any(map(str.isdigit, button.label)) else None for button in seen.message.buttons
        ]
        meant = (self.cash.minor, self.cash.currency)
        if meant in suggested and self.chance.random() < 0.6:
            return suggested.index(meant)
        if self.cash.currency != "VND":
            digits = texts.digits_of(self.cash.currency)
            return Typed(text=foreign_as_typed(self.cash.minor, self.cash.currency, digits, self.chance))
        return Typed(text=sum_as_typed(self.cash.minor, self.chance), sort="sum")

    def _pay(self, _seen: Seen, _values: dict[str, str]) -> Said:
        return Typed(text=sum_as_typed(self.monthly, self.chance), sort="sum")
