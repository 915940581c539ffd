"""What a guardian is promised: a student's particulars are deleted once they are needed no more.

A row stays with its code, school and needs, so that what was counted stays counted; nothing in it names anybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, select, update

from bot.messages import Incoming
from bot.programme.calendar.every_day import every_day
from bot.programme.calendar.occasions import Due, occasion
from bot.programme.plan import Plan
from bot.programme.students.doubles import UNDO
from bot.programme.students.trail import EMPTY
from bot.programme.world import World
from bot.storage.tables import allocations, appeals, deliveries, doubles, student_events, students

FORGOTTEN: Final = {
    "secret": b"",
    "by_name": b"",
    "by_birth": b"",
    "by_phone": b"",
    "by_guardian": b"",
    "home_id": None,
    "reason": None,
}
"""The columns of a student of whom nothing is known any more."""
AT: Final = 3  # o'clock


def kept_until(plan: Plan) -> datetime | None:
    """When the last particulars go: the drive has closed and nobody may object any more. None: it is open-ended."""
    if plan.window.closes is None or plan.students is None:
        return plan.window.closes
    return plan.window.closes + timedelta(hours=plan.students.objection_hours)


def forgetting_times(plan: Plan, after: datetime, until: datetime) -> Iterator[Due]:
    """Every night, also after the drive has closed."""
    if plan.students is not None:
        for at in every_day(plan, AT, 0, after, until):
            yield Due(at, f"forget_students:{plan.slug}:{at:%Y-%m-%d}", "forget_students", plan.slug)


@occasion("forget_students", times=forgetting_times)
async def forget_students(tx: World, _update: Incoming) -> None:
    """Empties whatever an earlier release left of those taken off, what was merged and can be taken apart no more, and
    everything once the drive is over."""
    mine = (students.c.drive == tx.drive) & (students.c.secret != b"")
    until = kept_until(tx.plan)
    if until is None or tx.now < until:
        settled = select(doubles.c.gone_id).where(doubles.c.drive == tx.drive, doubles.c.settled_at < tx.now - UNDO)
        mine &= (students.c.status == "withdrawn") | ((students.c.status == "merged") & students.c.id.in_(settled))
    await forget(tx, mine)


async def forget(tx: World, which: ColumnElement[bool]) -> None:
    """Empties the particulars of these students, what their trails say beside who did what and when, photos of their
    hand-overs, and what was said in objections about them."""
    those = select(students.c.id).where(which)
    await tx.work.execute(update(student_events).where(student_events.c.student_id.in_(those)).values(detail=EMPTY))
    theirs = select(allocations.c.id).where(allocations.c.student_id.in_(those))
    await tx.work.execute(update(deliveries).where(deliveries.c.allocation_id.in_(theirs)).values(photo=None))
    objections = appeals.c.student_id.in_(those)
    await tx.work.execute(update(appeals).where(objections).values(words=""))
    await tx.work.execute(update(appeals).where(objections, appeals.c.answer.is_not(None)).values(answer=""))
    await tx.work.execute(update(students).where(which).values(**FORGOTTEN))
