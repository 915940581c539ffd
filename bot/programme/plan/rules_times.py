"""Rules of days and hours: window, deadlines, reports, digests, quiet hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

import msgspec

from bot.chat.phrase import _
from bot.programme.plan.findings import Faults
from bot.programme.plan.periods import on_or_after, on_or_before
from bot.programme.plan.schema import Plan

_LONGEST_DAYS = 3660


def check_times(plan: Plan, found: Faults) -> None:
    """Everything that must follow in time."""
    _window(plan, found)
    _deadlines(plan, found)
    _closing_report(plan, found)
    _digest(plan, found)
    _quiet(plan, found)
    _notices(plan, found)


def _window(plan: Plan, found: Faults) -> None:
    window = plan.window
    if window.closes is None:
        return
    also = [found.path(window, "opens")]
    if window.closes <= window.opens:
        found.tell(
            window,
            "closes",
            _("The drive closes before it opens."),
            _("Write a day after opens, or leave closes out while the end is not known."),
            also=also,
        )
    elif (window.closes - window.opens).days > _LONGEST_DAYS:
        found.tell(window, "closes", _("The drive lasts more than ten years."), _("Is the year right?"), also=also)


def _deadlines(plan: Plan, found: Faults) -> None:
    opens = found.path(plan.window, "opens")
    dues = [(deadline, deadline.due) for deadline in plan.deadlines]
    for struct, due in [*dues, *([(plan.consultation, plan.consultation.due)] if plan.consultation else [])]:
        if due <= plan.window.opens:
            found.tell(
                struct,
                "due",
                _("This is due before the drive opens on {day}.", day=_day(plan.window.opens)),
                _("Write a later day."),
                also=[opens],
            )


def _closing_report(plan: Plan, found: Faults) -> None:
    """The days after the last weekly report must not be lost."""
    reporting, closes = plan.reporting, plan.window.closes
    if reporting is None:
        return
    also = [
        found.path(plan.window, "opens"),
        found.path(plan.window, "closes"),
        found.path(reporting, "weekday"),
        found.path(reporting, "closing_on"),
    ]
    if reporting.closing_on is not None:
        if closes is not None and reporting.closing_on < closes.date():
            found.tell(
                reporting,
                "closing_on",
                _("The closing report is due before the drive closes on {day}.", day=_day(closes)),
                _("Write that day or a later one."),
                also=also,
            )
        return
    if reporting.weekday is None:
        found.tell(
            reporting,
            "",
            _("No report is ever due: neither a weekday nor a day for the closing report is given."),
            _('Write weekday = "tuesday", or closing_on = 2021-11-16.'),
            also=also,
        )
        return
    if closes is None or closes <= plan.window.opens:
        return
    last = on_or_before(closes.date(), reporting.weekday)
    if last < closes.date():
        suggestion = on_or_after(closes.date(), reporting.weekday).isoformat()
        found.tell(
            reporting,
            "",
            _(
                "The last weekly report falls on {last}, the drive closes on {closes}: the days between would be lost.",
                last="–" if last < plan.window.opens.date() else last.isoformat(),
                closes=_day(closes),
            ),
            _("Add a closing report: closing_on = {day}.", day=suggestion),
            also=also,
        )


def _digest(plan: Plan, found: Faults) -> None:
    digest, reporting = plan.digest, plan.reporting
    if digest is None:
        return
    if digest.every == "report" and reporting is None:
        found.tell(
            digest,
            "every",
            _("The digest follows the reports, but no reports are planned."),
            _('Write every = "day", or add [reporting].'),
        )
    elif digest.every == "report" and reporting is not None and digest.at < reporting.at:
        found.tell(
            digest,
            "at",
            _("The digest goes out before the reports are due at {hour}.", hour=_hour(reporting.at)),
            _("Write a later hour."),
            also=[found.path(reporting, "at")],
        )
    if not any(recipient.digest for recipient in plan.recipients):
        found.tell(
            digest,
            "",
            _("Nobody receives the digest."),
            _("Write digest = true with one of the recipients."),
            also=[found.path(recipient) for recipient in plan.recipients],
        )


def _quiet(plan: Plan, found: Faults) -> None:
    """Nothing may be planned for hours in which nobody is written to."""
    quiet, night = plan.quiet_hours, plan.night
    if quiet is None or night is None:
        return
    also = [found.path(quiet, "begins"), found.path(quiet, "ends")]
    if quiet.begins == quiet.ends:
        found.tell(quiet, "ends", _("The quiet hours never end."), _("Write another hour than begins."), also=also)
        return
    for struct, hour in _planned_hours(plan):
        if night.covers(hour):
            found.tell(
                struct,
                "at",
                _("{hour} lies in the quiet hours.", hour=_hour(hour)),
                _(
                    "Choose an hour outside {begins}–{ends}.",
                    begins=_hour(quiet.begins),
                    ends=_hour(quiet.ends),
                ),
                also=also,
            )


def _notices(plan: Plan, found: Faults) -> None:
    for notice in plan.notices:
        if notice.begins is not None and notice.ends is not None and notice.ends <= notice.begins:
            found.tell(
                notice,
                "ends",
                _("This notice ends before it begins."),
                _("Write a day after begins."),
                also=[found.path(notice, "begins")],
            )


def _planned_hours(plan: Plan) -> Iterator[tuple[msgspec.Struct, time]]:
    """Every hour at which the drive writes by itself."""
    if plan.digest is not None:
        yield plan.digest, plan.digest.at
    for section in (plan.reporting, plan.consultation):
        for reminder in section.reminders if section is not None else ():
            yield reminder, reminder.at


def _day(moment: datetime) -> str:
    return moment.date().isoformat()


def _hour(hour: time) -> str:
    return hour.strftime("%H:%M")
