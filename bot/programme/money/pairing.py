"""Which tellings are of one movement: pure, over what is known of one account and sum around those days.

A source tells each movement once. So the number of movements is the largest number any one source tells of a day, never
the sum over sources. Which telling is of which movement the evidence says, the best first: the running balance, the
bank's number, the gift's code, a number inside the memo, the second, the memo's words. What no evidence places takes
any place that fits; that is a guess, and a clerk sees both. Better evidence, which may come later, moves guesses on:
the arrangement is made anew from all that is known, so that the order in which tellings come does not matter. A
movement once booked never goes; if it turns out to be another's twin, it stands for one that has none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

import msgspec

from bot.bank.banking_days import next_banking_day, swapped
from bot.programme.money.seating import FAR, MOST_LOOKS, Seating

TELLS: Final = 12
"""So many letters and digits of one memo inside the other are no accident."""
SKEW: Final = timedelta(hours=1)
"""So far clocks differ, and times are rounded."""


class Telling(msgspec.Struct, frozen=True):
    """What one source says of a movement, as far as it tells movements apart; `settled` says that its place is sure.

    `sent_at`: when its statement was sent to us; no later movement stands in it.
    """

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
    sent_at: datetime | None = None

    @property
    def of_statement(self) -> bool:
        """Whether it stands in a bank's statement."""
        return self.source.startswith("statement:")


class Movement(msgspec.Struct):
    """A movement as it is booked: its receipt, what has been told of it, whether somebody has decided on it (`pinned`),
    and whether a clerk has said that it is none of the others (`apart`)."""

    receipt: int
    tellings: list[Telling]
    pinned: bool = False
    apart: bool = False


class Arranged(msgspec.Struct):
    """A movement as it comes out: the receipt that stands for it, if there is one yet, the telling that made it or
    stands for it now, and the others, each with whether its place is sure."""

    receipt: int | None
    first: Telling
    rest: list[tuple[Telling, bool]]


def arranged(new: Sequence[Telling], known: Sequence[Movement], kin: Collection[str] = ()) -> list[Arranged]:
    """Places tellings of one account and sum among the movements known of it; every movement is told of, once.

    `kin` are the statements that have numbers in common with the new one: there, another number is another movement.
    """
    best = _Arrangement(new, known, kin, twins=True)
    if best.spare():
        best = _Arrangement(new, known, kin, twins=False)
    return best.labelled()


def fits(one: Telling, other: Telling, kin: Collection[str] = ()) -> bool:
    """Whether two tellings of different sources may be of one movement; with the same number the day may be further."""
    both = one.of_statement and other.of_statement
    if both and None not in (one.balance, other.balance):
        return one.balance == other.balance and (_near(one.day, other.day) or one.day == swapped(other.day))
    if (one.number and one.number == other.number) or _numbers(one) & _numbers(other):
        near = _near(one.day, other.day) if both else abs(one.day - other.day).days <= FAR
        return near or one.day == swapped(other.day)
    if both and one.number and other.number and kin and {one.source, other.source} & set(kin):
        return False
    if one.codes and other.codes and one.codes.isdisjoint(other.codes):
        return False
    if both:
        return one.day == other.day
    if one.of_statement == other.of_statement:
        return _near(one.day, other.day)
    notice, line = (other, one) if one.of_statement else (one, other)
    if line.sent_at is not None and notice.at > line.sent_at + SKEW:
        return False
    return notice.day <= line.day <= next_banking_day(notice.day)


def _near(one: date, other: date) -> bool:
    first, last = sorted((one, other))
    return last <= next_banking_day(first)


def _numbers(telling: Telling) -> frozenset[str]:
    return telling.inner | {telling.number} if telling.number else telling.inner


def _balance(telling: Telling) -> Iterable[Hashable]:
    return [telling.balance] if telling.balance is not None else []


def _number(telling: Telling) -> Iterable[Hashable]:
    return [telling.number] if telling.number else []


def _codes(telling: Telling) -> Iterable[Hashable]:
    return telling.codes


def _second(telling: Telling) -> Iterable[Hashable]:
    return [telling.at] if telling.at.time() != time.min else []


def _words(telling: Telling) -> Iterable[Hashable]:
    return [telling.words] if len(telling.words) >= TELLS else []


EVIDENCE: Final[tuple[Callable[[Telling], Iterable[Hashable]], ...]] = (
    _balance, _number, _codes, _numbers, _second, _words,
)  # fmt: skip
"""What shows that two tellings are of one movement, the best first."""


class _Group:
    """Tellings that are of one movement; `receipts` stand for it, `guessed` are those of which that is not sure."""

    def __init__(
        self, tellings: Sequence[Telling], receipt: int | None = None, pinned: bool = False, apart: bool = False
    ):
        self.tellings = list(tellings)
        self.receipts = [] if receipt is None else [receipt]
        self.pinned, self.apart = pinned, apart
        self.guessed: list[Telling] = []

    @property
    def all(self) -> list[Telling]:
        return [*self.tellings, *self.guessed]

    @property
    def sources(self) -> set[str]:
        return {one.source for one in self.all}

    @property
    def day(self) -> date:
        return self.tellings[0].day


class _Arrangement:
    """All tellings of one account and sum, gathered by evidence and then by guesses. `twins` says whether two movements
    that are booked may turn out to be one."""

    def __init__(self, new: Sequence[Telling], known: Sequence[Movement], kin: Collection[str], *, twins: bool):
        self.kin, self.twins = kin, twins
        self.home: dict[int, int] = {}  # by doubtful telling: the receipt it is kept at
        groups: list[_Group] = []
        for movement in known:
            sure = [one for one in movement.tellings if one.settled]
            groups.append(_Group(sure, movement.receipt, movement.pinned, movement.apart))
            for one in movement.tellings:
                if not one.settled:
                    self.home[one.id] = movement.receipt
                    groups.append(_Group([one]))
        groups += [_Group([one]) for one in new]
        for evidence in EVIDENCE:
            groups = self._by(evidence, groups)
        self.groups = self._guessed(groups)

    def spare(self) -> int:
        """How many receipts would stand for nothing."""
        receipts = sum(len(group.receipts) for group in self.groups)
        return max(receipts - len(self.groups), 0)

    def labelled(self) -> list[Arranged]:
        """Gives each movement one receipt: its own, or that of one which turned out to be another's twin."""
        free: list[int] = []
        for group in self.groups:
            free += group.receipts[1:]
            del group.receipts[1:]
        made = []
        for group in self.groups:
            receipt = group.receipts[0] if group.receipts else free.pop() if free else None
            first, *rest = group.tellings
            told = [
                *((one, True) for one in rest),
                *((one, _told_inside(one, group.tellings)) for one in group.guessed),
            ]
            made.append(Arranged(receipt, first, told))
        return made

    def _joins(self, one: _Group, other: _Group) -> bool:
        both = bool(one.receipts and other.receipts)
        if both and (not self.twins or one.apart or other.apart or (one.pinned and other.pinned)):
            return False
        if one.sources & other.sources:
            return False
        return all(fits(mine, theirs, self.kin) for mine in one.all for theirs in other.all)

    def _by(self, evidence: Callable[[Telling], Iterable[Hashable]], groups: list[_Group]) -> list[_Group]:
        """Joins the groups that the evidence shows to be of one movement, the nearest in time first."""
        found: dict[Hashable, list[_Group]] = defaultdict(list)
        for group in groups:
            for key in {key for one in group.tellings for key in evidence(one)}:
                found[key].append(group)
        gone: dict[_Group, _Group] = {}
        for alike in found.values():
            for group in sorted(alike, key=lambda group: group.day) if len(alike) > 1 else ():
                mine = _now(gone, group)
                others = list(dict.fromkeys(_now(gone, other) for other in alike))
                others.sort(key=lambda other: abs(other.day - mine.day))
                for other in others[:MOST_LOOKS]:
                    if other is not mine and self._joins(mine, other):
                        mine = _join(gone, mine, other)
        return [group for group in groups if group not in gone]

    def _guessed(self, groups: list[_Group]) -> list[_Group]:
        """Joins what is left so that as few movements as possible come out: source by source, statements first."""
        told: dict[str, list[_Group]] = defaultdict(list)
        for group in groups:
            told[min(group.sources, key=_rank)].append(group)
        booked = {receipt: group for group in groups for receipt in group.receipts}
        seating = Seating(self._joins, lambda group: booked.get(self.home.get(group.tellings[0].id, 0)))
        for source in sorted(told, key=_rank):
            in_turn = sorted(told[source], key=lambda group: (not group.receipts, group.day))
            for group in [group for group in in_turn if not seating.seat(group)]:
                seating.open(group)
        for place, guests in seating.guests.items():
            for group in guests:
                _sit(place, group)
        return list(seating.guests)


def _rank(source: str) -> tuple[bool, str]:
    return not source.startswith("statement:"), source


def _now(gone: dict[_Group, _Group], group: _Group) -> _Group:
    while group in gone:
        group = gone[group]
    return group


def _join(gone: dict[_Group, _Group], one: _Group, other: _Group) -> _Group:
    """One group of two that are of one movement for certain; the one that is decided on, or booked, stays."""
    stays, goes = (one, other) if _weight(one) >= _weight(other) else (other, one)
    stays.tellings += goes.tellings
    stays.guessed += goes.guessed
    stays.receipts += goes.receipts
    gone[goes] = stays
    return stays


def _sit(place: _Group, group: _Group) -> None:
    """Lets a group stand at a place on a guess; the one that is decided on, or booked, is the one that others join."""
    if _weight(group) > _weight(place):
        place.tellings, group.tellings = group.tellings, place.tellings
        place.receipts, group.receipts = group.receipts, place.receipts
        place.pinned, place.apart = group.pinned, group.apart
    place.guessed += group.all
    place.receipts += group.receipts


def _weight(group: _Group) -> tuple[bool, bool]:
    return group.pinned or group.apart, bool(group.receipts)


def _told_inside(one: Telling, others: Sequence[Telling]) -> bool:
    """Whether a memo stands in another one, or another one in it."""
    for other in others:
        short, long = sorted((one.words, other.words), key=len)
        if len(short) >= TELLS and short in long:
            return True
    return False
