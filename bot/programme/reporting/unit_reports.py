"""What the units said in their reports of one period, each beside what the books said then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, and_, select

from bot.chat.alphabet import alphabetical
from bot.programme.calendar.periods import periods
from bot.programme.ledger.tallies import Sum
from bot.programme.plan import Period
from bot.programme.reporting.weekly_reports import due_day, owing
from bot.programme.world import World
from bot.storage.tables import reports, units


class Differing(msgspec.Struct, frozen=True):
    """One figure that a unit reported otherwise than the books say: đồng for "cash", pieces for things."""

    item: str
    told: int
    booked: int


class UnitReport(msgspec.Struct, frozen=True):
    """One unit's report; `made_at` None where it is not in."""

    unit: str
    made_at: datetime | None = None
    zero: bool = False
    differing: list[Differing] = []
    publicity: str = ""
    difficulty: str = ""
    answers: dict[str, str] = {}  # to the plan's other fields

    @property
    def tells(self) -> bool:
        """Whether there is anything in it to be read besides the figures of the books."""
        return bool(self.differing or self.publicity or self.difficulty or self.answers)


def period_named(tx: World, key: str) -> Period | None:
    """The plan's report period with this key."""
    return next((period for period in periods(tx.plan, tx.now) if period.key == key), None)


async def unit_reports(tx: World, period: str) -> list[UnitReport]:
    """Of all units that owe a report for a period, by name; none that is exempt or has ended."""
    statement = select(units.c.name, reports).select_from(units).outerjoin(reports, _of(period))
    found = []
    for row in await _by_name(tx, statement, period):
        if row.id is None:
            found.append(UnitReport(row.name))
            continue
        answers = msgspec.json.decode(row.answers or "{}", type=dict[str, str | None])
        said = {key: answer for key, answer in answers.items() if answer}
        differing = _differing(row.figures, row.book) if row.corrected and row.book is not None else []
        texts = (row.publicity or "", row.difficulty or "")
        found.append(UnitReport(row.name, row.made_at, row.zero, differing, *texts, said))
    return found


async def reported(tx: World, period: str) -> tuple[list[str], list[str]]:
    """(names of units whose report is in, names of those still missing); exempt units are in neither."""
    statement = select(units.c.name, reports.c.id).select_from(units).outerjoin(reports, _of(period))
    rows = await _by_name(tx, statement, period)
    return [row.name for row in rows if row.id is not None], [row.name for row in rows if row.id is None]


async def _by_name(tx: World, statement: Select[Any], period: str) -> list[Any]:
    """Of the units that owe a report, in the order of the alphabet."""
    rows = await tx.work.rows(statement.where(owing(tx.drive, due_day(tx, period_named(tx, period)))))
    return sorted(rows, key=lambda row: alphabetical(row.name))


def _of(period: str) -> ColumnElement[bool]:
    return and_(reports.c.unit_id == units.c.id, reports.c.period == period)


def _differing(figures: str, booked: str) -> list[Differing]:
    told = msgspec.json.decode(figures, type=dict[str, Sum])
    book = msgspec.json.decode(booked, type=dict[str, int])
    every = [Differing(item, told.get(item, Sum()).amount, book.get(item, 0)) for item in dict.fromkeys([*told, *book])]
    return [one for one in every if one.told != one.booked]


def difficulties(found: Sequence[UnitReport]) -> list[tuple[str, str]]:
    """(unit, difficulty), the latest three, the last one first."""
    raised = [(one.made_at, one.unit, one.difficulty) for one in found if one.difficulty and one.made_at is not None]
    return [(unit, difficulty) for _at, unit, difficulty in sorted(raised, reverse=True)[:3]]
