"""How pledged money is really paid: by bank or by hand, with or without the code, less, more, in parts, or never."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Final

from bot.chat.phrase import Cash
from bot.rehearsal.errands.cash_book import Envelope
from bot.rehearsal.fakes import memos
from bot.rehearsal.fakes.bank import Bank
from bot.rehearsal.fakes.truth import TrueMovement
from bot.rehearsal.stage.person import Person
from bot.rehearsal.stage.town import Town

WAYS: Final = {"right": 10, "slip": 2, "no code": 4, "less": 1, "more": 1, "parts": 2, "by hand": 3, "never": 2}
"""How pledges in đồng are paid, and how many of twenty-five."""


class Payers:
    """Decides for each pledge how and when it is paid; `brings` takes envelopes to a till."""

    def __init__(
        self, town: Town, bank: Bank, closes: datetime, brings: Callable[[Person, Envelope], None], tills: int
    ):
        self.town, self.bank, self.closes, self.brings, self.tills = town, bank, closes, brings, tills
        self._chance = Random(f"{town.seed}:payers")
        self._deck: list[str] = []
        self._shared: tuple[Person, str] | None = None

    def pays(self, person: Person, code: str) -> None:
        """A pledge was recorded."""
        told, will = person.memory.pledges[code], person.will
        way = self._way()
        late = will.random() < 0.05
        days, hour = will.randint(0, 11), will.choice((8, 11, 13, 17, 20))
        if told.currency != "VND":
            way = "by hand" if way != "never" else way
        at = (self.town.now() + timedelta(days=days + 1)).astimezone(self.town.zone).replace(hour=hour, minute=0)
        if late and way != "by hand":
            at = self.closes + timedelta(hours=will.randint(2, 9))
        anyway = will.random() < 0.3  # although they have taken the pledge back
        self.town.agenda.at(at, lambda: self._pay(person, code, way, anyway))

    def _way(self) -> str:
        """The next of a deck, so that every way comes up in a small town too."""
        if not self._deck:
            self._deck = [way for way, many in WAYS.items() for _one in range(many)]
            self._chance.shuffle(self._deck)
        return self._deck.pop()

    def _pay(self, person: Person, code: str, way: str, anyway: bool) -> None:
        if way == "never" or (code in person.memory.cancelled and not anyway):
            return
        told, will = person.memory.pledges[code], person.will
        name = person.name if will.random() < 0.85 else ""
        if way == "by hand" and (self.tills or told.currency != "VND"):
            shown = "" if told.currency == "VND" and will.random() < 0.15 else code
            envelope = Envelope(
                "", Cash(told.minor, told.currency), shown, code, person.name, refuse=will.random() < 0.15
            )
            self.brings(person, envelope)
        elif way == "less":
            self._transfer(person, code, max(1_000, told.minor * will.randint(3, 9) // 10), name)
        elif way == "more":
            surplus = will.choice((50_000, 100_000))
            self._transfer(person, code, told.minor + surplus, name)
            self._after(5, lambda: self.give_back(code, surplus))
        elif way == "parts" and told.minor >= 10_000:
            first = told.minor * will.choice((3, 5, 7)) // 10
            self._transfer(person, code, first, name)
            rest = told.minor - first
            self._after(will.randint(3, 8), lambda: self._transfer(person, code, rest, name))
        elif way == "no code" and self._shared is None and told.minor < 5_000_000:
            self._shared = (person, code)  # a friend will transfer for both
            self._after(9, self._alone)
        elif way == "no code":
            self._without_code(person, code, name)
        else:
            self._transfer(person, code, told.minor, name, slip=way == "slip")
            if way == "right" and will.random() < 0.04:
                self._after(6, lambda: self.give_back(code, told.minor))

    def _without_code(self, person: Person, code: str, name: str) -> None:
        minor = person.memory.pledges[code].minor
        if self._shared is not None and self._shared[1] != code and name:
            (other, others), self._shared = self._shared, None
            theirs = other.memory.pledges[others].minor
            pieces = [(others, theirs), (code, minor)]
            memo = memos.without("GOP CHUNG", self.bank.counts["movements"], person.will)
            self.bank.pay(minor + theirs, memo, what="several", pieces=pieces)
            return
        memo = memos.without(name, self.bank.counts["movements"], person.will)
        self.bank.pay(minor, memo, meant=code, known=bool(name))

    def _alone(self) -> None:
        """Nobody came to transfer together with them."""
        if self._shared is not None:
            (person, code), self._shared = self._shared, None
            self._without_code(person, code, person.name)

    def _transfer(self, person: Person, code: str, minor: int, name: str, *, slip: bool = False) -> TrueMovement:
        write = memos.slipped if slip else memos.right
        memo = write(code, name, self.bank.counts["movements"], person.will)
        return self.bank.pay(minor, memo, meant=code, by_itself=not slip)

    def give_back(self, code: str, minor: int) -> None:
        """The treasurer transfers money back, sometimes forgetting the code; the bank takes its fee."""
        forgets = self.bank.counts["movements"] % 4 == 0
        memo = f"HOAN TRA {'NGUOI UNG HO' if forgets else code} {self.bank.counts['movements']}"
        paid = self.bank.pay(-minor, memo, what="refund", meant=code, by_itself=not forgets)
        self.bank.pay(-11_000, f"PHI CHUYEN TIEN {paid.reference[-4:]}", what="fee", shares=paid)

    def _after(self, days: int, deed: Callable[[], object]) -> None:
        self.town.agenda.at(self.town.awake(86_400 * days), lambda: self._do(deed))

    @staticmethod
    def _do(deed: Callable[[], object]) -> None:
        deed()
