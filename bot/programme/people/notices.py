"""The plan's notices, an epidemic in a commune, a drop-off that has moved: whom they concern, and while they hold."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import msgspec
from sqlalchemy import select

from bot.chat.phrase import Phrase, _
from bot.chat.words import fact
from bot.programme.plan import Plan
from bot.programme.plan.tree import units_above
from bot.programme.world import World
from bot.storage.tables import pledge_goods, pledges, roles, units


class ToldNotice(msgspec.Struct, frozen=True):
    """One notice as people read it; it holds from `begins` to `ends`, where the plan says so."""

    says: dict[str, str]
    begins: datetime | None = None
    ends: datetime | None = None
    everywhere: bool = True  # whether it is for everybody, and not for some units alone

    def holds(self, at: datetime) -> bool:
        """Whether it holds at a moment."""
        return (self.begins is None or self.begins <= at) and (self.ends is None or at <= self.ends)

    def lasts(self, at: datetime) -> bool:
        """Whether it holds at a moment or later."""
        return self.ends is None or at <= self.ends


def notices_for(plan: Plan, keys: Collection[str]) -> list[ToldNotice]:
    """The notices for everybody, and those for any of these units, or for one above it; in the plan's order."""
    if not plan.notices:
        return []
    known = {unit.key for unit in plan.units}
    above = {unit for key in known.intersection(keys) for unit in (key, *(one.key for one in units_above(plan, key)))}
    return [
        ToldNotice(notice.says, notice.begins, notice.ends, not notice.units)
        for notice in plan.notices
        if not notice.units or above.intersection(notice.units)
    ]


def notice_line(told: ToldNotice, now: datetime) -> Phrase:
    """A notice in a line, with the days that are still to come."""
    begins = told.begins if told.begins is not None and told.begins > now else None
    if begins is not None and told.ends is not None:
        return _("⚠️ From {first} to {last}: {says}", first=begins.date(), last=told.ends.date(), says=told.says)
    if begins is not None:
        return _("⚠️ From {first}: {says}", first=begins.date(), says=told.says)
    if told.ends is not None:
        return _("⚠️ Until {last}: {says}", last=told.ends.date(), says=told.says)
    return _("⚠️ {says}", says=told.says)


@fact("notices.mine")
async def my_notices(tx: World) -> list[ToldNotice]:
    """What holds now and concerns the actor: by their roles' units, and the units and places of their open pledges."""
    keys = await _my_units(tx) if any(notice.units for notice in tx.plan.notices) else set[str]()
    return [told for told in notices_for(tx.plan, keys) if told.holds(tx.now)]


@fact("notices.unit")
async def unit_notices(tx: World, *, unit: int) -> list[ToldNotice]:
    """What holds now for one unit and not for everybody."""
    row = await tx.work.one(select(units.c.key).where(units.c.id == unit, units.c.drive == tx.drive))
    found = notices_for(tx.plan, [row.key] if row else [])
    return [told for told in found if told.holds(tx.now) and not told.everywhere]


async def _my_units(tx: World) -> set[str]:
    """The keys of the units the actor acts for, or gives to: a role's, an open pledge's, its place's."""
    mine = select(units.c.key).where(units.c.drive == tx.drive)
    held = select(roles.c.unit_id).where(roles.c.person_id == tx.actor.person_id, roles.c.drive == tx.drive)
    open_ones = (pledges.c.contact_id == tx.actor.id) & (pledges.c.drive == tx.drive) & (pledges.c.status == "promised")
    given = select(pledges.c.unit_id).where(open_ones)
    known = mine.where(units.c.id.in_(held.where(roles.c.ended_at.is_(None))) | units.c.id.in_(given))
    brought = select(pledge_goods.c.place).join(pledges, pledges.c.id == pledge_goods.c.pledge_id).where(open_ones)
    places = {row.place for row in await tx.work.rows(brought)}
    found = {row.key for row in await tx.work.rows(known)}
    return found | {place.unit for place in (tx.plan.goods.drop_off if tx.plan.goods else ()) if place.key in places}
