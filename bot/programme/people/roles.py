"""Who may do what for which unit: roles, and the check every deed makes for itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import select

from bot.chat.phrase import _
from bot.chat.words import Refused, fact
from bot.programme.people.units import organiser_unit, stands_on, successors
from bot.programme.world import World
from bot.storage.tables import roles, units

CLERKS: Final = ("accountant", "manager")
"""Who may say whose money a receipt is."""


REPORTERS: Final = ("unit_contact", "deputy")
"""Who may report for a unit."""
REPORTS: Final = "reporter"
"""On menus, a role of those whose unit owes reports: never of an exempt unit's."""
KEEPERS: Final = ("coordinator", "manager", "unit_contact", "deputy", "helper")
"""Who may take devices in, and see to them, for their own unit or one below it."""
SORTS: Final = "sorter"
"""On menus, a role of those whose unit sorts and repairs devices, as the plan says."""
REVIEWS: Final = "list_reviewer"
"""On menus, a role of those at whose unit a school's list waits by one of the plan's steps."""


class Held(msgspec.Struct, frozen=True):
    """One role somebody holds, and the unit they hold it for.

    `reports`: that unit owes reports today; `sorts`: it sorts and repairs devices by this role; `reviews`: students'
    lists come to it, for this role, by the plan's steps.
    """

    role: str
    unit: int | None
    unit_name: str
    path: str
    reports: bool = False
    sorts: bool = False
    reviews: bool = False


async def held_by(tx: World, person: int) -> list[Held]:
    """The roles a person holds in this drive, oldest first; for a unit that has ended also for its successor."""
    statement = (
        select(roles.c.role, units)
        .outerjoin(units, units.c.id == roles.c.unit_id)
        .where(roles.c.person_id == person, roles.c.drive == tx.drive, roles.c.ended_at.is_(None))
        .order_by(roles.c.id)
    )
    rows = await tx.work.rows(statement)
    held = [_held(tx, row.role, row) for row in rows]
    if any(row.valid_to and not stands_on(row, tx.today) for row in rows):
        heirs = await successors(tx)
        wanted = select(units).where(units.c.id.in_([heirs[row.id] for row in rows if row.id in heirs]))
        by_number = {row.id: row for row in await tx.work.rows(wanted)}
        held += [_held(tx, row.role, by_number[heirs[row.id]]) for row in rows if row.id in heirs]
    return list(dict.fromkeys(held))


def _held(tx: World, role: str, unit: Any) -> Held:
    if unit.id is None:
        return Held(role, None, "", "/")
    owes = bool(unit.reports) and not unit.exempt and stands_on(unit, tx.today)
    goods = tx.plan.goods
    sorts = role in KEEPERS and goods is not None and (not goods.sorted_by or unit.key in goods.sorted_by)
    steps = tx.plan.students.reviews if tx.plan.students else ()
    reviews = any(step.role == role and step.takes(unit.key, unit.kind) for step in steps)
    return Held(role, unit.id, unit.name, unit.path, owes, sorts, reviews)


def menu_roles(held: Sequence[Held]) -> frozenset[str]:
    """The roles by which somebody's menu is chosen."""
    by_unit = {
        REPORTS: any(one.reports and one.role in REPORTERS for one in held),
        SORTS: any(one.sorts for one in held),
        REVIEWS: any(one.reviews for one in held),
    }
    return frozenset((*(one.role for one in held), *(role for role, there in by_unit.items() if there)))


@fact("roles.mine")
async def my_roles(tx: World) -> list[Held]:
    """The roles of whoever is talking."""
    return await held_by(tx, tx.actor.person_id)


async def require_organiser(tx: World, *wanted: str) -> Held:
    """The role by which the actor may act for the organiser: held for it, or for a unit above; raises Refused."""
    return await _acting(tx, (await organiser_unit(tx)).path, wanted)


async def require(tx: World, unit: int | None, *wanted: str) -> Held:
    """The role by which the actor may act for a unit: their own unit or one below it; raises Refused."""
    path = "/"
    if unit is not None:
        row = await tx.work.one(select(units.c.path).where(units.c.id == unit, units.c.drive == tx.drive))
        if row is None:
            raise Refused(_("That unit does not take part in this drive."))
        path = row.path
    return await _acting(tx, path, wanted)


async def _acting(tx: World, path: str, wanted: Sequence[str]) -> Held:
    """The role by which the actor may act for the unit that lies there; raises Refused."""
    for held in await held_by(tx, tx.actor.person_id):
        if held.role in wanted and path.startswith(held.path):
            return held
    raise Refused(_("You need an invitation for this. Please ask the reception board for a code."))


async def require_clerk(tx: World) -> None:
    """Refuses whoever may not say whose money a receipt is: that is for clerks of the organiser, or of a unit above."""
    await require_organiser(tx, *CLERKS)
