"""Who sorts and repairs devices: the units the plan names, wherever the devices lie; else whoever keeps them."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select

from bot.chat.phrase import Phrase, _, joined
from bot.chat.words import Refused
from bot.programme.people.roles import KEEPERS, Held, held_by
from bot.programme.world import World
from bot.storage.tables import devices, units


async def sorting(tx: World) -> list[Held]:
    """The roles by which the actor sorts: of a unit the plan names, or one above it; nothing for anybody else."""
    named = tx.plan.goods.sorted_by if tx.plan.goods else ()
    held = [one for one in await held_by(tx, tx.actor.person_id) if one.role in KEEPERS and one.unit is not None]
    if not named:
        return held
    mine = select(units.c.path).where(units.c.drive == tx.drive, units.c.key.in_(named))
    paths = [row.path for row in await tx.work.rows(mine)]
    return [one for one in held if any(path.startswith(one.path) for path in paths)]


async def require_sorter(tx: World, holder: int) -> Held:
    """The role by which the actor may sort what lies at a unit; raises Refused, with who may."""
    row = await tx.work.one(select(units.c.path).where(units.c.id == holder))
    for one in await sorting(tx):
        if (tx.plan.goods is not None and tx.plan.goods.sorted_by) or row.path.startswith(one.path):
            return one
    raise Refused(await _who_else(tx))


async def sortable(tx: World) -> ColumnElement[bool]:
    """The condition under which a device is the actor's to sort, for a query that joins its holder; raises Refused."""
    held = await sorting(tx)
    if not held:
        raise Refused(await _who_else(tx))
    mine = devices.c.drive == tx.drive
    if tx.plan.goods is not None and tx.plan.goods.sorted_by:
        return mine
    return mine & or_(*(units.c.path.startswith(one.path, autoescape=True) for one in held))


async def _who_else(tx: World) -> Phrase:
    """Whom the plan names, for whoever is none of them."""
    named = tx.plan.goods.sorted_by if tx.plan.goods else ()
    if not named:
        return _("You need an invitation for this. Please ask the reception board for a code.")
    mine = select(units.c.name).where(units.c.drive == tx.drive, units.c.key.in_(named)).order_by(units.c.id)
    names = [row.name for row in await tx.work.rows(mine)]
    return _("In this drive devices are sorted and repaired by {units}. Please ask them.", units=joined(names))
