"""Closing a list and proposing who is given what; matching it again, and giving out of order, before it is decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy import select, update

from bot import texts
from bot.chat.phrase import _
from bot.chat.words import Refused, deed
from bot.programme import codes
from bot.programme.allocation.allotting import (
    OVERRIDES,
    Override,
    Tally,
    drop_proposed,
    lay_down,
    matched,
    proposed_rows,
)
from bot.programme.allocation.candidates import Needy, candidates
from bot.programme.allocation.free_things import free_things
from bot.programme.allocation.order import in_order, seed_of
from bot.programme.allocation.public_file import PublicPlace, list_hash
from bot.programme.allocation.rounds import PROPOSERS, proposed_round, round_name, under_way
from bot.programme.allocation.suiting import NEED_NAMES, items_for
from bot.programme.allocation.telling import items_of, tell_changes, tell_proposal
from bot.programme.ledger import entries as ledger
from bot.programme.people.roles import require_organiser
from bot.programme.students.registering import PREFIX
from bot.programme.world import World
from bot.storage.rows.allocation import StoredRound
from bot.storage.tables import allocation_places as places
from bot.storage.tables import allocation_rounds as rounds
from bot.storage.tables import devices, students

LEAST_WORDS: Final = 5
LONGEST_WORDS: Final = 300
KIND: Final = "kind"
"""The reason for giving one very kind of thing, which is named with it."""


class Proposal(msgspec.Struct, frozen=True):
    """What is proposed: the round's number and name, its counts, and until when there may be objections."""

    round: int
    name: str
    tally: Tally
    objections_until: datetime


@deed("allocation.propose")
async def propose(tx: World, *, need: str) -> Proposal:
    """Closes the open list of a need, draws its order, and proposes who is given what; all of it is public at once."""
    await require_organiser(tx, *PROPOSERS)
    row = await under_way(tx, need)
    if row is None:
        raise Refused(_("The list is not open yet. Open it first: its draw has to be fixed before it is closed."))
    if row.status == "proposed":
        raise Refused(_("There is a proposal already, which has to be decided first."))
    waiting = await candidates(tx, need)
    if not waiting:
        raise Refused(_("No approved pupil waits for anything of that kind."))
    free = await free_things(tx, need, most=len(waiting))
    if not free:  # the list would be closed for nothing
        raise Refused(_("There is nothing ready to be given."))
    until = tx.now + timedelta(hours=tx.plan.students.objection_hours if tx.plan.students else 0)
    mine = update(rounds).where(rounds.c.id == row.id, rounds.c.status == "open")
    if (await tx.work.execute(mine.values(proposed_by=tx.actor.id))).rowcount != 1:
        raise Refused(_("Somebody else has closed this list just now."))
    number, mark = await _close(tx, need, row.number, waiting)
    values = {"mark_number": number, "mark": mark.hex(), "closed_at": tx.now, "objections_until": until}
    await tx.work.execute(update(rounds).where(rounds.c.id == row.id).values(status="proposed", **values))
    rules = tx.plan.students
    classes = [one.key for one in rules.priorities] if rules else []
    ordered = list(enumerate(in_order(waiting, classes, seed_of(bytes.fromhex(row.secret), mark)), 1))
    for place, one in ordered:
        tx.work.add(
            places,
            round_id=row.id,
            place=place,
            student_id=one.student,
            slot=one.slot,
            household=one.household,
            verified_on=one.verified_on,
            level=one.level,
        )
    found = matched(tx, need, ordered, {}, free=free)
    tally = await lay_down(tx, round=row.id, need=need, by=tx.actor.id, matched=found, overrides={})
    made = Proposal(row.id, round_name(need, row.number), tally, until)
    await tell_proposal(tx, await proposed_round(tx, row.id))
    return made


async def _close(tx: World, need: str, number: int, waiting: Sequence[Needy]) -> tuple[int, bytes]:
    """Enters the closed list into the ledger; that entry's number and hash, which nobody can have known before."""
    slots = [PublicPlace(0, one.slot, one.household, one.verified_on, one.level, need) for one in waiting]
    said = _("Round {number}, {needs}: {count} pupils, SHA-256 of the list {hash}", number=number,
             needs=NEED_NAMES[need], count=len(waiting), hash=list_hash(slots))  # fmt: skip
    await ledger.enter(tx, "list_closed", about="", reason=texts.plain(said, tx.plan.language))
    return tx.work.heads[tx.drive]


@deed("allocation.match_again")
async def match_again(tx: World, *, round: int) -> Proposal:
    """Puts what is free now to whoever may still be given something, in the same order; little else changes."""
    await require_organiser(tx, *PROPOSERS)
    row = await proposed_round(tx, round)
    return await _again(tx, row, await overrides_of(tx, round))


@deed("allocation.override")
async def override(tx: World, *, round: int, code: str, reason: str, words: str, item: str = "") -> Proposal:
    """Proposes to give a student something out of order; `reason` a key of OVERRIDES, `item` a kind, or whatever suits.

    The reason is public, `words` are for whoever decides.
    """
    await require_organiser(tx, *PROPOSERS)
    row = await proposed_round(tx, round)
    said = " ".join(words.split())[:LONGEST_WORDS]
    if reason not in OVERRIDES or len(said) < LEAST_WORDS:
        raise Refused(_("Please say in a few words why."))
    if (item and item not in [one.key for one in items_for(tx.plan, row.need)]) or bool(item) != (reason == KIND):
        raise Refused(_("This drive gives nothing of that kind."))
    student = await student_with(tx, code)
    if student not in {one.student for _place, one in await still_waiting(tx, round, row.need)}:
        raise Refused(_("{code} is not in this order, or may not be given anything any more.", code=code[:20]))
    asked = {**await overrides_of(tx, round), student: Override(reason, said, tx.actor.id, item)}
    return await _again(tx, row, asked, student)


@deed("allocation.undo_override")
async def undo_override(tx: World, *, round: int, code: str) -> Proposal:
    """Takes back that a student is to be given something out of order."""
    await require_organiser(tx, *PROPOSERS)
    row = await proposed_round(tx, round)
    student = await student_with(tx, code)
    asked = await overrides_of(tx, round)
    if asked.pop(student, None) is None:
        raise Refused(_("{code} is not given anything out of order.", code=code[:20]))
    return await _again(tx, row, asked)


async def _again(tx: World, row: StoredRound, asked: dict[int, Override], wanted: int | None = None) -> Proposal:
    """The same order, matched anew; raises Refused before anything is changed if there is nothing for the `wanted`."""
    ordered, before = await still_waiting(tx, row.id, row.need), await proposed_rows(tx, row.id)
    free = await free_things(tx, row.need, most=len(ordered), besides=row.id)
    found = matched(tx, row.need, ordered, asked, free=free, before=before)
    if wanted is not None and not found.gives(wanted):
        raise Refused(_("There is nothing that could be given to this pupil."))
    earlier = await items_of(tx, row.id, "proposed")
    await drop_proposed(tx, row.id, "matched_again")
    tally = await lay_down(tx, round=row.id, need=row.need, by=tx.actor.id, matched=found, overrides=asked)
    await tx.work.execute(update(rounds).where(rounds.c.id == row.id).values(proposed_by=tx.actor.id))
    await tell_changes(tx, row, earlier)
    assert row.objections_until is not None  # as it is proposed
    return Proposal(row.id, round_name(row.need, row.number), tally, row.objections_until)


async def still_waiting(tx: World, round: int, need: str) -> list[tuple[int, Needy]]:
    """Those of a round's order, with their places, who may still be given something by it."""
    order = await tx.work.rows(select(places.c.place, places.c.student_id).where(places.c.round_id == round))
    standing = {one.student: one for one in await candidates(tx, need, besides=round)}
    found = [(row.place, standing[row.student_id]) for row in order if row.student_id in standing]
    return sorted(found, key=lambda one: one[0])


async def overrides_of(tx: World, round: int) -> dict[int, Override]:
    """Who is to be given something out of order, by student."""
    rows = [row for row in await proposed_rows(tx, round) if row.way == "override"]
    kinds = await item_by_device(tx, [row.device_id for row in rows if row.override == KIND and row.device_id])
    return {
        row.student_id: Override(
            row.override or "", row.words or "", row.proposed_by, kinds.get(row.device_id or 0, "")
        )
        for row in rows
    }


async def item_by_device(tx: World, wanted: Sequence[int]) -> dict[int, str]:
    """The catalogue's keys of devices, by their numbers."""
    rows = await tx.work.rows(select(devices.c.id, devices.c.item).where(devices.c.id.in_(wanted))) if wanted else []
    return {row.id: row.item for row in rows}


async def student_with(tx: World, code: str) -> int:
    """The number of the student with a code; raises Refused."""
    stored = codes.read_code(code, PREFIX) or ""
    row = await tx.work.one(select(students.c.id).where(students.c.code == stored, students.c.drive == tx.drive))
    if row is None:
        raise Refused(_("I can't find a pupil with the code {code}.", code=code[:20]))
    return int(row.id)
