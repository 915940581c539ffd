"""Whose units somebody looks after: all of the drive, or those below their own."""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, or_, select, true

from bot.programme.people.roles import held_by
from bot.programme.people.units import organiser_unit
from bot.programme.world import World
from bot.storage.tables import units

OVERSEERS: Final = ("reviewer", "coordinator", "official", "manager", "supervisor")
"""Who looks after other units: see `overseen`."""
_OF_ALL: Final = frozenset({"official", "supervisor"})


async def overseen(tx: World) -> ColumnElement[bool] | None:
    """A condition on units: those the actor looks after; None for somebody who looks after nobody.

    Officials look after all, and so does whoever stands for the organiser, for a unit above it, or for one that the
    plan names at a step of the pupils' list; others after the units below their own.
    """
    organiser = await organiser_unit(tx)
    named = [key for step in (tx.plan.students.steps if tx.plan.students else ()) for key in step.units]
    stepped = select(units.c.id).where(units.c.drive == tx.drive, units.c.key.in_(named))
    of_all = {row.id for row in await tx.work.rows(stepped)}
    below: list[ColumnElement[bool]] = []
    for held in await held_by(tx, tx.actor.person_id):
        if held.role not in OVERSEERS:
            continue
        if held.role in _OF_ALL or organiser.path.startswith(held.path) or held.unit in of_all:
            return true()
        below.append(units.c.path.startswith(held.path))
    return or_(*below) if below else None
