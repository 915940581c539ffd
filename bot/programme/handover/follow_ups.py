"""What became of it: the school is asked after the first lesson, and on the plan's days, and answers with one tap.

    in_use    the student learns with it: so the giver's card says
    broken    it waits in the repair queue, and stays the student's
    no_line   the student waits for a connection
    moved     the student has gone to another place; the organiser hears of it
    lost      it is gone for good; what was bound ends

Whoever does not answer is asked once more, and then stands in the figures as silent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, select, update

from bot import texts
from bot.chat.phrase import Phrase, _, _n, given
from bot.chat.words import Offer, Refused, deed, fact
from bot.messages import Incoming
from bot.programme import codes
from bot.programme.allocation.telling import name_of_thing
from bot.programme.calendar.every_day import every_day, since_opened
from bot.programme.calendar.occasions import Due, occasion
from bot.programme.devices.reception import KEEPERS
from bot.programme.devices.repair_log import end
from bot.programme.giving import journey
from bot.programme.handover.carried import (
    CARRIED,
    SCHOOLS,
    carriages,
    carried,
    givers_of_things,
    school_of,
    things_named,
)
from bot.programme.handover.hand_over import LESSON
from bot.programme.ledger import entries as ledger
from bot.programme.people.contacts import holders
from bot.programme.people.reminding import note as reminded
from bot.programme.people.roles import held_by, require
from bot.programme.people.units import name_of, organiser_unit
from bot.programme.plan import Plan
from bot.programme.students.particulars import revealed
from bot.programme.students.trail import note
from bot.programme.world import World
from bot.storage.tables import allocations, deliveries, devices, follow_ups, students, units

AT: Final = 16  # o'clock, when lessons are over
MOST_ASKED: Final = 2
AGAIN_AFTER: Final = timedelta(days=3)
ANSWERS: Final[dict[str, Phrase]] = {
    "in_use": _("✅ In use"),
    "broken": _("🔧 Broken"),
    "no_line": _("📶 No Internet"),
    "moved": _("🚚 Moved away"),
    "lost": _("❓ Lost"),
}
SURE: Final = "lost_for_good"
"""What is answered where somebody says once more that it is lost."""
ORGANISERS: Final = ("coordinator", "manager")


class FollowUp(msgspec.Struct, frozen=True):
    """One thing of one student that is asked about; `day` 0 is the first lesson. `more` wait behind it.

    Of whom nothing is known any more, there is the code alone.
    """

    id: int
    day: int
    code: str
    given_name: str
    class_name: str
    need: str
    thing: dict[str, str]
    tag: str
    more: int = 0


class Answered(msgspec.Struct, frozen=True):
    """What came of an answer, and the next question of whoever answered."""

    code: str
    answer: str
    sure: bool  # whether it counts; a loss is asked about once more
    next: FollowUp | None


def asking_times(plan: Plan, after: datetime, until: datetime) -> Iterator[Due]:
    """Every afternoon, also after the drive has closed: 60 days are longer than most drives."""
    if plan.students is not None:
        for at in every_day(plan, AT, 0, since_opened(plan, after), until):
            yield Due(at, f"follow_ups:{plan.slug}:{at:%Y-%m-%d}", "follow_ups", plan.slug)


@occasion("follow_ups", times=asking_times, writes=True)
async def ask_schools(tx: World, came: Incoming) -> None:
    """Asks every school for what is due: the first question in the message, the others one by one behind it."""
    due = await _open(tx, follow_ups.c.ask_at <= tx.now)
    by_school: dict[int, list[Any]] = {}
    for row in _latest(due):
        by_school.setdefault(row.school_id, []).append(row)
    for school, rows in by_school.items():
        contacts = await holders(tx, school, SCHOOLS) or await holders(tx, (await organiser_unit(tx)).id, ORGANISERS)
        first = await _question(tx, rows[0], more=len(rows) - 1)
        for contact in contacts:
            message = tx.tell(contact, question_lines(first), offers=question_offers(first))
            reminded(tx, came.id, f"follow_up:{first.id}", contact.id, "sent", None, message)
    told = {row.follow_up for rows in by_school.values() for row in rows}
    for row in due:
        asked = row.asked + (row.follow_up in told)
        again = tx.now + AGAIN_AFTER if row.follow_up in told and asked < MOST_ASKED else None
        mine = update(follow_ups).where(follow_ups.c.id == row.follow_up)
        await tx.work.execute(mine.values(asked=asked, ask_at=again))


@fact("handover.next_question")
async def next_question(tx: World) -> FollowUp | None:
    """The question that has waited longest for the actor's schools."""
    mine = [one.path for one in await held_by(tx, tx.actor.person_id) if one.role in SCHOOLS]
    asked = _latest(await _open(tx, follow_ups.c.asked > 0))
    rows = [row for row in asked if any(row.path.startswith(path) for path in mine)]
    return await _question(tx, rows[0], more=len(rows) - 1) if rows else None


@deed("handover.answer")
async def answer(tx: World, *, question: int, said: str) -> Answered:
    """Notes what became of a thing, and what follows from it; a later answer to the same question counts instead."""
    row = await tx.work.one(_ASKED.where(follow_ups.c.drive == tx.drive, follow_ups.c.id == question))
    if row is None:
        raise Refused(_("I know no such question."))
    await _require_answerer(tx, row)
    key = "lost" if said == SURE else said
    if key not in ANSWERS:
        raise Refused(_("Please choose one of the answers."))
    if row.status == "ended":
        raise Refused(_("{code}: this is settled already.", code=codes.shown(row.code)))
    if said == "lost":
        return Answered(row.code, said, False, await _question(tx, row))
    mine = update(follow_ups).where(follow_ups.c.id == row.follow_up)
    await tx.work.execute(mine.values(answer=key, ask_at=None))
    note(tx, row.student_id, "followed_up", answer=key, day=str(row.day))
    await _FOLLOWS[key](tx, row)
    await journey.moved(tx, await givers_of_things(tx, [row]))
    return Answered(row.code, key, True, await next_question(tx))


def question_lines(one: FollowUp) -> list[Phrase | str]:
    """A question as it is asked."""
    who = _("<b>{code}</b>: {thing}", code=codes.shown(one.code), thing=given(one.thing))
    if one.given_name:
        who = _("<b>{code}</b> · {name} · {class_name}: {thing}", code=codes.shown(one.code), name=one.given_name,
                class_name=one.class_name, thing=given(one.thing))  # fmt: skip
    if one.tag:
        who = _("{line} ({tag})", line=who, tag=codes.shown(one.tag))
    asked = _("Has the pupil had the first lesson with it?")
    if one.need == "line":
        asked = _("Has the pupil had the first lesson over this connection?")
    if one.day != LESSON:
        asked = _n("{n} day after the hand-over: how is it?", "{n} days after the hand-over: how is it?", one.day)
    lines: list[Phrase | str] = [who, asked]
    if one.more:
        lines.append(_n("After it I ask about {n} more pupil.", "After it I ask about {n} more pupils.", one.more))
    return lines


def question_offers(one: FollowUp) -> list[Offer]:
    """The answers, each with one tap."""
    answers = {**ANSWERS, "in_use": _("✅ Yes, it works")} if one.day == LESSON else ANSWERS
    return [Offer(label, f"/theodoi {one.id} {key}") for key, label in answers.items()]


_ASKED: Final = (
    CARRIED.add_columns(
        follow_ups.c.id.label("follow_up"),
        follow_ups.c.day,
        follow_ups.c.asked,
        units.c.path,
        devices.c.status.label("state"),
    )
    .join(follow_ups, follow_ups.c.allocation_id == allocations.c.id)
    .join(units, units.c.id == students.c.school_id)
    .order_by(follow_ups.c.id)
)


async def _open(tx: World, which: ColumnElement[bool]) -> Sequence[Any]:
    """Questions without an answer about what a student still has."""
    there = allocations.c.status.in_(("handed_over", "in_use")) & follow_ups.c.answer.is_(None)
    return await tx.work.rows(_ASKED.where(follow_ups.c.drive == tx.drive, there, which))


def _latest(rows: Sequence[Any]) -> list[Any]:
    """Of each thing the latest question alone: what was asked before it is of no interest any more."""
    return list({row.allocation_id: row for row in sorted(rows, key=lambda one: one.day)}.values())


async def _question(tx: World, row: Any, more: int = 0) -> FollowUp:
    known = revealed(tx, await tx.work.one(select(students).where(students.c.id == row.student_id)))
    name, class_name = (known.given_name, known.class_name) if known else ("", "")
    thing = name_of_thing(tx, row.item)
    return FollowUp(row.follow_up, row.day, row.code, name, class_name, row.need, thing, row.tag or "", more)


async def _require_answerer(tx: World, row: Any) -> None:
    try:
        await require(tx, row.school_id, *SCHOOLS)
    except Refused:
        await require(tx, (await organiser_unit(tx)).id, *ORGANISERS)


async def _set(tx: World, row: Any, bound: str, **device: Any) -> None:
    """The state of what is bound, and what is said of the device, if it is one."""
    await tx.work.execute(update(allocations).where(allocations.c.id == row.allocation_id).values(status=bound))
    if row.device_id is not None:
        mine = update(devices).where(devices.c.id == row.device_id)
        await tx.work.execute(mine.values(**device, changed_at=tx.now))


async def _lies_at(tx: World, row: Any, unit: int) -> None:
    """A device lies elsewhere from now on, and the ledger says so."""
    if row.device_id is not None and row.holder_id != unit:
        moved = _("{sender} → {receiver}", sender=await name_of(tx, row.holder_id), receiver=await name_of(tx, unit))
        await tx.work.execute(update(devices).where(devices.c.id == row.device_id).values(holder_id=unit))
        await ledger.enter(tx, "device_moved", about=row.tag, reason=texts.plain(moved, tx.plan.language))


async def _in_use(tx: World, row: Any) -> None:
    """It is in use; so is the connection that came with it."""
    if row.device_id is not None:
        await end(tx, row.device_id, "put_back")
    await _set(tx, row, "in_use", status="in_use", verdict="usable")
    await _lies_at(tx, row, row.school_id)
    with_it = (deliveries.c.batch_id == row.batch_id) & (allocations.c.student_id == row.student_id)
    for beside in await carried(tx, with_it, allocations.c.status == "handed_over"):
        await _set(tx, beside, "in_use", status="in_use")
        await journey.moved(tx, await givers_of_things(tx, [beside]))


async def _broken(tx: World, row: Any) -> None:
    """The reception it came from answers for it until it is repaired; it stays the student's."""
    await _set(tx, row, "handed_over", status="repair", verdict="repair")
    await _lies_at(tx, row, row.unit_id)
    said = _("🔧 {code} at {school}: {thing} is broken and waits for a repair.", **await _values(tx, row))
    await _tell(tx, row.unit_id, KEEPERS, said)


async def _no_line(tx: World, row: Any) -> None:
    """The student waits for a connection from now on."""
    await _set(tx, row, "handed_over", status="repair" if row.state == "repair" else "handed_over")
    await tx.work.execute(update(students).where(students.c.id == row.student_id).values(needs_line=True))
    said = _("📶 {code} at {school}: {thing} is there, but no connection.", **await _values(tx, row))
    await _tell(tx, (await organiser_unit(tx)).id, ORGANISERS, said)


async def _moved(tx: World, row: Any) -> None:
    """The thing has gone along; the organiser sees to the list."""
    said = _("🚚 {code} at {school}: the pupil has moved away, and {thing} with them.", **await _values(tx, row))
    await _tell(tx, (await organiser_unit(tx)).id, ORGANISERS, said)


async def _lost(tx: World, row: Any) -> None:
    """What was bound ends, and nobody is asked about it any more."""
    await _set(tx, row, "handed_over", status="handed_over")
    ended = {"status": "ended", "ended_at": tx.now, "ended_by": tx.actor.id, "end_reason": "lost"}
    await tx.work.execute(update(allocations).where(allocations.c.id == row.allocation_id).values(**ended))
    rest = update(follow_ups).where(follow_ups.c.allocation_id == row.allocation_id, follow_ups.c.answer.is_(None))
    await tx.work.execute(rest.values(ask_at=None))
    await _tell(
        tx,
        (await organiser_unit(tx)).id,
        ORGANISERS,
        _("❓ {code} at {school}: {thing} is lost.", **await _values(tx, row)),
    )


_FOLLOWS: Final = {"in_use": _in_use, "broken": _broken, "no_line": _no_line, "moved": _moved, "lost": _lost}


async def _values(tx: World, row: Any) -> dict[str, Any]:
    """What a notice says of it: never who the child is."""
    return {
        "code": codes.shown(row.code),
        "school": await school_of(tx, row),
        "thing": things_named(carriages(tx, [row])),
    }


async def _tell(tx: World, unit: int, wanted: Sequence[str], said: Phrase) -> None:
    """Tells those of a unit who see to it."""
    for contact in await holders(tx, unit, wanted):
        if contact.person_id != tx.actor.person_id:
            tx.tell(contact, [said])
