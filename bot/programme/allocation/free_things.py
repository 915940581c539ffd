"""What there is to give: devices in store that are ready and bound to nobody, and what is left of services in force."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, select

from bot.programme.allocation.matching import Supply
from bot.programme.allocation.suiting import items_for
from bot.programme.world import World
from bot.storage.tables import allocations, devices, pledge_services, pledges, transfers, units

PLACES: Final = ("province", "city", "district", "commune", "town", "hamlet")
"""Kinds of units that are areas in which things may stay."""


class FreeThing(NamedTuple):
    """A device, or one of a service's quota, and where it may stay."""

    thing: Supply
    device: int | None = None
    pledge: int | None = None
    part: int | None = None


async def free_things(tx: World, need: str, *, most: int, besides: int | None = None) -> list[FreeThing]:
    """What is free for a need, what came in first before the rest; of services no more than `most`.

    What the round `besides` proposes to give counts as free.
    """
    bound = (allocations.c.drive == tx.drive) & (allocations.c.status != "ended")
    if besides is not None:
        bound &= (allocations.c.round_id != besides) | (allocations.c.status != "proposed")
    return [*await _devices(tx, need, bound), *await _services(tx, need, bound, most)]


async def _devices(tx: World, need: str, binds: ColumnElement[bool]) -> list[FreeThing]:
    """Ready, not on their way to another unit, and bound to nobody."""
    bound = select(allocations.c.device_id).where(binds, allocations.c.device_id.is_not(None))
    moving = select(transfers.c.id).where(transfers.c.drive == tx.drive, transfers.c.status == "sent")
    mine = select(devices.c.id, devices.c.item, devices.c.holder_id).where(
        devices.c.drive == tx.drive,
        devices.c.status == "ready",
        devices.c.item.in_([item.key for item in items_for(tx.plan, need) if item.sort != "service"]),
        devices.c.transfer_id.is_(None) | devices.c.transfer_id.not_in(moving),
        devices.c.id.not_in(bound),
    )
    areas = await areas_by_unit(tx)
    rows = await tx.work.rows(mine.order_by(devices.c.id))
    alike: dict[tuple[str, int], Supply] = {}
    found = []
    for id, item, holder in rows:
        supply = alike.get((item, holder))
        if supply is None:
            supply = alike[item, holder] = Supply(item, areas[holder])
        found.append(FreeThing(supply, id))
    return found


async def _services(tx: World, need: str, binds: ColumnElement[bool], most: int) -> list[FreeThing]:
    """Of services in force today: the numbers of their quotas that nobody has, those that end first before the rest."""
    keys = [item.key for item in items_for(tx.plan, need) if item.sort == "service"]
    if not keys:
        return []
    day = tx.today.isoformat()
    mine = (
        select(pledge_services.c.pledge_id, pledge_services.c.item, pledge_services.c.quota)
        .join(pledges, pledges.c.id == pledge_services.c.pledge_id)
        .where(pledges.c.drive == tx.drive, pledges.c.status == "received", pledge_services.c.item.in_(keys))
        .where(pledge_services.c.valid_from <= day, pledge_services.c.valid_to >= day)
        .order_by(pledge_services.c.valid_to, pledge_services.c.id)
    )
    rows = await tx.work.rows(mine)
    numbers = [row.pledge_id for row in rows]
    bound = select(allocations.c.pledge_id, allocations.c.part).where(binds, allocations.c.pledge_id.in_(numbers))
    taken = {(row.pledge_id, row.part) for row in await tx.work.rows(bound)}
    areas = (await areas_by_unit(tx))[await organiser(tx)]
    found: list[FreeThing] = []
    for row in rows:
        found += _parts(row.pledge_id, Supply(row.item, areas), row.quota, taken, most - len(found))
    return found


def _parts(pledge: int, thing: Supply, quota: int, taken: set[tuple[int, int]], most: int) -> Iterator[FreeThing]:
    for part in range(1, quota + 1):
        if most <= 0:
            return
        if (pledge, part) not in taken:
            most -= 1
            yield FreeThing(thing, pledge=pledge, part=part)


async def organiser(tx: World) -> int:
    """The number of the organiser's unit."""
    row = await tx.work.one(select(units.c.id).where(units.c.drive == tx.drive, units.c.key == tx.plan.organiser.unit))
    return int(row.id)


async def areas_by_unit(tx: World) -> dict[int, tuple[int, ...]]:
    """By unit: the areas what lies there may stay in, the smallest first."""
    rows = await tx.work.rows(select(units.c.id, units.c.path, units.c.kind).where(units.c.drive == tx.drive))
    places = {row.id for row in rows if row.kind in PLACES}
    return {
        row.id: tuple(number for number in map(int, reversed(row.path.strip("/").split("/"))) if number in places)
        for row in rows
    }
