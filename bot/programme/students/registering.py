"""The one way by which a student comes onto the list, whether typed by a teacher or read from a school's sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import msgspec
from sqlalchemy import bindparam, select, union_all

from bot.chat.phrase import _
from bot.chat.words import Refused, deed, fact
from bot.programme import codes
from bot.programme.people.roles import require
from bot.programme.students.consents import FIRST_NOTICE, NOTICE, require_consent
from bot.programme.students.eligibility import (
    helped_school,
    level_at,
    require_age,
    require_home,
    require_household,
    require_needs,
)
from bot.programme.students.likeness import Features, alike, identical, looked_for
from bot.programme.students.pairs import pair_up
from bot.programme.students.particulars import Particulars, hidden
from bot.programme.students.probing import may_be_told
from bot.programme.students.steps import ON_LIST, step_after
from bot.programme.students.trail import note
from bot.programme.world import World
from bot.storage.ids import new_id
from bot.storage.tables import students

PREFIX: Final = "HS"

_INDEXES: Final = {
    "birth": students.c.by_birth,
    "name": students.c.by_name,
    "phone": students.c.by_phone,
    "guardian": students.c.by_guardian,
}
_CANDIDATES: Final = select(students.c.id, students.c.school_id, students.c.code, students.c.secret).where(
    students.c.status.in_(ON_LIST),
    # one select an index: SQLite answers an OR of three indexes by reading the whole drive
    students.c.id.in_(
        union_all(
            *(
                select(students.c.id).where(
                    students.c.drive == bindparam("drive"), column.in_(bindparam(purpose, expanding=True))
                )
                for purpose, column in _INDEXES.items()
            )
        )
    ),
)


class StudentEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A student as a school enters them."""

    name: str
    birth: date
    class_name: str
    guardian: str
    phone: str  # empty: the guardian has none
    household: str
    needs_device: bool
    needs_line: bool
    consent: str  # how the guardian agreed
    child_consent: str = ""  # how the child agreed, who has to from the age of seven on
    notice: str = NOTICE  # the version of the notice that they agreed to
    home: int | None = None  # where the family lives

    @property
    def features(self) -> Features:
        """What is compared of them."""
        return Features(self.name, self.birth, self.phone, self.guardian)


class Likeness(msgspec.Struct, frozen=True):
    """A student already on the list who may be the same child; nothing of a child of another school is shown."""

    own: bool
    code: str = ""


class Found(msgspec.Struct, frozen=True):
    """An entry on the list that may be the same child."""

    id: int
    school: int
    code: str
    features: Features


class ComparedPart(msgspec.Struct, frozen=True):
    """The part of a student's particulars that is compared."""

    name: str
    birth: date
    phone: str
    guardian: str


async def likely(tx: World, seen: Features) -> list[Found]:
    """Every student on the list who may be the same child."""
    keys = {purpose: [tx.secrecy.blind(purpose, text) for text in texts] for purpose, texts in looked_for(seen).items()}
    found = []
    for id, school, code, secret in await tx.work.rows(_CANDIDATES, {"drive": tx.drive, **keys}):
        known = tx.secrecy.reveal(secret, id, ComparedPart)
        there = Features(known.name, known.birth, known.phone, known.guardian)
        if alike(seen, there):
            found.append(Found(id, school, code, there))
    return found


@fact("students.alike")
async def look_alikes(
    tx: World, *, school: int, name: str, birth: date, phone: str, guardian: str = "", but: str = ""
) -> list[Likeness]:
    """Entries that may be this child: with their code at the actor's own school, else only that there is one.

    `but` is the code of an entry that is left out: the one that is corrected.
    """
    await require(tx, school, "school_contact")
    found = await likely(tx, Features(name, birth, phone, guardian))
    others = [one.id for one in found if one.school != school]
    told = not others or await may_be_told(tx, others)
    return [
        Likeness(own=True, code=one.code) if one.school == school else Likeness(own=False)
        for one in found
        if one.code != but and (told or one.school == school)
    ]


@deed("students.register")
async def register(
    tx: World,
    *,
    school: int,
    name: str,
    birth: date,
    class_name: str,
    guardian: str,
    phone: str,
    household: str,
    needs_device: bool,
    needs_line: bool,
    consent: str,
    another_child: bool,
) -> str:
    """Puts a student on the list as talks of earlier releases know them, and returns their code; raises Refused.

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
        notice=FIRST_NOTICE,
    )
    return await write_down(tx, school, entry, another_child=another_child, origin={"by": "chat"})


async def write_down(
    tx: World, school: int, entry: StudentEntry, *, another_child: bool, origin: Mapping[str, str]
) -> str:
    """Puts a student on the list of a school the actor may list for, and returns their code; raises Refused.

    `origin` says in the trail how the entry came: by the chat, or from which sheet and row. The very same child is
    refused, and one that may be it without `another_child`; what is taken all the same, reviewers see as doubles.
    """
    await require(tx, school, "school_contact")
    require_consent(entry.consent, entry.child_consent, entry.notice, entry.birth, tx.today)
    _row, levels = await helped_school(tx, school)
    level = level_at(levels, entry.class_name, entry.birth, tx.today)
    require_age(tx, level, entry.birth)
    await require_home(tx, entry.home)
    require_household(tx, entry.household)
    require_needs(tx, entry.needs_device, entry.needs_line)
    found = await likely(tx, entry.features)
    same = [one for one in found if identical(entry.features, one.features) or not another_child]
    others = [one.id for one in same if one.school != school]
    if len(same) > len(others) or (others and await may_be_told(tx, others)):
        raise Refused(_("A pupil with these particulars is on the list already, so nothing was added."))
    return enter(tx, school, entry, level, origin, found)


def enter(
    tx: World, school: int, entry: StudentEntry, level: str, origin: Mapping[str, str], found: Sequence[Found] = ()
) -> str:
    """Writes an entry down that has been looked over as `write_down` does; returns its code.

    `found`: those on the list that may be the same child; reviewers see them as doubles.
    """
    id, code = new_id(), codes.new_code(PREFIX)
    particulars = Particulars(
        name=entry.name,
        birth=entry.birth,
        class_name=entry.class_name,
        guardian=entry.guardian,
        phone=entry.phone,
        consent=entry.consent,
        consent_at=tx.now,
        consent_text=entry.notice,
        child_consent=entry.child_consent,
    )
    first = step_after(tx.plan, None)
    tx.work.add(
        students,
        id=id,
        code=code,
        drive=tx.drive,
        school_id=school,
        contact_id=tx.actor.id,
        **hidden(tx, id, particulars),
        level=level,
        home_id=entry.home,
        household=entry.household,
        needs_device=entry.needs_device,
        needs_line=entry.needs_line,
        status="listed",
        step=first.key if first else None,
        step_at=tx.now,
        verified_at=None,
        slot=None,
        reason=None,
        made_at=tx.now,
    )
    note(tx, id, "entered", **origin)
    for one in found:
        pair_up(tx, id, one.id, certain=identical(entry.features, one.features))
    return code
