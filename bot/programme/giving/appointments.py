"""Appointments: at which hours somebody brings what they pledged; so many to a slot, moved or given up at any time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol

import msgspec
from sqlalchemy import func, select, update

from bot.chat.phrase import _
from bot.chat.words import Refused, deed, fact
from bot.programme import codes
from bot.programme.calendar.drop_off_hours import (
    AHEAD_DAYS,
    FARTHEST_DAYS,
    Hours,
    hours_of,
    place_of,
    read_slot,
    weekly,
)
from bot.programme.giving.fetch_notices import fetch_asked_for, fetch_called_off
from bot.programme.giving.own_pledge import own_pledge
from bot.programme.world import World
from bot.storage.rows.giving import StoredPledge
from bot.storage.tables import pledge_goods, pledges

SHOWN: Final = 8
"""So many slots are offered at once."""


class FreeHours(msgspec.Struct, frozen=True):
    """Slots with room left, as they are written; `more` where there are later ones."""

    slots: list[str]
    more: bool


class Appointment(msgspec.Struct, frozen=True):
    """How somebody's open pledge of things is to come in; `slot` is empty where no hour is agreed."""

    code: str
    way: str
    place: str
    slot: str


@fact("visits.open")
async def free_hours(tx: World, *, place: str, after: str = "", but_for: str = "") -> FreeHours:
    """The next slots of a place with room left, behind the slot `after`.

    The appointments of the pledge with the code `but_for` do not count: it may keep its hour.
    """
    where = place_of(tx.plan, place)
    if where is None:
        return FreeHours([], False)
    last = read_slot(tx.plan, where, after) if after else None
    since = max(last.begins, tx.now) if last else tx.now
    farthest, closes = tx.now + timedelta(days=FARTHEST_DAYS), tx.plan.window.closes
    if closes is not None and tx.now <= closes:
        farthest = min(farthest, closes)
    near = since + timedelta(days=AHEAD_DAYS)
    taken = await _taken(tx, place, since, farthest, but_for)
    found: list[str] = []
    for hours in hours_of(tx.plan, where, since, farthest):
        if taken.get(hours.begins, 0) >= hours.most:
            continue
        if len(found) == SHOWN or (found and hours.begins > near):
            return FreeHours(found, True)
        found.append(hours.text)
    return FreeHours(found, False)


async def agreed(tx: World, place: str, slot: str, but_for: str = "") -> datetime | None:
    """When a slot that somebody chose begins; None for a weekly one. Raises Refused where it is past, full or none."""
    where = place_of(tx.plan, place)
    if where is None:
        raise Refused(_("Nothing is received at that place. Please choose another one."))
    if slot in map(weekly, where.slots):
        return None
    hours = read_slot(tx.plan, where, slot)
    if hours is None:
        raise Refused(_("That place does not receive at these hours. Please choose others."))
    if hours.begins <= tx.now:
        raise Refused(_("These hours have begun already. Please choose others."))
    if (await _taken_at(tx, place, hours, but_for)) >= hours.most:
        raise Refused(_("Somebody has just taken the last place at these hours. Please choose others."))
    return hours.begins


@fact("visits.mine")
async def my_appointment(tx: World, *, code: str) -> Appointment | None:
    """How the actor's own open pledge of things is to come in; None if there is no such pledge."""
    row = await _mine(tx, code)
    if row is None or row.status != "promised":
        return None
    things = select(pledge_goods).where(pledge_goods.c.pledge_id == row.id).order_by(pledge_goods.c.id).limit(1)
    thing = await tx.work.one(things)
    return Appointment(row.code, thing.way, thing.place or "", thing.slot or "")


@deed("visits.move")
async def set_appointment(tx: World, *, code: str, place: str, slot: str | None) -> Appointment:
    """Sets where and when an open pledge is brought; no slot means that no hour is agreed any more."""
    row = await _open(tx, code)
    at = await agreed(tx, place, slot, row.code) if slot else None
    if place_of(tx.plan, place) is None:
        raise Refused(_("Nothing is received at that place. Please choose another one."))
    await _set(tx, row.id, way="bring", place=place, slot=slot, slot_at=at, fetch_from=None)
    await fetch_called_off(tx, row)
    return Appointment(row.code, "bring", place, slot or "")


@deed("visits.fetch")
async def fetch_instead(tx: World, *, code: str, address: str, phone: str) -> Appointment:
    """The pledge is fetched instead of brought, or from elsewhere than was said before."""
    row = await _open(tx, code)
    await fetch_called_off(tx, row)
    for thing in await tx.work.rows(select(pledge_goods.c.id).where(pledge_goods.c.pledge_id == row.id)):
        hidden = tx.secrecy.hide({"address": address, "phone": phone}, thing.id)
        change = update(pledge_goods).where(pledge_goods.c.id == thing.id)
        await tx.work.execute(change.values(way="fetch", place=None, slot=None, slot_at=None, fetch_from=hidden))
    await fetch_asked_for(tx, row.code)
    return Appointment(row.code, "fetch", "", "")


async def _taken(tx: World, place: str, since: datetime, until: datetime, but_for: str) -> dict[datetime, int]:
    """How many appointments there are at a place, by the moment at which their hours begin."""
    count = func.count(func.distinct(pledge_goods.c.pledge_id))
    statement = (
        select(pledge_goods.c.slot_at, count)
        .join(pledges, pledges.c.id == pledge_goods.c.pledge_id)
        .where(pledges.c.drive == tx.drive, pledges.c.status != "cancelled", pledges.c.code != but_for)
        .where(pledge_goods.c.place == place, pledge_goods.c.slot_at >= since, pledge_goods.c.slot_at <= until)
        .group_by(pledge_goods.c.slot_at)
    )
    return {at: int(n) for at, n in await tx.work.rows(statement)}


async def _taken_at(tx: World, place: str, hours: Hours, but_for: str) -> int:
    return (await _taken(tx, place, hours.begins, hours.begins, but_for)).get(hours.begins, 0)


async def _mine(tx: World, code: str) -> StoredPledge | None:
    row = await own_pledge(tx, code)
    return row if row is not None and row.kind == "devices" else None


async def _open(tx: World, code: str) -> StoredPledge:
    row = await _mine(tx, code)
    if row is None:
        raise Refused(_("I can't find a gift of yours with the code {code}.", code=code[:20]))
    if row.status != "promised":
        raise Refused(_("{code} is no longer an open promise.", code=codes.shown(row.code)))
    return row


async def _set(tx: World, pledge: int, **values: str | datetime | bytes | None) -> None:
    await tx.work.execute(update(pledge_goods).where(pledge_goods.c.pledge_id == pledge).values(**values))


class ExpectedRow(Protocol):
    """An open pledge of things whose hours are agreed."""

    pledge: int
    code: str
    contact_id: int
    donor_name: str
    place: str
    slot: str
    slot_at: datetime


async def expected(tx: World, places: Sequence[str], since: datetime, until: datetime) -> Sequence[ExpectedRow]:
    """The open pledges whose hours begin in [since, until), by that hour."""
    one = func.min(pledge_goods.c.id)
    first = (
        select(one).join(pledges, pledges.c.id == pledge_goods.c.pledge_id)
        .where(pledges.c.drive == tx.drive, pledges.c.status == "promised", pledge_goods.c.place.in_(places))
        .where(pledge_goods.c.slot_at >= since, pledge_goods.c.slot_at < until)
        .group_by(pledge_goods.c.pledge_id)
    )  # fmt: skip
    statement = (
        select(pledges.c.id.label("pledge"), pledges.c.code, pledges.c.contact_id, pledges.c.donor_name,
               pledge_goods.c.place, pledge_goods.c.slot, pledge_goods.c.slot_at)
        .join(pledges, pledges.c.id == pledge_goods.c.pledge_id)
        .where(pledge_goods.c.id.in_(first))
        .order_by(pledge_goods.c.slot_at, pledges.c.id)
    )  # fmt: skip
    return await tx.work.rows(statement)
