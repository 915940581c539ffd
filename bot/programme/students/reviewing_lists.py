"""A whole school's list at once: which schools' lists wait for a reviewer, what stands in one, and approving it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

import msgspec
from sqlalchemy import func, select

from bot.chat.phrase import _
from bot.chat.words import Refused, deed, fact
from bot.programme.students.areas import ENTRIES, EntrySeen
from bot.programme.students.doubles import open_doubles
from bot.programme.students.particulars import revealed
from bot.programme.students.passing import decidable, pass_on
from bot.programme.students.reviewers import review_posts, waits_for
from bot.programme.students.trail import note_seen
from bot.programme.world import World
from bot.storage.tables import students, units

AT_ONCE: Final = 500
"""So many are approved by one statement."""


class WaitingList(msgspec.Struct, frozen=True):
    """A school whose list waits for somebody, and how many of its students do."""

    school: int
    name: str
    count: int


class WaitingRow(msgspec.Struct, frozen=True):
    """One student of such a list; `alone`: to be looked at alone, for it may be the same child as another entry."""

    number: int
    code: str
    name: str
    birth: date
    class_name: str
    household: str
    needs_device: bool
    needs_line: bool
    alone: bool


class ListOutcome(msgspec.Struct, frozen=True):
    """What became of a list: how many were approved, to whom they go on, and how many had to stay.

    `approved`: for good, by the last step. `steps` and `units` say where the others wait now; `vacant` as in
    `passing.ReviewOutcome`.
    """

    agreed: int
    approved: int
    stayed: int
    steps: list[dict[str, str]]
    units: list[str]
    vacant: list[str]
    in_place_of: list[str]


@fact("students.review_lists")
async def review_lists(tx: World) -> list[WaitingList]:
    """The schools whose lists wait for the actor, the fullest first."""
    here = waits_for(tx, await review_posts(tx))
    counted = select(units.c.id, units.c.name, func.count().label("count")).join(
        students, students.c.school_id == units.c.id
    )
    rows = await tx.work.rows(counted.where(here).group_by(units.c.id, units.c.name).order_by(func.count().desc()))
    return [WaitingList(row.id, row.name, int(row.count)) for row in rows]


@fact("students.review_page")
async def review_page(tx: World, *, school: int, after: int, most: int) -> list[WaitingRow]:
    """The next of a school's students that wait for the actor, in the order in which they were entered."""
    here = waits_for(tx, await review_posts(tx)) & (students.c.school_id == school) & (students.c.id > after)
    rows: Sequence[EntrySeen] = await tx.work.rows(ENTRIES.where(here).order_by(students.c.id).limit(most))
    doubles = await open_doubles(tx, [row.id for row in rows])
    await note_seen(tx, [row.id for row in rows])
    page = []
    for row in rows:
        known = revealed(tx, row)
        assert known is not None  # nobody is forgotten while they wait
        alone = any(not one.later for one in doubles.get(row.id, []))
        page.append(WaitingRow(row.id, row.code, known.name, known.birth, known.class_name, row.household,
                               row.needs_device, row.needs_line, alone))  # fmt: skip
    return page


@deed("students.approve_list")
async def approve_list(tx: World, *, codes: list[str]) -> ListOutcome:
    """Approves those of the students with these codes that still wait for the actor; the others stay as they are."""
    done = []
    for at in range(0, len(codes), AT_ONCE):
        found = await decidable(tx, students.c.code.in_(codes[at : at + AT_ONCE]))
        done += await pass_on(tx, found)
    agreed = [one for one in done if one.status != "double"]
    if not agreed:
        raise Refused(_("None of these pupils waits for you any more."))
    steps = {str(one.step): one.step for one in agreed if one.status == "listed"}
    waits = Counter(unit for one in agreed if one.status == "listed" for unit in one.waits_for)
    return ListOutcome(
        agreed=len(agreed),
        approved=sum(one.status == "approved" for one in agreed),
        stayed=len(codes) - len(agreed),
        steps=list(steps.values()),
        units=[unit for unit, _count in waits.most_common()],
        vacant=sorted({unit for one in agreed for unit in one.vacant}),
        in_place_of=sorted({one.in_place_of for one in agreed if one.in_place_of}),
    )
