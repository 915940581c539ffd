"""No objection is left lying: whoever has to answer one is reminded every morning, after a day the organiser too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from bot.chat.phrase import _, _n
from bot.chat.words import Offer
from bot.messages import Incoming
from bot.programme.calendar.every_day import every_day, since_opened
from bot.programme.calendar.occasions import Due, occasion
from bot.programme.people.contacts import holders
from bot.programme.people.reminding import remind
from bot.programme.people.units import organiser_unit
from bot.programme.plan import Plan
from bot.programme.students.appeals import answerers
from bot.programme.students.areas import ENTRIES
from bot.programme.students.reviewers import STANDS_IN
from bot.programme.world import World
from bot.storage.tables import appeals, students
from bot.storage.talks import Contact

AT: Final = 9  # o'clock
PATIENCE: Final = timedelta(hours=24)
"""So long those who have to answer are reminded alone."""


def reminder_times(plan: Plan, after: datetime, until: datetime) -> Iterator[Due]:
    """Every morning since the drive opened, where lists are drawn up."""
    if plan.students is not None:
        for at in every_day(plan, AT, 0, since_opened(plan, after), until):
            yield Due(at, f"appeals:{plan.slug}:{at:%Y-%m-%d}", "appeal_reminders", plan.slug)


@occasion("appeal_reminders", times=reminder_times, writes=True)
async def appeal_reminders(tx: World, update: Incoming) -> None:
    """Tells each of them how many objections wait for an answer."""
    rows = await tx.work.rows(select(appeals).where(appeals.c.drive == tx.drive, appeals.c.state == "open"))
    if not rows or tx.now >= update.at + PATIENCE:  # after an outage once, by the last of them
        return
    entries = await tx.work.rows(ENTRIES.where(students.c.id.in_([row.student_id for row in rows])))
    by_number = {entry.id: entry for entry in entries}
    organisers = await holders(tx, (await organiser_unit(tx)).id, (STANDS_IN,))
    waiting: dict[int, tuple[Contact, set[int]]] = {}
    for row in rows:
        told = await answerers(tx, by_number[row.student_id], row.step)
        for contact in [*told, *(organisers if row.made_at <= update.at - PATIENCE else ())]:
            waiting.setdefault(contact.id, (contact, set()))[1].add(row.id)
    for contact, numbers in waiting.values():
        line = _n("✋ {n} objection waits for an answer.", "✋ {n} objections wait for an answer.", len(numbers))
        remind(tx, update.id, "appeals", contact, [line], [Offer(_("✋ Objections"), "/answer_appeals")])
