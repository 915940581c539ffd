"""Holds what the reader made of a school's list against what a person reads in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from bot.lists.read import read
from bot.lists.shape import ListTask, PupilList
from bot.sheets.limits import LIMITS
from bot.sheets.sandbox import bounds_of
from tests.lists.schools.made import FIELDS, SchoolList

TODAY: Final = date(2021, 9, 24)


@dataclass
class Measure:
    """How many children came out right, with a wrong value, or not at all; and how, for a person."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    made_up: list[str] = field(default_factory=list)


def reading_of(made: SchoolList, days: Any = "") -> PupilList:
    """What the reader makes of it, without a process of its own."""
    return read(made.content, ListTask(**bounds_of(made.name, LIMITS), today=TODAY, days=days))


def measured(made: SchoolList, found: PupilList) -> Measure:
    """Row by row: a value that is flawed and not told is no wrong one, but the child is missed if it is needed."""
    result, rows = Measure(), {(one.sheet, one.row): one for one in found.rows}
    for place, told in made.told.items():
        one = rows.pop(place, None)
        if one is None:
            result.missed.append(f"{place} {told['name']}: not there")
            continue
        wrong: list[str] = []
        missed = [f"{flaw.field} {flaw.why} {flaw.cell!r}" for flaw in one.flaws]
        for name in FIELDS:
            due, got = told[name], getattr(one, name)
            due = f"+84{due[1:]}" if name == "phone" and due else due
            if due == got or (due is None and got in (None, "", "none")):
                continue
            (missed if got in (None, "") else wrong).append(f"{name}: {got!r} for {due!r}")
        if wrong:
            result.wrong.append(f"{place} {wrong}")
        elif missed:
            result.missed.append(f"{place} {missed}")
        else:
            result.right += 1
    for place, one in rows.items():
        why = made.faulty.get(place)
        if why is None:
            result.made_up.append(f"{place} {one}")
        elif not one.flaws:
            result.wrong.append(f"{place}: {why} went through as {one}")
    for place, why in made.faulty.items():
        if place not in rows:
            result.missed.append(f"{place}: {why} told nowhere")
    return result
