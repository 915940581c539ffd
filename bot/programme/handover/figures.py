"""What reached the students, in figures: handed over, learning with it, and what the schools answered afterwards."""

from __future__ import annotations

from typing import Final

import msgspec
from sqlalchemy import ColumnElement, bindparam, func, select

from bot.chat.phrase import Phrase, _, _n, joined
from bot.programme.handover.follow_ups import ANSWERS
from bot.programme.world import World
from bot.storage.tables import allocations, deliveries, follow_ups


class HandOverFigures(msgspec.Struct, frozen=True):
    """Devices and connections handed over, and to how many students; students who learn with it; the last answer
    about each thing, by key; things whose school was asked and has not answered."""

    devices: int = 0
    lines: int = 0
    students: int = 0
    learning: int = 0
    answers: dict[str, int] = {}
    silent: int = 0


_MINE: Final[ColumnElement[bool]] = (allocations.c.drive == bindparam("drive")) & deliveries.c.handed_at.is_not(None)
_HANDED: Final = (
    select(allocations.c.need, func.count())
    .join(deliveries, deliveries.c.allocation_id == allocations.c.id)
    .where(_MINE)
    .group_by(allocations.c.need)
)
_STUDENTS: Final = (
    select(func.count(allocations.c.student_id.distinct()))
    .join(deliveries, deliveries.c.allocation_id == allocations.c.id)
    .where(_MINE)
)
_LEARNING: Final = (
    select(func.count(allocations.c.student_id.distinct()))
    .join(follow_ups, follow_ups.c.allocation_id == allocations.c.id)
    .where(follow_ups.c.drive == bindparam("drive"), follow_ups.c.answer == "in_use")
)
_later = follow_ups.alias("later")
_LAST: Final = (
    select(follow_ups.c.answer, func.count())
    .where(
        follow_ups.c.drive == bindparam("drive"),
        follow_ups.c.answer.is_not(None) | (follow_ups.c.asked > 0),
        ~select(_later.c.id)
        .where(
            _later.c.allocation_id == follow_ups.c.allocation_id,
            _later.c.day > follow_ups.c.day,
            _later.c.answer.is_not(None) | (_later.c.asked > 0),
        )
        .exists(),
    )
    .group_by(follow_ups.c.answer)
)


async def hand_over_figures(tx: World) -> HandOverFigures:
    """As they stand now."""
    mine = {"drive": tx.drive}
    handed = {need: int(count) for need, count in await tx.work.rows(_HANDED, mine)}
    if not handed:
        return HandOverFigures()
    last = {answer: int(count) for answer, count in await tx.work.rows(_LAST, mine)}
    return HandOverFigures(
        handed.get("device", 0),
        handed.get("line", 0),
        int((await tx.work.one(_STUDENTS, mine))[0]),
        int((await tx.work.one(_LEARNING, mine))[0]),
        {key: last[key] for key in ANSWERS if key in last},
        last.get(None, 0),
    )


def hand_over_lines(seen: HandOverFigures) -> list[Phrase]:
    """The same in one or two lines; nothing before anything was handed over."""
    if not seen.students:
        return []
    lines = [
        _n("Handed over: <b>{devices}</b> devices, {lines} connections to {n} pupil; {learning} had the first lesson.",
           "Handed over: <b>{devices}</b> devices, {lines} connections to {n} pupils; {learning} had the first lesson.",
           seen.students, devices=seen.devices, lines=seen.lines, learning=seen.learning)
    ]  # fmt: skip
    told = [_("{answer}: {n}", answer=ANSWERS[key], n=count) for key, count in seen.answers.items()]
    if seen.silent:
        told.append(_("no answer yet: {n}", n=seen.silent))
    return [*lines, _("Asked afterwards: {answers}.", answers=joined(told))] if told else lines
