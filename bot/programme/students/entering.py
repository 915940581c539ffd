"""A school's contact enters a student in the chat: what there is to ask, and the deed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

import msgspec
from sqlalchemy import select

from bot.chat.words import deed, fact
from bot.programme.people.roles import require
from bot.programme.people.unit_names import example_unit
from bot.programme.people.units import UnitChoice
from bot.programme.students.consents import NOTICE
from bot.programme.students.eligibility import helped_school, homes, households, lacks
from bot.programme.students.particulars import revealed
from bot.programme.students.registering import StudentEntry, write_down
from bot.programme.world import World
from bot.storage.rows.people import StoredUnit
from bot.storage.tables import students

RECENT: Final = 5
"""So many of the actor's last entries give hints."""
HINTS: Final = 2
SHORT: Final = timedelta(hours=1)
"""So long whoever has read the notice out knows it."""


class EntryTerms(msgspec.Struct, frozen=True):
    """What is asked of a student at a school; `homes` and `classes` are hints: the school's own place, the last ones.

    `lacks` as `eligibility.lacks`; `known` whether the actor has gone through the same notice a short while ago; where
    all live in one place, the home is not asked for.
    """

    school: str
    levels: list[str]
    households: dict[str, dict[str, str]]
    lacks: list[str]
    notice: str
    known: bool
    classes: list[str]
    asks_home: bool
    homes: list[UnitChoice]
    example: str = ""  # the name of a place, as it is typed


@fact("students.entry_terms")
async def entry_terms(tx: World, *, school: int) -> EntryTerms:
    """What is asked at a school; raises Refused where the drive helps nobody there."""
    await require(tx, school, "school_contact")
    row, levels = await helped_school(tx, school)
    mine = (students.c.school_id == school) & (students.c.contact_id == tx.actor.id) & (students.c.secret != b"")
    last = await tx.work.rows(select(students).where(mine).order_by(students.c.id.desc()).limit(RECENT))
    known = [revealed(tx, one) for one in last]
    classes = list(dict.fromkeys(one.class_name for one in known if one is not None))
    places = {place.id: place for place in await homes(tx)}
    return EntryTerms(
        row.name,
        list(levels),
        households(tx),
        lacks(tx),
        NOTICE,
        any(one is not None and one.consent_text == NOTICE for one in known[:1]) and last[0].made_at > tx.now - SHORT,
        classes[:HINTS],
        bool(tx.plan.students and tx.plan.students.areas) and len(places) > 1,
        _home_hints(row, places, [one.home_id for one in last]),
        example_unit(tx.plan),
    )


def _home_hints(school: StoredUnit, places: Mapping[int, UnitChoice], last: Sequence[int | None]) -> list[UnitChoice]:
    """The place in which the school lies, then those of the last entries."""
    around = [int(number) for number in reversed(school.path.strip("/").split("/"))]
    wanted = dict.fromkeys([*[number for number in around if number in places][:1], *last])
    return [places[number] for number in wanted if number is not None and number in places][: 1 + HINTS]


@deed("students.enter")
async def enter(
    tx: World,
    *,
    school: int,
    name: str,
    birth: date,
    class_name: str,
    guardian: str,
    phone: str,
    home: int | None,
    household: str,
    needs_device: bool,
    needs_line: bool,
    consent: str,
    child_consent: str,
    notice: str,
    another_child: bool,
) -> str:
    """Puts a student on the list and returns their code; raises Refused for the very same child, for one whom the
    drive does not help, and without the consents.

    `another_child`: the teacher has said that a similar entry is somebody else (a twin, a namesake).
    """
    entry = StudentEntry(
        name=name,
        birth=birth,
        class_name=class_name,
        guardian=guardian,
        phone=phone,
        household=household,
        needs_device=needs_device,
        needs_line=needs_line,
        consent=consent,
        child_consent=child_consent,
        notice=notice,
        home=home,
    )
    return await write_down(tx, school, entry, another_child=another_child, origin={"by": "chat"})
