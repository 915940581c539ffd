"""Which movement a telling is about: pure, over what is known of the account around those days.

A source tells each movement once. So a telling belongs to a movement that its source has not told yet, of the same
account and sum and of a day that fits; if there is none left, it is a new one: the number of movements is the largest
number any one source tells. Which of them it is, the evidence says, the best first: the running balance, the bank's
number, the gift's code, a number inside the memo, the second, the memo's words. Without evidence it is a guess: then a
clerk sees both, and a later telling with evidence may take the place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from datetime import date, datetime, time
from typing import Final

import msgspec

from bot.bank.banking_days import next_banking_day, swapped

FAR: Final = 5
"""Days between a notice and the booking of the same number."""
TELLS: Final = 12
"""So many letters and digits of one memo inside the other are no accident."""
MOST_LOOKS: Final = 200
"""Movements that are looked at for one telling; only nonsense asks for more, and it becomes a movement of its own."""


class Telling(msgspec.Struct, frozen=True):
    """What one source says of a movement, as far as it tells movements apart; `settled` says that its place is sure."""

    id: int
    source: str
    day: date
    at: datetime
    number: str = ""
    balance: int | None = None
    codes: frozenset[str] = frozenset()
    inner: frozenset[str] = frozenset()
    words: str = ""
    settled: bool = True

    @property
    def of_statement(self) -> bool:
        """Whether it stands in a bank's statement."""
        return self.source.startswith("statement:")


class Movement(msgspec.Struct):
    """What has been told of one movement so far; `receipt` is its number."""

    receipt: int
    tellings: list[Telling]


class Pairing(msgspec.Struct):
    """Where tellings belong, by their id: the receipt, and whether that is sure; whatever is not here is new."""

    joined: dict[int, tuple[int, bool]] = {}
    displaced: list[Telling] = []
    """Doubtful tellings of earlier that gave way to a better one and have no place any more."""


def pair(new: Sequence[Telling], known: Sequence[Movement], kin: Collection[str] = ()) -> Pairing:
    """Finds the movements for tellings of one source, account and sum; those known are of that account and sum too.

    `kin` are the statements that have numbers in common with this one: there, another number is another movement.
    """
    return _Pairs(new, known, kin).made() if known and new else Pairing()


def fits(one: Telling, other: Telling, *, by_number: bool = False, kin: Collection[str] = ()) -> bool:
    """Whether two tellings of different sources may be of one movement; with the same number the day may be further."""
    both = one.of_statement and other.of_statement
    if both and None not in (one.balance, other.balance) and one.balance != other.balance:
        return False
    if by_number:
        near = _near(one.day, other.day) if both else abs(one.day - other.day).days <= FAR
        return near or one.day == swapped(other.day)
    if both and other.source in kin and one.number and other.number and one.number != other.number:
        return False
    if one.codes and other.codes and one.codes.isdisjoint(other.codes):
        return False
    if both:
        return one.day == other.day
    if one.of_statement == other.of_statement:
        return _near(one.day, other.day)
    notice, line = (other, one) if one.of_statement else (one, other)
    return notice.day <= line.day <= next_banking_day(notice.day)


def _near(one: date, other: date) -> bool:
    first, last = sorted((one, other))
    return last <= next_banking_day(first)


def _second(telling: Telling) -> Iterable[Hashable]:
    return [telling.at] if telling.at.time() != time.min else []


Evidence = Callable[[Telling], Iterable[Hashable]]
EVIDENCE: Final[tuple[tuple[Evidence, bool], ...]] = (
    (lambda one: [one.balance] if one.balance is not None else [], False),
    (lambda one: [one.number] if one.number else [], True),
    (lambda one: one.codes, False),
    (lambda one: {one.number, *one.inner} - {""}, True),
    (_second, False),
    (lambda one: [one.words] if len(one.words) >= TELLS else [], False),
)
"""What shows that two tellings are of one movement, the best first; and whether it is a number."""


class _Pairs:
    """One account's movements of one sum, while tellings of one source find their places among them."""

    def __init__(self, new: Sequence[Telling], known: Sequence[Movement], kin: Collection[str]):
        self.source, self.kin = new[0].source, kin
        self.todo = list(new)
        self.others: dict[int, list[Telling]] = {}  # by receipt: what other sources tell of it
        self.holder: dict[int, Telling] = {}  # by receipt: the telling of this source, if it has one
        self.sure: dict[int, bool] = {}  # by telling: whether its place is
        self.before: dict[int, int] = {}  # by telling of earlier: its receipt
        for movement in known:
            self.others[movement.receipt] = [one for one in movement.tellings if one.source != self.source]
            for one in movement.tellings:
                if one.source == self.source:
                    self.holder[movement.receipt] = one
                    self.sure[one.id] = one.settled
                    self.before[one.id] = movement.receipt

    def made(self) -> Pairing:
        for evidence, is_number in EVIDENCE:
            self._by(evidence, is_number)
        by_day: dict[date, list[int]] = defaultdict(list)
        for receipt, tellings in self.others.items():
            if not self._taken(receipt):
                by_day[tellings[0].day].append(receipt)
        left = [one for one in sorted(self.todo, key=lambda one: one.day) if not self._guess(one, by_day, set())]
        joined = {one.id: (receipt, self.sure[one.id]) for receipt, one in self.holder.items()
                  if self.before.get(one.id) != receipt or self.sure[one.id] != one.settled}  # fmt: skip
        return Pairing(joined, [one for one in left if one.id in self.before])

    def _by(self, evidence: Evidence, is_number: bool) -> None:
        """Gives tellings the places that the evidence shows; who sat there on a guess has to look again."""
        found: dict[Hashable, list[int]] = defaultdict(list)
        for receipt, tellings in self.others.items():
            for one in tellings:
                for key in evidence(one):
                    found[key].append(receipt)
        waiting, self.todo = self.todo, []
        for one in waiting:
            places = dict.fromkeys(receipt for key in evidence(one) for receipt in found.get(key, ()))
            fitting = [receipt for receipt in places if not self._taken(receipt)
                       and self._fits(one, receipt, by_number=is_number)]  # fmt: skip
            if not fitting:
                self.todo.append(one)
                continue
            best = min(fitting, key=lambda receipt: abs(self.others[receipt][0].day - one.day))
            guest = self.holder.get(best)
            if guest is not None:
                self.todo.append(guest)
            self.holder[best] = one
            self.sure[one.id] = self._same_day(one, best)

    def _same_day(self, one: Telling, receipt: int) -> bool:
        """Two statements that tell one number on two days are to be looked at, unless day and month are swapped."""
        days = [other.day for other in self.others[receipt] if other.of_statement and one.of_statement]
        return all(day == one.day or swapped(day) == one.day for day in days)

    def _guess(self, one: Telling, by_day: dict[date, list[int]], seen: set[int]) -> bool:
        """Finds a place by day alone; somebody who sits there on a guess may move on to another."""
        near = sorted((day for day in by_day if abs(day - one.day).days <= FAR), key=lambda day: (day != one.day, day))
        occupied = []
        for day in near:
            for receipt in by_day[day]:
                if receipt in seen or self._taken(receipt):
                    continue
                if len(seen) >= MOST_LOOKS:
                    return False
                if not self._fits(one, receipt):
                    seen.add(receipt)
                elif receipt in self.holder:
                    occupied.append(receipt)
                else:
                    self._sit(one, receipt)
                    return True
        for receipt in occupied:
            if receipt in seen or len(seen) >= MOST_LOOKS:
                continue
            seen.add(receipt)
            if self._guess(self.holder[receipt], by_day, seen):
                self._sit(one, receipt)
                return True
        return False

    def _sit(self, one: Telling, receipt: int) -> None:
        self.holder[receipt] = one
        self.sure[one.id] = any(_inside(one.words, other.words) for other in self.others[receipt])

    def _taken(self, receipt: int) -> bool:
        """Whether this source has told of it for certain, or nobody else has."""
        holder = self.holder.get(receipt)
        return not self.others[receipt] or (holder is not None and self.sure[holder.id])

    def _fits(self, one: Telling, receipt: int, *, by_number: bool = False) -> bool:
        return all(fits(one, other, by_number=by_number, kin=self.kin) for other in self.others[receipt])


def _inside(one: str, other: str) -> bool:
    """Whether a memo stands in the other one."""
    short, long = sorted((one, other), key=len)
    return len(short) >= TELLS and short in long
