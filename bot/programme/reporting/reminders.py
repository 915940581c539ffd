"""The reminders of a unit's weekly report, as they fall due: to its contacts, and to their deputies at last."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.chat.phrase import Phrase, _
from bot.chat.words import Offer
from bot.messages import Incoming
from bot.programme.calendar.occasions import Due, occasion
from bot.programme.calendar.periods import periods
from bot.programme.people.reminding import note, remind
from bot.programme.people.units import successors
from bot.programme.plan import Plan
from bot.programme.reporting.weekly_reports import owing
from bot.programme.world import World
from bot.storage.tables import contacts, people, reports, roles, units
from bot.storage.talks import CONTACT, Contact, contact_of

STALE_AFTER: Final = timedelta(hours=1)
"""A reminder that could not go out by this long after the deadline, or after its own later hour, does not go out."""


def reminder_times(plan: Plan, after: datetime, until: datetime) -> Iterator[Due]:
    """The plan's reminders around the day on which each period's report is due."""
    if plan.reporting is None:
        return
    for period in periods(plan, until):
        day = period.due.astimezone(ZoneInfo(plan.time_zone))
        for number, line in enumerate(plan.reporting.reminders):
            at = day.replace(hour=line.at.hour, minute=line.at.minute) + timedelta(days=line.days)
            about = {"period": period.key, "to": line.to}
            yield Due(at, f"reminder:{plan.slug}:{period.key}:{number}", "report_reminder", plan.slug, about)


@occasion("report_reminder", times=reminder_times, writes=True)
async def report_reminder(tx: World, update: Incoming) -> None:
    """Reminds the contacts of all units whose report for a period is still missing."""
    period = next(p for p in periods(tx.plan, tx.now) if p.key == update.about["period"])
    stale = "stale" if tx.now > max(period.due, update.at) + STALE_AFTER else ""
    stale = "made up for by a later one" if _made_up_for(tx, update) else stale
    deputy = update.about.get("to") == "deputy"
    due = period.due.astimezone(tx.zone)
    missing = (
        select(units.c.id, units.c.name, reports.c.id.label("report"))
        .outerjoin(reports, (reports.c.unit_id == units.c.id) & (reports.c.period == period.key))
        .where(owing(tx.drive, due.date()))
    )
    reached = await _contacts_by_unit(tx, "deputy" if deputy else "unit_contact")
    for unit, name, report in await tx.work.rows(missing):
        about = f"unit:{unit}"
        if report is not None or stale:
            note(tx, update.id, about, None, "suppressed", "reported" if report is not None else stale)
            continue
        if not reached.get(unit):
            why = ("suppressed", "no deputy") if deputy else ("failed", "no contact")
            note(tx, update.id, about, None, *why)
            continue
        for contact in reached[unit]:
            said: list[Phrase | str] = [
                _("The report of {unit} is due today at {hour}.", unit=name, hour=f"{due:%H:%M}")
                if due.date() == tx.today
                else _("The report of {unit} is due at {due}.", unit=name, due=period.due),
                _("It takes a minute: the figures are filled in already."),
            ]
            offers = [Offer(_("📝 Report now"), f"/weekly_report {unit}")]
            remind(tx, update.id, about, contact, said, offers)


def _made_up_for(tx: World, update: Incoming) -> bool:
    """Whether a later reminder of the same period to the same people is due as well, after an outage."""
    this = (update.at, update.id)
    return any(
        this < (one.at, one.key) and one.at <= tx.now
        and all(one.about[key] == update.about[key] for key in ("period", "to"))
        for one in reminder_times(tx.plan, update.at, tx.now)
    )  # fmt: skip


async def _contacts_by_unit(tx: World, role: str) -> dict[int, list[Contact]]:
    """Who is reminded for each unit: also whoever held the role for a unit in whose place it stands."""
    statement = (
        select(*CONTACT, roles.c.unit_id)
        .join(contacts, contacts.c.id == roles.c.contact_id)
        .join(people, people.c.id == contacts.c.person_id)
        .where(roles.c.drive == tx.drive, roles.c.role == role, roles.c.ended_at.is_(None))
        .order_by(roles.c.id)
    )
    heirs = await successors(tx)
    found: dict[int, dict[int, Contact]] = {}
    for row in await tx.work.rows(statement):
        for unit in {row.unit_id, heirs.get(row.unit_id, row.unit_id)}:
            found.setdefault(unit, {}).setdefault(row.id, contact_of(row))
    return {unit: list(reached.values()) for unit, reached in found.items()}
