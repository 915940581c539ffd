"""Guests at places, so that as many as possible sit: whoever is in the way of another moves on, if they can.

A place is a group that stays; at it sit others that may be of the same movement as it, and as each other. Whoever came
earlier keeps no right to a place: a gift told by two services, seated first, makes room for what only fits there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from typing import Final, Generic, Protocol, TypeVar

FAR: Final = 5
"""Days between a notice and the booking of the same number; nobody sits further away."""
MOST_LOOKS: Final = 300
"""Places that are looked at for one telling; only nonsense asks for more, and it becomes a movement of its own."""


class Seated(Protocol):
    """What sits or is sat at: it happened on a day."""

    @property
    def day(self) -> date:
        """The day of the first that was told of it."""


G = TypeVar("G", bound=Seated)


class Seating(Generic[G]):
    """Who sits where; `joins` says whether two may be of one movement, `company` with whom one has sat before."""

    def __init__(self, joins: Callable[[G, G], bool], company: Callable[[G], G | None]):
        self._joins, self._company = joins, company
        self._sits: dict[G, G] = {}
        self._by_day: dict[date, list[G]] = defaultdict(list)
        self._moves: list[tuple[G, G | None, G | None]] = []  # guest, from, to: undone where they lead nowhere
        self.guests: dict[G, list[G]] = {}
        """By place, in the order in which the places were opened."""

    def open(self, place: G) -> None:
        """Makes something a place of its own."""
        self.guests[place] = []
        self._by_day[place.day].append(place)

    def seat(self, guest: G) -> bool:
        """Finds a place, which others may have to leave for another; False leaves all as it was."""
        self._moves.clear()
        return self._seat(guest, set())

    def _seat(self, guest: G, moved: set[int]) -> bool:
        """`moved` are those who have been asked to move on already, and this one; nobody is asked twice."""
        moved.add(id(guest))
        taken: list[tuple[G, list[G]]] = []
        for place in self._near(guest):
            if self._joins(guest, place):
                in_the_way = [other for other in self.guests[place] if not self._joins(guest, other)]
                if not in_the_way:
                    return self._move(guest, place)
                taken.append((place, in_the_way))
        for place, in_the_way in taken:
            if len(moved) < MOST_LOOKS and moved.isdisjoint(map(id, in_the_way)):
                before = len(self._moves)
                for other in in_the_way:
                    self._move(other, None)
                self._move(guest, place)
                for other in in_the_way:
                    if not self._seat(other, moved):
                        break
                else:
                    return True
                self._undo(before)
        return False

    def _near(self, guest: G) -> Iterator[G]:
        """The place of those with whom it has sat before, then those around the day, the nearest first."""
        company = self._company(guest)
        first = None if company is None else self._sits.get(company, company)
        if first is not None and first in self.guests:
            yield first
        days = sorted((day for day in self._by_day if abs(day - guest.day).days <= FAR),
                      key=lambda day: (day != guest.day, day))  # fmt: skip
        for day in days:
            for place in self._by_day[day]:
                if place is not first:
                    yield place

    def _move(self, guest: G, place: G | None) -> bool:
        self._moves.append((guest, self._sits.get(guest), place))
        self._put(guest, place)
        return True

    def _put(self, guest: G, place: G | None) -> None:
        if (left := self._sits.pop(guest, None)) is not None:
            self.guests[left].remove(guest)
        if place is not None:
            self.guests[place].append(guest)
            self._sits[guest] = place

    def _undo(self, before: int) -> None:
        while len(self._moves) > before:
            guest, left, _place = self._moves.pop()
            self._put(guest, left)
