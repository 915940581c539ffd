"""Entries that may be one child: a reviewer who may see both says that they are two, or makes one of them, and back.

What is merged keeps its particulars for some days, so that it can be taken apart again, and loses them then.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from typing import Final

import msgspec
from sqlalchemy import select, update

from bot.chat.phrase import Phrase, _
from bot.chat.words import Offer, Refused, deed, fact
from bot.programme.codes import shown
from bot.programme.people.contacts import holders
from bot.programme.students.areas import ENTRIES, EntrySeen, ReviewArea, entry_seen, my_area
from bot.programme.students.pairs import pair_up
from bot.programme.students.particulars import revealed
from bot.programme.students.steps import ON_LIST
from bot.programme.students.trail import note, note_seen
from bot.programme.world import World
from bot.storage.columns import YES
from bot.storage.rows.review import StoredDouble
from bot.storage.tables import doubles, students

UNDO: Final = timedelta(days=7)
"""So long what was merged can be taken apart again."""
RANK: Final = {"returned": 0, "listed": 1, "approved": 2}

Objection = Callable[[World, int], Awaitable[None]]
_objections: list[Objection] = []


def before_merging(call: Objection) -> Objection:
    """Enters what a subject says before an entry goes into another: it raises Refused where something hangs on it."""
    _objections.append(call)
    return call


class DoubleSeen(msgspec.Struct, frozen=True):
    """The other entry of a pair, as a reviewer sees it; without a code where it is not theirs to see.

    `later`: it came after the one that is looked at. `certain`: the two are the same to the letter.
    """

    certain: bool
    later: bool
    code: str = ""
    name: str = ""
    birth: date | None = None
    class_name: str = ""
    guardian: str = ""
    school: str = ""
    status: str = ""


class Merged(msgspec.Struct, frozen=True):
    """What became one: the entry that stays, the one that went into it, and whether all that both lack is on it."""

    kept: str
    gone: str
    whole: bool = True


class _Before(msgspec.Struct, frozen=True):
    """What merging changed of the one that is gone, and of the one that stays."""

    status: str
    needs_device: bool
    needs_line: bool


@fact("students.doubles")
async def doubles_seen(tx: World, *, code: str) -> list[DoubleSeen]:
    """The entries that may be the same child as this one and about which nobody has said anything yet."""
    row = await entry_seen(tx, code)
    found = (await open_doubles(tx, [row.id])).get(row.id, [])
    await note_shown(tx, found)
    return found


@fact("students.mergeable")
async def mergeable(tx: World, *, code: str, beside: str = "") -> DoubleSeen:
    """The entry with a code, for a reviewer who takes it for the same child as the one `beside` it."""
    row = await entry_seen(tx, code)
    _require_reviewer(await my_area(tx), row)
    _require_listed(row)
    later = bool(beside) and row.id > (await entry_seen(tx, beside)).id
    seen = _double(tx, row, certain=False, later=later)
    assert seen is not None  # nobody is forgotten while they are on the list
    await note_shown(tx, [seen])
    return seen


async def open_doubles(tx: World, entries: Sequence[int]) -> dict[int, list[DoubleSeen]]:
    """For entries, those that may be the same child, as far as the actor may see them."""
    pairs = doubles.c.student_id.in_(entries) | doubles.c.other_id.in_(entries)
    rows: Sequence[StoredDouble] = await tx.work.rows(select(doubles).where(pairs, doubles.c.state == "open"))
    if not rows:
        return {}
    numbers = {number for row in rows for number in (row.student_id, row.other_id)}
    listed = ENTRIES.where(students.c.id.in_(numbers), students.c.status.in_(ON_LIST))
    there: dict[int, EntrySeen] = {one.id: one for one in await tx.work.rows(listed)}
    area = await my_area(tx)
    found: dict[int, list[DoubleSeen]] = {}
    for row in rows:
        for mine, other in ((row.student_id, row.other_id), (row.other_id, row.student_id)):
            if mine in entries and mine in there and other in there:
                later = other == row.student_id
                seen = _double(tx, there[other], row.certain, later) if area.covers(there[other].path) else None
                found.setdefault(mine, []).append(seen or DoubleSeen(row.certain, later))
    return found


async def note_shown(tx: World, shown: Sequence[DoubleSeen]) -> None:
    """Writes down that the actor was shown these."""
    numbers = select(students.c.id).where(students.c.code.in_([one.code for one in shown if one.code]))
    await note_seen(tx, [row.id for row in await tx.work.rows(numbers)])


def _double(tx: World, row: EntrySeen, certain: bool, later: bool) -> DoubleSeen | None:
    known = revealed(tx, row)
    if known is None:
        return None
    return DoubleSeen(certain, later, row.code, known.name, known.birth, known.class_name, known.guardian, row.school,
                      row.status)  # fmt: skip


async def certain_doubles(tx: World, entries: Sequence[int]) -> set[int]:
    """Those of the entries that came after another one to the letter the same: they are not to be approved too."""
    other = students.alias("other")
    sure = (doubles.c.state == "open") & (doubles.c.certain == YES)
    rows = await tx.work.rows(
        select(doubles.c.student_id)
        .join(other, other.c.id == doubles.c.other_id)
        .where(doubles.c.student_id.in_(entries), sure, other.c.status.in_(ON_LIST))
    )
    return {row.student_id for row in rows}


@deed("students.merge")
async def merge(tx: World, *, keep: str, gone: str) -> Merged:
    """Makes one of two entries: `gone` is merged into `keep`, which then lacks what either lacks.

    What the one that goes lacks in addition is not taken over into an approved entry where nobody has approved it.
    """
    kept, going = await _both(tx, keep, gone)
    if RANK[going.status] > RANK[kept.status]:
        raise Refused(_("{code} is further on its way, so it is the one that stays.", code=shown(going.code)))
    for objection in _objections:
        await objection(tx, going.id)
    row = await _pair(tx, kept.id, going.id)
    before = _Before(going.status, kept.needs_device, kept.needs_line)
    settled = {"settled_at": tx.now, "state": "merged", "gone_id": going.id}
    await tx.work.execute(
        update(doubles).where(doubles.c.id == row.id).values(**settled, before=msgspec.json.encode(before).decode())
    )
    await tx.work.execute(update(students).where(students.c.id == going.id).values(status="merged"))
    adds = kept.status != "approved" or going.status == "approved"
    device, line = kept.needs_device or going.needs_device, kept.needs_line or going.needs_line
    if adds:
        needs = update(students).where(students.c.id == kept.id)
        await tx.work.execute(needs.values(needs_device=device, needs_line=line))
    note(tx, kept.id, "merged", gone=going.code)
    note(tx, going.id, "merged", kept=kept.code)
    await _tell(tx, kept, going)
    return Merged(kept.code, going.code, adds or (device, line) == (kept.needs_device, kept.needs_line))


@deed("students.tell_apart")
async def tell_apart(tx: World, *, one: str, other: str) -> None:
    """Says that two entries are two children, for example twins, so that nobody is asked about them again."""
    first, second = await _both(tx, one, other)
    row = await _pair(tx, first.id, second.id)
    settled = {"settled_at": tx.now, "state": "apart"}
    await tx.work.execute(update(doubles).where(doubles.c.id == row.id).values(**settled))
    note(tx, first.id, "told_apart", other=second.code)
    note(tx, second.id, "told_apart", other=first.code)


@deed("students.unmerge")
async def unmerge(tx: World, *, gone: str) -> Merged:
    """Takes two entries apart again that were merged a short while ago."""
    going = await entry_seen(tx, gone)
    row = await tx.work.one(select(doubles).where(doubles.c.gone_id == going.id))
    if row is None or row.before is None or row.settled_at < tx.now - UNDO or not going.secret:
        raise Refused(_("This cannot be undone any more. Please have the pupil entered anew."))
    kept: EntrySeen = await tx.work.one(ENTRIES.where(students.c.id == row.student_id + row.other_id - going.id))
    _require_reviewer(await my_area(tx), going, kept)
    before = msgspec.json.decode(row.before, type=_Before)
    settled = {"settled_at": tx.now, "state": "open", "gone_id": None, "before": None}
    await tx.work.execute(update(doubles).where(doubles.c.id == row.id).values(**settled))
    await tx.work.execute(update(students).where(students.c.id == going.id).values(status=before.status))
    needs = update(students).where(students.c.id == kept.id)
    await tx.work.execute(needs.values(needs_device=before.needs_device, needs_line=before.needs_line))
    note(tx, kept.id, "unmerged", gone=going.code)
    note(tx, going.id, "unmerged", kept=kept.code)
    said = _("{code} stands on its own again: it is not the same child as another entry.", code=shown(going.code))
    await _tell_school(tx, going.school_id, said)
    return Merged(kept.code, going.code)


async def _both(tx: World, one: str, other: str) -> tuple[EntrySeen, EntrySeen]:
    """Two entries on the list that the actor may settle something about; raises Refused."""
    area = await my_area(tx)
    first, second = await entry_seen(tx, one), await entry_seen(tx, other)
    _require_reviewer(area, first, second)
    for row in (first, second):
        _require_listed(row)
    if first.id == second.id:
        raise Refused(_("That is one and the same entry."))
    return first, second


def _require_reviewer(area: ReviewArea, *entries: EntrySeen) -> None:
    """Refuses whoever sees one of them as its school alone, or not at all."""
    for row in entries:
        if not (area.everywhere or any(part.covers(row.path) for part in area.parts)):
            raise Refused(_("Only reviewers settle which entries are one child."))


def _require_listed(row: EntrySeen) -> None:
    if row.status not in ON_LIST:
        raise Refused(_("{code} is not on the list any more.", code=shown(row.code)))


async def _pair(tx: World, one: int, other: int) -> StoredDouble:
    """The pair of two entries, which somebody may have seen who found none."""
    same = doubles.c.student_id.in_((one, other)) & doubles.c.other_id.in_((one, other))
    row: StoredDouble | None = await tx.work.one(select(doubles).where(same))
    if row is None:
        pair_up(tx, max(one, other), min(one, other), certain=False)
        row = await tx.work.one(select(doubles).where(same))
    assert row is not None  # or it would not have been written
    return row


async def _tell(tx: World, kept: EntrySeen, going: EntrySeen) -> None:
    """The school of the entry that is gone hears of it, and nothing of another school's child."""
    said = _("{code} is the same child as an entry that is on the list already, so both are one now. The pupil keeps "
             "the place.", code=shown(going.code))  # fmt: skip
    if kept.school_id == going.school_id:
        said = _("{code} is the same child as {kept}, so both are one now: {kept} goes on.", code=shown(going.code),
                 kept=shown(kept.code))  # fmt: skip
    await _tell_school(tx, going.school_id, said)


async def _tell_school(tx: World, school: int, said: Phrase) -> None:
    for contact in await holders(tx, school, ("school_contact",)):
        tx.tell(contact, [said], offers=[Offer(_("📋 My pupils"), "/my_students")])
