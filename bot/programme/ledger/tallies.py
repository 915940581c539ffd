"""Running sums of what was pledged, by period, unit and item: so that progress costs the same at any size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import ColumnElement, bindparam, func, or_, select

from bot.chat.alphabet import alphabetical
from bot.programme.calendar.periods import periods
from bot.programme.plan import Plan
from bot.programme.world import World
from bot.storage.tables import tallies, units


class Sum(msgspec.Struct, frozen=True):
    """How many gifts of one item, and their sum: đồng for cash, pieces for things."""

    gifts: int = 0
    amount: int = 0

    def __add__(self, other: Sum) -> Sum:
        return Sum(self.gifts + other.gifts, self.amount + other.amount)


Sums = Mapping[str, Sum]
"""By item: "cash" (đồng, foreign sums at the plan's rate) or a key of the catalogue."""


def period_at(plan: Plan, now: datetime) -> str:
    """The report period a moment falls into, by its key; gifts after the last one belong to "after"."""
    for period in periods(plan, now):
        if now <= period.due:
            return period.key
    return "after" if plan.reporting else now.astimezone(ZoneInfo(plan.time_zone)).strftime("%G-W%V")


RECEIVED: Final = "cash:in"
"""The item under which money that really came in is summed up; whatever has a colon is apart from what was pledged."""
BY_HAND: Final = "cash:hand"
"""That part of RECEIVED which came into a unit's till."""
GRANTED: Final = "cash:granted"
"""Budget and fund money: it came in as well, but is no gift."""
SPENT: Final = "cash:spent"
"""What was paid out, below zero."""


HALF: Final = 2**31


def exact(column: ColumnElement[int]) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """A column's sum in two halves, see `whole`: SQLite refuses a sum beyond 64 bits, and with it the whole page."""
    return func.sum(column // HALF), func.sum(column % HALF)


def whole(high: Any, low: Any) -> int:
    """The sum of two halves; 0 where there was nothing to sum up."""
    return int(high or 0) * HALF + int(low or 0)


_ALL: Final = (
    select(tallies.c.item, tallies.c.period, func.sum(tallies.c.gifts), *exact(tallies.c.amount))
    .where(tallies.c.drive == bindparam("drive"))
    .group_by(tallies.c.item, tallies.c.period)
)


class Tallied:
    """All running sums of a drive at one moment, whatever the unit."""

    def __init__(self, sums: Mapping[tuple[str, str], Sum]):
        self._sums = sums  # by item and period

    def of(self, item: str, period: str | None = None) -> Sum:
        """The sum of one item, over the whole drive or one period."""
        found = (sum for (of, when), sum in self._sums.items() if of == item and period in (None, when))
        return sum(found, start=Sum())

    def pledged(self, period: str | None = None) -> dict[str, Sum]:
        """Sums by item of what was pledged, over the whole drive or one period."""
        items = {item: None for item, when in self._sums if ":" not in item and period in (None, when)}
        return {item: self.of(item, period) for item in items}


async def tallied(tx: World) -> Tallied:
    """Asks once for what a digest or a page shows in several places."""
    rows = await tx.work.rows(_ALL, {"drive": tx.drive})
    return Tallied({(item, period): Sum(int(gifts), whole(high, low)) for item, period, gifts, high, low in rows})


class Came(msgspec.Struct, frozen=True):
    """What really came in: money and of it the part by hand, in đồng; things in pieces, by the catalogue's key."""

    cash: Sum = Sum()
    by_hand: int = 0
    things: dict[str, Sum] = {}

    def amounts(self) -> dict[str, int]:
        """What came in by item, as reports name it; nothing is below zero there."""
        return {item: max(0, sum.amount) for item, sum in {"cash": self.cash, **self.things}.items()}


async def came(tx: World, *, period: str | None = None, below: Sequence[str] = ()) -> Came:
    """What came in, in the whole drive, or one period, or the units whose path begins with one of `below`."""
    items = [RECEIVED, BY_HAND, *(came_in(item.key) for item in tx.plan.catalogue)]
    found = await _sums(tx, tallies.c.item.in_(items), period, below)
    things = {item.key: found[came_in(item.key)] for item in tx.plan.catalogue if came_in(item.key) in found}
    return Came(found.get(RECEIVED, Sum()), found.get(BY_HAND, Sum()).amount, things)


async def totals(tx: World, *, period: str | None = None, below: Sequence[str] = ()) -> dict[str, Sum]:
    """Sums by item of what was pledged, counted as in `came`."""
    return await _sums(tx, tallies.c.item.not_like("%:%"), period, below)


async def _sums(tx: World, items: ColumnElement[bool], period: str | None, below: Sequence[str]) -> dict[str, Sum]:
    statement = select(tallies.c.item, func.sum(tallies.c.gifts), *exact(tallies.c.amount))
    statement = statement.where(tallies.c.drive == tx.drive, items).group_by(tallies.c.item)
    if period is not None:
        statement = statement.where(tallies.c.period == period)
    if below:
        statement = statement.join(units, units.c.id == tallies.c.unit_id)
        statement = statement.where(or_(*(units.c.path.startswith(path, autoescape=True) for path in below)))
    rows = await tx.work.rows(statement)
    return {item: Sum(int(gifts), whole(high, low)) for item, gifts, high, low in rows}


async def received(tx: World, *, period: str | None = None, item: str = RECEIVED) -> Sum:
    """Money that really came in, less what was given back, in đồng; over the whole drive or one period.

    `item` may also be BY_HAND, GRANTED, or SPENT, which is below zero.
    """
    statement = select(func.sum(tallies.c.gifts), *exact(tallies.c.amount))
    statement = statement.where(tallies.c.drive == tx.drive, tallies.c.item == item)
    if period is not None:
        statement = statement.where(tallies.c.period == period)
    gifts, high, low = await tx.work.one(statement)
    return Sum(int(gifts or 0), whole(high, low))


def came_in(item: str) -> str:
    """The item under which the things of a kind that really came in are summed up."""
    return f"{item}:in"


_BY_UNIT: Final = (
    select(tallies.c.unit_id, units.c.name, func.sum(tallies.c.gifts), *exact(tallies.c.amount))
    .join(units, units.c.id == tallies.c.unit_id)
    .where(tallies.c.drive == bindparam("drive"), tallies.c.item == bindparam("item"))
    .group_by(tallies.c.unit_id, units.c.name)
)


async def by_unit(tx: World, item: str = "cash") -> list[tuple[int, str, Sum]]:
    """(unit, name, sum) of one item for every unit that has any, the largest first."""
    rows = await tx.work.rows(_BY_UNIT, {"drive": tx.drive, "item": item})
    found = [(unit, name, Sum(int(gifts), whole(high, low))) for unit, name, gifts, high, low in rows]
    return sorted((one for one in found if one[2].amount > 0), key=lambda one: (-one[2].amount, alphabetical(one[1])))
