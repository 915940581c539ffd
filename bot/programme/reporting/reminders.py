"""The reminders of a unit's weekly report, as they fall due: to its contacts, and to their deputies at last."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.chat.phrase import Phrase, _
from bot.chat.words import Offer
from bot.messages import Incoming
from bot.programme.calendar.occasions import Due, occasion
from bot.programme.calendar.periods import periods
from bot.programme.people.reminding import made_up_for, note, remind, reminded_by_unit, too_late
from bot.programme.plan import Plan
from bot.programme.reporting.weekly_reports import owing
from bot.programme.world import World
from bot.storage.tables import reports, units


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
    later = reminder_times(tx.plan, update.at, tx.now)
    stale = made_up_for(tx, update, later, ("period", "to")) or too_late(tx, update, period.due)
    deputy = update.about.get("to") == "deputy"
    due = period.due.astimezone(tx.zone)
    missing = (
        select(units.c.id, units.c.name, reports.c.id.label("report"))
        .outerjoin(reports, (reports.c.unit_id == units.c.id) & (reports.c.period == period.key))
        .where(owing(tx.drive, due.date()))
    )
    reached = await reminded_by_unit(tx, ("deputy" if deputy else "unit_contact",))
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
