"""The weekly report of a unit: opened with the ledger's figures, signed by its contact, once per period."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import Select, bindparam, select, update

from bot.chat.alphabet import alphabetical
from bot.chat.phrase import _
from bot.chat.words import Refused, deed, fact
from bot.programme.calendar.periods import periods
from bot.programme.ledger import tallies
from bot.programme.ledger.tallies import Sum
from bot.programme.people.roles import Held, held_by, require
from bot.programme.plan import Period
from bot.programme.world import World
from bot.storage.columns import NO, YES
from bot.storage.ids import new_id
from bot.storage.tables import reports, units

REPORTERS = ("unit_contact", "deputy")


class ReportDraft(msgspec.Struct, frozen=True):
    """A report before it is signed: its period, and what the ledger says about it."""

    unit: int
    unit_name: str
    period: str
    due: datetime
    closing: bool
    sums: dict[str, Sum]
    reported: bool  # whether one is in already, which this one would replace


@fact("reports.my_units")
async def my_units(tx: World) -> list[Held]:
    """The units the actor reports for."""
    return [held for held in await held_by(tx, tx.actor.person_id) if held.role in REPORTERS and held.unit]


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
    if period is None:
        return None
    ledger = await tallies.totals(tx, period=period.key, below=held.path)
    # Where more was taken back than pledged, nothing came in: a report knows no figures below zero.
    sums = {item: Sum(max(0, sum.gifts), max(0, sum.amount)) for item, sum in ledger.items()}
    row = await tx.work.one(_report(tx, period.key, unit))
    return ReportDraft(unit, held.unit_name, period.key, period.due, period.closing, sums, row is not None)


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
) -> bool:
    """Hands a report in; a second one for the same period replaces the first. Returns whether it is in time."""
    await require(tx, unit, *REPORTERS)
    wanted = next((p for p in periods(tx.plan, tx.now) if p.key == period), None)
    if wanted is None:
        raise Refused(_("This drive has no report for that period."))
    if any(sum.gifts < 0 or sum.amount < 0 for sum in figures.values()):
        raise Refused(_("A figure in a report cannot be below zero."))
    values = {
        "contact_id": tx.actor.id,
        "figures": msgspec.json.encode(figures).decode(),
        "corrected": corrected,
        "zero": not any(sum.amount for sum in figures.values()),
        "publicity": publicity,
        "difficulty": difficulty,
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


_OWED: Final = (
    select(units.c.name, reports.c.id)
    .outerjoin(reports, (reports.c.unit_id == units.c.id) & (reports.c.period == bindparam("period")))
    .where(units.c.drive == bindparam("drive"), units.c.reports == YES, units.c.exempt == NO)
)


async def reported(tx: World, period: str) -> tuple[list[str], list[str]]:
    """(names of units whose report is in, names of those still missing); exempt units are in neither."""
    done: list[str] = []
    missing: list[str] = []
    rows = await tx.work.rows(_OWED, {"drive": tx.drive, "period": period})
    for name, report in sorted(rows, key=lambda row: alphabetical(row.name)):
        (missing if report is None else done).append(name)
    return done, missing


_RAISED: Final = (
    select(units.c.name, reports.c.difficulty)
    .join(units, units.c.id == reports.c.unit_id)
    .where(
        reports.c.drive == bindparam("drive"),
        reports.c.period == bindparam("period"),
        reports.c.difficulty.is_not(None),
    )
    .order_by(reports.c.made_at.desc())
    .limit(3)
)


async def difficulties(tx: World, period: str) -> list[tuple[str, str]]:
    """(unit, difficulty) raised in the reports of a period, the latest three, the last one first."""
    return [(name, text) for name, text in await tx.work.rows(_RAISED, {"drive": tx.drive, "period": period})]
