"""Whoever reviews lists hears what waits: every morning, and through the day of what is new.

Where nobody holds a role, the organiser's managers hear that the list is held up, and may act or invite somebody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import func, select

from bot.chat.phrase import Phrase, _, _n, given
from bot.chat.words import Offer
from bot.messages import Incoming
from bot.programme.calendar.every_day import every_day, since_opened
from bot.programme.calendar.occasions import Due, occasion
from bot.programme.people.contacts import holders
from bot.programme.people.reminding import remind
from bot.programme.people.role_names import ROLE_NAMES
from bot.programme.plan import Plan
from bot.programme.students.reviewers import ReviewPart, review_parts, reviewers_of, vacant, waits_at
from bot.programme.students.steps import reviews
from bot.programme.world import World
from bot.storage.tables import students, units
from bot.storage.talks import Contact

MORNING: Final = 8  # o'clock: whatever waits
HOURS: Final = (MORNING, 12, 16)
FRESH: Final = timedelta(hours=4)
"""Through the day, only of what has come since the last time; what was missed for so long is told no more."""
EVENING: Final = 18  # o'clock: schools hear what was approved
DAY: Final = timedelta(days=1)


class HeldUp(NamedTuple):
    """How many entries wait at a part, since when, and when the last of them came."""

    part: ReviewPart
    students: int
    since: datetime
    newest: datetime


def notice_times(plan: Plan, after: datetime, until: datetime) -> Iterator[Due]:
    """At each of these hours since the drive opened, where lists are reviewed."""
    if not reviews(plan):
        return
    for hour in HOURS:
        for at in every_day(plan, hour, 0, since_opened(plan, after), until):
            yield Due(at, f"review_notices:{plan.slug}:{at:%Y-%m-%dT%H}", "review_notices", plan.slug)


def approval_times(plan: Plan, after: datetime, until: datetime) -> Iterator[Due]:
    """Every evening since the drive opened, where lists are reviewed."""
    for at in every_day(plan, EVENING, 0, since_opened(plan, after), until) if reviews(plan) else ():
        yield Due(at, f"approvals_told:{plan.slug}:{at:%Y-%m-%d}", "approvals_told", plan.slug)


async def held_up(tx: World, parts: list[ReviewPart]) -> list[HeldUp]:
    """What waits at each of these parts, where anything does."""
    found = []
    for part in parts:
        counted = select(func.count(), func.min(students.c.step_at), func.max(students.c.step_at))
        joined = counted.select_from(students).join(units, units.c.id == students.c.school_id)
        [[count, since, newest]] = await tx.work.rows(joined.where(waits_at(tx, part)))
        if count:  # entries of before there were steps say no moment
            found.append(HeldUp(part, count, since or tx.plan.window.opens, newest or tx.plan.window.opens))
    return found


async def stuck(tx: World) -> list[HeldUp]:
    """What waits where nobody holds the role."""
    return await held_up(tx, await vacant(tx))


@occasion("review_notices", times=notice_times, writes=True)
async def review_notices(tx: World, update: Incoming) -> None:
    """Tells everybody once of all that waits for them, and the organiser of what waits for nobody."""
    if tx.now >= update.at + FRESH:  # after an outage once, by the last of them
        return
    morning = update.at.astimezone(tx.zone).hour == MORNING
    empty = {part.key for part in await vacant(tx)}
    said: dict[int, tuple[Contact, list[Phrase]]] = {}
    for held in await held_up(tx, await review_parts(tx)):
        if not morning and held.newest <= update.at - FRESH:
            continue
        line = _vacant(tx, held) if held.part.key in empty else _waits(tx, held)
        for contact in await reviewers_of(tx, held.part):
            said.setdefault(contact.id, (contact, []))[1].append(line)
    for contact, lines in said.values():
        remind(tx, update.id, "reviews", contact, lines, [Offer(_("✅ Review pupils"), "/review_students")])


@occasion("approvals_told", times=approval_times, writes=True)
async def tell_approvals(tx: World, update: Incoming) -> None:
    """Tells each school how many of its students have been approved since the evening before."""
    today = (students.c.drive == tx.drive) & (students.c.status == "approved")
    fresh = (students.c.verified_at > update.at - DAY) & (students.c.verified_at <= update.at)
    rows = await tx.work.rows(select(students.c.school_id).where(today, fresh))
    for school, count in sorted(Counter(row.school_id for row in rows).items()):
        line = _n("✅ {n} pupil of your school was approved by the last review today.",
                  "✅ {n} pupils of your school were approved by the last review today.", count)  # fmt: skip
        for contact in await holders(tx, school, ("school_contact",)):
            remind(tx, update.id, f"unit:{school}", contact, [line], [Offer(_("📋 My pupils"), "/my_students")])


def _waits(tx: World, held: HeldUp) -> Phrase:
    day = held.since.astimezone(tx.zone).date()
    return _n("📋 {n} pupil waits for your review ({step}), since {day}.",
              "📋 {n} pupils wait for your review ({step}), the first since {day}.",
              held.students, step=given(held.part.step.name), day=day)  # fmt: skip


def _vacant(tx: World, held: HeldUp) -> Phrase:
    day = held.since.astimezone(tx.zone).date()
    return _n("⚠️ {n} pupil waits at {unit} ({step}) since {day}, and nobody there has the role “{role}”. Please invite "
              "somebody; until then you may act for that unit.",
              "⚠️ {n} pupils wait at {unit} ({step}), the first since {day}, and nobody there has the role “{role}”. "
              "Please invite somebody; until then you may act for that unit.",
              held.students, unit=held.part.name, step=given(held.part.step.name), day=day,
              role=ROLE_NAMES[held.part.step.role])  # fmt: skip
