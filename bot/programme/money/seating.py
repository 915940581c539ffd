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
        self._moves: list[tuple[G, G, G | None]] = []  # guest, to, from: what has to be undone if it leads nowhere
        self.guests: dict[G, list[G]] = {}
        """By place, in the order in which the places were opened."""

    def open(self, place: G) -> None:
        """Makes something a place of its own."""
        self.guests[place] = []
        self._by_day[place.day].append(place)

    def seat(self, guest: G) -> bool:
        """Finds a place, which others may have to leave for another; False leaves all as it was."""
        self._moves.clear()
        return self._seat(guest, None, set())

    def _seat(self, guest: G, origin: G | None, seen: set[int]) -> bool:
        taken: list[tuple[G, list[G]]] = []
        for place in self._near(guest):
            if id(place) in seen or not self._joins(guest, place):
                continue
            in_the_way = [other for other in self.guests[place] if not self._joins(guest, other)]
            if not in_the_way:
                return self._move(guest, place, origin)
            taken.append((place, in_the_way))
        for place, in_the_way in taken:
            if id(place) not in seen and len(seen) < MOST_LOOKS:
                seen.add(id(place))
                before = len(self._moves)
                if all(self._seat(other, place, seen) for other in in_the_way):
                    return self._move(guest, place, origin)
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

    def _move(self, guest: G, place: G, origin: G | None) -> bool:
        if origin is not None:
            self.guests[origin].remove(guest)
        self.guests[place].append(guest)
        self._sits[guest] = place
        self._moves.append((guest, place, origin))
        return True

    def _undo(self, before: int) -> None:
        while len(self._moves) > before:
            guest, place, origin = self._moves.pop()
            self.guests[place].remove(guest)
            del self._sits[guest]
            if origin is not None:
                self.guests[origin].append(guest)
                self._sits[guest] = origin
