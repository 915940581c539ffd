"""Nobody can find out by trying who is on the list of another school.

A teacher who enters a child that another school may have listed is told so, and the trail of that other entry keeps who
asked. Who has asked about as many children as a teacher seldom meets is told no more that day: what they enter is taken
as it is, and the reviewers see the likeness.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select

from bot.programme.students.trail import note
from bot.programme.world import World
from bot.storage.tables import contacts, student_events

A_DAY: Final = 10
"""About so many children of other schools one person is told a day, on all their messengers."""


async def may_be_told(tx: World, others: Sequence[int]) -> bool:
    """Whether the actor may be told that these entries of other schools may be a child they enter; notes who asked."""
    [told] = await may_be_told_of(tx, [others])
    return told


async def may_be_told_of(tx: World, asked_about: Sequence[Sequence[int]]) -> list[bool]:
    """The same for many children at once. What the actor was told today they may hear again."""
    if not any(asked_about):
        return [True] * len(asked_about)
    midnight = tx.now.astimezone(tx.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    mine = select(contacts.c.id).where(contacts.c.person_id == tx.actor.person_id)
    today = (student_events.c.what == "asked") & (student_events.c.at >= midnight)
    asked = select(student_events.c.student_id).where(student_events.c.contact_id.in_(mine), today).distinct()
    before = {row.student_id for row in await tx.work.rows(asked)}
    told = []
    for others in asked_about:
        new = [student for student in dict.fromkeys(others) if student not in before]
        told.append(not new or len(before) + len(new) <= A_DAY)
        if told[-1]:
            before.update(new)
            for student in new:
                note(tx, student, "asked")
    return told
