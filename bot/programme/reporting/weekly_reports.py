"""The weekly report of a unit: opened with the ledger's figures, signed by its contact, once per period."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, Select, and_, select, update

from bot.chat.phrase import _
from bot.chat.words import Refused, deed, fact
from bot.programme.calendar.periods import periods
from bot.programme.ledger import tallies
from bot.programme.ledger.tallies import Came, Sum
from bot.programme.people.roles import REPORTERS, Held, held_by, require
from bot.programme.people.units import standing, successors
from bot.programme.plan import Period
from bot.programme.world import World
from bot.storage.columns import NO, YES
from bot.storage.ids import new_id
from bot.storage.tables import reports, units

CASH: Final = "cash"
OURS: Final = ("publicity", "difficulty")
"""Fields of a plan that have columns of their own."""
FIGURES: Final = (CASH, "goods")
"""Fields of a plan that the books answer."""


class ReportField(msgspec.Struct, frozen=True):
    """A field of the plan that a contact answers in words; a required one may be answered with nothing to tell."""

    key: str
    ask: dict[str, str]
    required: bool


class ReportDraft(msgspec.Struct, frozen=True):
    """A report before it is signed: its period, what the books say came in, and beside it what was pledged.

    Drafts of talks that 0.1.0 began know neither `came` nor `fields`.
    """

    unit: int
    unit_name: str
    period: str
    due: datetime
    closing: bool
    pledged: dict[str, Sum] = msgspec.field(name="sums")
    reported: bool  # whether one is in already, which this one would replace
    came: Came | None = None
    fields: list[ReportField] = []

    @property
    def book(self) -> dict[str, Sum]:
        """The figures it opens with, by item; nothing is below zero."""
        if self.came is None:
            return self.pledged
        return {item: Sum(max(0, sum.gifts), max(0, sum.amount))
                for item, sum in {CASH: self.came.cash, **self.came.things}.items()}  # fmt: skip


@fact("reports.my_units")
async def my_units(tx: World) -> list[Held]:
    """The units the actor reports for now: none that is exempt, or stands no more on the day its report is due."""
    found = []
    for held in await held_by(tx, tx.actor.person_id):
        if held.role in REPORTERS and held.unit is not None and await _owes(tx, held.unit):
            found.append(held)
    return found


async def _owes(tx: World, unit: int) -> bool:
    day = due_day(tx, await owed_period(tx, unit))
    return await tx.work.one(select(units.c.id).where(units.c.id == unit, owing(tx.drive, day))) is not None


def due_day(tx: World, period: Period | None) -> date:
    """The day on which a period's report is due; today in a drive that wants none."""
    return period.due.astimezone(tx.zone).date() if period else tx.today


def owing(drive: str, day: date) -> ColumnElement[bool]:
    """The units that owe a report which is due on a day."""
    return and_(units.c.drive == drive, units.c.reports == YES, units.c.exempt == NO, standing(day))


def current_period(tx: World) -> Period | None:
    """The period to report on now: the one falling due next; after the last one, the last."""
    known = periods(tx.plan, tx.now)
    return next((period for period in known if tx.now <= period.due), known[-1] if known else None)


async def owed_period(tx: World, unit: int) -> Period | None:
    """The period a unit reports on now: the one that was due last, if its report is missing and less than half of the
    time to the next deadline has passed; else the one falling due next."""
    current = current_period(tx)
    missed = next((period for period in reversed(periods(tx.plan, tx.now)) if period.due < tx.now), None)
    if current is None or missed is None or tx.now - missed.due >= (current.due - missed.due) / 2:
        return current
    return current if await tx.work.one(_report(tx, missed.key, unit)) else missed


@fact("reports.draft")
async def draft(tx: World, *, unit: int) -> ReportDraft | None:
    """What a unit's report for this period opens with; None where the drive asks for no reports."""
    held = await require(tx, unit, *REPORTERS)
    period = await owed_period(tx, unit)
    if period is None or tx.plan.reporting is None:
        return None
    below = await _paths(tx, held)
    pledged = await tallies.totals(tx, period=period.key, below=below)
    row = await tx.work.one(_report(tx, period.key, unit))
    return ReportDraft(
        unit,
        held.unit_name,
        period.key,
        period.due,
        period.closing,
        # Where more was taken back than pledged, nothing was pledged: a report knows no figures below zero.
        {item: Sum(max(0, sum.gifts), max(0, sum.amount)) for item, sum in pledged.items()},
        row is not None,
        await tallies.came(tx, period=period.key, below=below),
        [ReportField(one.key, one.asks, one.required) for one in tx.plan.reporting.fields if one.key not in FIGURES],
    )


async def _paths(tx: World, held: Held) -> list[str]:
    """Where what counts for a unit lies: below it, and below the units in whose place it stands."""
    before = [unit for unit, heir in (await successors(tx)).items() if heir == held.unit]
    rows = await tx.work.rows(select(units.c.path).where(units.c.id.in_(before))) if before else []
    return [held.path, *(row.path for row in rows)]


@deed("reports.sign")
async def sign(
    tx: World,
    *,
    unit: int,
    period: str,
    figures: dict[str, Sum],
    corrected: bool,
    publicity: str | None,
    difficulty: str | None,
    answers: dict[str, str | None] | None = None,
) -> bool:
    """Hands a report in; a second one for the same period replaces the first. Returns whether it is in time."""
    held = await require(tx, unit, *REPORTERS)
    wanted = next((p for p in periods(tx.plan, tx.now) if p.key == period), None)
    if wanted is None:
        raise Refused(_("This drive has no report for that period."))
    if any(sum.gifts < 0 or sum.amount < 0 for sum in figures.values()):
        raise Refused(_("A figure in a report cannot be below zero."))
    if await tx.work.one(select(units.c.id).where(units.c.id == unit, owing(tx.drive, due_day(tx, wanted)))) is None:
        raise Refused(_("{unit} owes no report for this period.", unit=held.unit_name))
    book = await tallies.came(tx, period=period, below=await _paths(tx, held))
    values = {
        "contact_id": tx.actor.id,
        "figures": msgspec.json.encode(figures).decode(),
        "corrected": corrected,
        "zero": not any(sum.amount for sum in figures.values()),
        "book": msgspec.json.encode(book.amounts()).decode(),
        "publicity": publicity,
        "difficulty": difficulty,
        "answers": msgspec.json.encode(answers).decode() if answers else None,
        "made_at": tx.now,
    }
    row = await tx.work.one(_report(tx, period, unit))
    if row is None:
        tx.work.add(reports, id=new_id(), drive=tx.drive, period=period, unit_id=unit, **values)
    else:
        await tx.work.execute(update(reports).where(reports.c.id == row.id).values(**values))
    return tx.now <= wanted.due


def _report(tx: World, period: str, unit: int) -> Select[Any]:
    mine = (reports.c.drive == tx.drive) & (reports.c.period == period) & (reports.c.unit_id == unit)
    return select(reports).where(mine)
