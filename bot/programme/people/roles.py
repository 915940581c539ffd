"""Who may do what for which unit: roles, and the check every deed makes for itself."""

from __future__ import annotations

from typing import Final

import msgspec
from sqlalchemy import select

from bot.chat.phrase import _
from bot.chat.words import Refused, fact
from bot.programme.world import World
from bot.storage.tables import roles, units

CLERKS: Final = ("accountant", "manager")
"""Who may say whose money a receipt is."""


class Held(msgspec.Struct, frozen=True):
    """One role somebody holds, and the unit they hold it for."""

    role: str
    unit: int | None
    unit_name: str
    path: str


async def held_by(tx: World, person: int) -> list[Held]:
    """The roles a person holds in this drive, oldest first."""
    statement = (
        select(roles.c.role, roles.c.unit_id, units.c.name, units.c.path)
        .outerjoin(units, units.c.id == roles.c.unit_id)
        .where(roles.c.person_id == person, roles.c.drive == tx.drive, roles.c.ended_at.is_(None))
        .order_by(roles.c.id)
    )
    return [Held(role, unit, name or "", path or "/") for role, unit, name, path in await tx.work.rows(statement)]


@fact("roles.mine")
async def my_roles(tx: World) -> list[Held]:
    """The roles of whoever is talking."""
    return await held_by(tx, tx.actor.person_id)


async def require_organiser(tx: World, *wanted: str) -> Held:
    """The role by which the actor may act for the organiser: held for it, or for a unit above; raises Refused."""
    mine = (units.c.drive == tx.drive) & (units.c.key == tx.plan.organiser.unit)
    return await require(tx, (await tx.work.one(select(units.c.id).where(mine))).id, *wanted)


async def require(tx: World, unit: int | None, *wanted: str) -> Held:
    """The role by which the actor may act for a unit: their own unit or one below it; raises Refused."""
    path = "/"
    if unit is not None:
        row = await tx.work.one(select(units.c.path).where(units.c.id == unit, units.c.drive == tx.drive))
        if row is None:
            raise Refused(_("That unit does not take part in this drive."))
        path = row.path
    for held in await held_by(tx, tx.actor.person_id):
        if held.role in wanted and path.startswith(held.path):
            return held
    raise Refused(_("You need an invitation for this. Please ask the reception board for a code."))


async def require_clerk(tx: World) -> None:
    """Refuses whoever may not say whose money a receipt is: that is for clerks of the organiser, or of a unit above."""
    await require_organiser(tx, *CLERKS)
