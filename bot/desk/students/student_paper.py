"""What stands in the paper with which a list goes to the next level: whose it is, who signs, who gets it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select

from bot import texts
from bot.chat.phrase import Phrase, _, _n
from bot.desk.students.student_list import StudentRow, StudentSearch
from bot.programme.codes import shown
from bot.programme.people.roles import held_by
from bot.programme.people.units import organiser_unit
from bot.programme.students.areas import KEEPERS, ReviewArea, my_area
from bot.programme.students.reviewers import ReviewPart, review_parts
from bot.programme.students.steps import reviews, step_after
from bot.programme.world import World
from bot.reports.list_paper import ListPaper, SignedBy
from bot.storage.rows.people import StoredUnit
from bot.storage.tables import units

COLUMNS: Final[tuple[tuple[Phrase, int], ...]] = (
    (_("#"), 6), (_("Full name"), 27), (_("Born"), 13), (_("Class"), 8), (_("School"), 27), (_("Household"), 17),
    (_("Needs"), 19), (_("Code"), 16),
)  # fmt: skip


async def paper_of(tx: World, asked: StudentSearch, rows: Sequence[StudentRow]) -> ListPaper:
    """The paper of a list, in the drive's own language, for whoever issues it to sign."""
    lang, area = tx.plan.language, await my_area(tx)

    def say(phrase: Phrase) -> str:
        return texts.plain(phrase, lang)

    unit = await _issuer(tx, area)
    households = {one.key: one.name for one in (tx.plan.students.priorities if tx.plan.students else ())}
    above, issuer, signed, place = await _head(tx, unit)
    listed = [
        [
            str(place_in_list),
            row.name,
            texts.day(row.birth, lang) if row.birth else "",
            row.class_name,
            row.school,
            _named(households.get(row.household, {}), lang),
            needs_said(row, lang),
            shown(row.code),
        ]
        for place_in_list, row in enumerate(rows, 1)
    ]
    year = tx.today.year
    return ListPaper(
        above=above,
        issuer=issuer,
        state=say(_("SOCIALIST REPUBLIC OF VIET NAM")),
        motto=say(_("Independence – Freedom – Happiness")),
        number=say(_("No.: ……/DS")),
        place_and_day=say(_("{place}, day …… month …… year {year}", place=place, year=str(year))),
        title=say(_("LIST")),
        subject=say(_("of pupils for whom support is asked: {drive}", drive=tx.plan.short_name)),
        columns=tuple((say(title), share) for title, share in COLUMNS),
        rows=listed,
        closing=say(_n("The list holds {n} pupil.", "The list holds {n} pupils.", len(rows))),
        receives=(say(_("Sent to:")), *(f"- {name};" for name in await _next(tx, area)), say(_("- Kept: office."))),
        left=SignedBy((say(_("DRAWN UP BY")),), say(_("(signature, full name)"))),
        right=SignedBy(signed or (say(_("HEAD OF THE UNIT")),), say(_("(signature, seal)"))),
    )


def needs_said(row: StudentRow, lang: str) -> str:
    """What a student lacks, in words."""
    needs = [_("a device")] * row.needs_device + [_("a connection")] * row.needs_line
    return ", ".join(texts.plain(need, lang) for need in needs)


async def _issuer(tx: World, area: ReviewArea) -> StoredUnit:
    """The unit for which the reader takes the list away: the organiser for its staff, else the first part or school."""
    held = await held_by(tx, tx.actor.person_id)
    organiser = await organiser_unit(tx)
    if any(one.role in KEEPERS and one.unit == organiser.id for one in held):
        return organiser
    numbers = [part.unit for part in area.parts]
    numbers += [one.unit for one in held if one.role == "school_contact" and one.unit is not None]
    found = await tx.work.one(select(units).where(units.c.id.in_(numbers[:1]))) if numbers else None
    row: StoredUnit = found if found is not None else organiser
    return row


async def _head(tx: World, unit: StoredUnit) -> tuple[tuple[str, ...], str, tuple[str, ...], str]:
    """The lines above the issuer, the issuer, who signs, and the place; of the organiser as its plan prints them."""
    if unit.key == tx.plan.organiser.unit:
        paper = tx.plan.paper
        return paper.authority[:-1], paper.authority[-1], paper.signed_by, paper.place
    parent = None
    if unit.parent_id is not None:
        parent = await tx.work.one(select(units.c.name).where(units.c.id == unit.parent_id))
    short = next((one.short or one.name for one in tx.plan.units if one.key == unit.key), unit.name)
    place = short if unit.kind in ("commune", "town") else tx.plan.paper.place
    return (parent.name.upper(),) if parent else (), unit.name.upper(), (), place


async def _next(tx: World, area: ReviewArea) -> list[str]:
    """The units to which the list goes on from the reader's step; from a school to the first review."""
    parts: list[ReviewPart] = await review_parts(tx)
    mine = list(area.parts)
    step = step_after(tx.plan, mine[-1].step if mine else None) if mine or not area.everywhere else None
    if step is None:
        return []
    if step == next(iter(reviews(tx.plan)), None):  # a school's: its own commune alone
        return [part.name for part in parts if part.step == step and any(map(part.covers, area.below))]
    return [part.name for part in parts if part.step == step]


def _named(names: dict[str, str], lang: str) -> str:
    return names.get(lang) or next(iter(names.values()), "")
