"""The plan's deadlines are brought back to mind so many hours before: to each unit that has not done it yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.chat.phrase import Phrase, _, _n, given
from bot.chat.words import Offer
from bot.messages import Incoming
from bot.programme.calendar.occasions import Due, occasion
from bot.programme.people.reminding import made_up_for, note, remind, reminded_by_unit, too_late
from bot.programme.plan import Plan
from bot.programme.reporting.coverage import SchoolCoverage, coverage
from bot.programme.reporting.deadlines import ASKED, concerned, deadline_named, marks_of
from bot.programme.world import World
from bot.storage.tables import deadline_marks, units


def reminder_times(plan: Plan, _after: datetime, _until: datetime) -> Iterator[Due]:
    """The plan's hours before each deadline; one that is moved is reminded of anew."""
    for deadline in plan.deadlines:
        for hours in deadline.remind_hours:
            about = {"deadline": deadline.key, "due": deadline.due.isoformat()}
            key = f"deadline:{plan.slug}:{deadline.key}:{deadline.due:%Y-%m-%dT%H:%M}:{hours}"
            yield Due(deadline.due - timedelta(hours=hours), key, "deadline_reminder", plan.slug, about)


@occasion("deadline_reminder", times=reminder_times, writes=True)
async def deadline_reminder(tx: World, update: Incoming) -> None:
    """Reminds all units of a deadline that have not said that it is done; schools of what their lists lack."""
    deadline = deadline_named(tx, update.about["deadline"])
    if deadline is None or deadline.due.isoformat() != update.about["due"]:
        return  # the plan was changed meanwhile
    later = reminder_times(tx.plan, update.at, tx.now)
    stale = made_up_for(tx, update, later, ("deadline", "due")) or too_late(tx, update, deadline.due)
    done = {row.unit_id for row in await tx.work.rows(select(deadline_marks).where(marks_of(tx, deadline.key)))}
    schools = {one.id: one for one in await coverage(tx)} if tx.plan.students else {}
    reached = await reminded_by_unit(tx, ASKED)
    due = deadline.due.astimezone(tx.zone)
    for row in await tx.work.rows(select(units.c.id, units.c.name).where(concerned(tx, deadline))):
        about = f"unit:{row.id}"
        if row.id in done or stale:
            note(tx, update.id, about, None, "suppressed", "done" if row.id in done else stale)
            continue
        if not reached.get(row.id):
            note(tx, update.id, about, None, "failed", "no contact")
            continue
        what, school = given(deadline.name), schools.get(row.id)
        said: list[Phrase | str] = [
            _("Due today at {hour}: {what} ({unit}).", hour=f"{due:%H:%M}", what=what, unit=row.name)
            if due.date() == tx.today
            else _("Due at {due}: {what} ({unit}).", due=deadline.due, what=what, unit=row.name),
            *([_listed(school)] if school else []),
        ]
        offers = [Offer(_("✅ Done"), f"/deadline_done {row.id} {deadline.key}")]
        if school and school.state != "signed":
            offers += [Offer(_("🎒 Register a pupil"), "/enter_student"),
                       Offer(_("No pupil is left"), f"/close_list {row.id} {deadline.key}")]  # fmt: skip
        for contact in reached[row.id]:
            remind(tx, update.id, about, contact, said, offers)


def _listed(school: SchoolCoverage) -> Phrase:
    """How far a school's list is, asking where it is silent or far below."""
    if school.state == "silent" and school.pupils:
        return _("Nobody of the school's {pupils} pupils is on the list yet. Does nobody need help?",
                 pupils=school.pupils)  # fmt: skip
    if school.state == "silent":
        return _("No pupil of the school is on the list yet. Does nobody need help?")
    if school.state == "signed":
        return _("The school has signed that nobody is left to be listed.")
    if school.state == "few":
        return _("Only {listed} of the school's {pupils} pupils are on the list, far fewer than at other schools. "
                 "Is somebody missing?", listed=school.listed, pupils=school.pupils)  # fmt: skip
    return _n("{n} pupil of the school is on the list.", "{n} pupils of the school are on the list.", school.listed)
