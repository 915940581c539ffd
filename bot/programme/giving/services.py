"""Pledged services: telecom packages, waived fees; with a quota, beneficiaries and days from which to which they hold.

promised    somebody offers it
received    the agreement is in force; its quota may be used within its days
cancelled   taken back by its donor, not taken by the drive, or ended before its time
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

import msgspec
from sqlalchemy import func, select, update

from bot.chat.phrase import _
from bot.chat.words import Refused, deed, fact
from bot.programme import codes
from bot.programme.calendar import drives
from bot.programme.giving import journey
from bot.programme.giving.pledge_questions import AlsoAsked, also_asked
from bot.programme.giving.pledges import (
    UNSAID,
    GiftOrigin,
    Pledge,
    PledgedService,
    lateness,
    services_of,
    write_pledge,
)
from bot.programme.ledger import tallies
from bot.programme.people.roles import require_organiser
from bot.programme.people.unit_names import example_unit
from bot.programme.people.units import name_of
from bot.programme.world import World
from bot.storage.ids import new_id
from bot.storage.rows.giving import StoredPledge
from bot.storage.tables import pledge_services, pledges

SERVICE_OFFICE: Final = ("coordinator", "manager")
MOST_QUOTA: Final = 1_000_000
MOST_WORTH: Final = 10**10
LONGEST_LINE: Final = 200


class ServiceTerms(msgspec.Struct, frozen=True):
    """Which services the drive takes, by key."""

    takes: bool
    items: dict[str, dict[str, str]]
    state: str = "open"
    opens: datetime | None = None
    closes: datetime | None = None
    example: str = ""  # a unit's name as it may be typed
    also: AlsoAsked = AlsoAsked()


class Agreement(msgspec.Struct, frozen=True):
    """A pledged service as the office sees it; `state` is promised, in_force or ended."""

    code: str
    state: str
    name: dict[str, str]
    service: PledgedService
    donor: str = msgspec.field(name="giver")
    unit: str


@fact("terms.services")
async def service_terms(tx: World) -> ServiceTerms:
    """The services of the drive's catalogue, and whether they are taken now."""
    state = drives.state_of(tx.plan, tx.now)
    items = {item.key: item.name for item in tx.plan.catalogue if item.sort == "service"}
    takes = drives.takes_gifts(tx.plan, state) and bool(items)
    window, example = tx.plan.window, example_unit(tx.plan)
    return ServiceTerms(takes, items, state, window.opens, window.closes, example, also_asked(tx.plan))


@deed("pledge.services")
async def add_service_pledge(
    tx: World, *, service: PledgedService, donor: str, name: str, unit: int | None, origin: GiftOrigin = UNSAID
) -> Pledge:
    """Writes a pledged service down; raises Refused for what the drive does not take, or days that are over."""
    if service.item not in (await service_terms(tx)).items:
        raise Refused(_("This drive does not take such things."))
    words = " ".join(service.beneficiaries.split())
    if not (0 < service.quota <= MOST_QUOTA and 0 < len(words) <= LONGEST_LINE):
        raise Refused(_("Please check how many it is for, and for whom."))
    if service.worth is not None and not 0 < service.worth <= MOST_WORTH:
        raise Refused(_("Please check what one of them is worth."))
    if service.valid_from > service.valid_to or service.ended(tx.today):
        raise Refused(_("These days are over already. Please check from which day to which it holds."))
    late = await lateness(tx, unit)
    # Its donor has nothing to bring, so is not reminded: the office makes the agreement with them.
    pledge, code = write_pledge(tx, "services", donor=donor, name=name, unit=unit, origin=origin, reminded=False)
    tx.work.add(
        pledge_services,
        id=new_id(),
        pledge_id=pledge,
        item=service.item,
        quota=service.quota,
        beneficiaries=words,
        valid_from=service.valid_from.isoformat(),
        valid_to=service.valid_to.isoformat(),
        worth=service.worth,
    )
    tx.work.tally(tx.drive, tallies.period_at(tx.plan, tx.now), unit or 0, service.item, 1, service.quota)
    return Pledge(code, "services", "promised", tx.now, late=late, services=[service])


@fact("services.agreements")
async def agreements(tx: World, *, most: int = 20) -> list[Agreement]:
    """Pledged services, those that wait first, then those in force and the latest ended ones."""
    await require_organiser(tx, *SERVICE_OFFICE)
    statement = select(pledges).where(pledges.c.drive == tx.drive, pledges.c.kind == "services")
    rows = await tx.work.rows(statement.where(pledges.c.status != "cancelled").order_by(pledges.c.id.desc()))
    services = await services_of(tx, [row.id for row in rows])
    names = {item.key: item.name for item in tx.plan.catalogue}
    found = []
    for row in rows:
        for service in services.get(row.id, []):
            name = names.get(service.item, {"": service.item})
            state = _state(row.status, service, tx.today)
            found.append((row.unit_id, Agreement(row.code, state, name, service, row.donor_name, "")))
    found.sort(key=lambda one: ("promised", "in_force", "ended").index(one[1].state))
    return [msgspec.structs.replace(one, unit=await name_of(tx, unit)) for unit, one in found[:most]]


@deed("services.in_force")
async def put_in_force(tx: World, *, code: str) -> Agreement:
    """The agreement is in force: the service counts as received and its donor is told."""
    row, service = await _pledged(tx, code)
    if row.status != "promised":
        raise Refused(_("{code} is settled already.", code=codes.shown(row.code)))
    if service.ended(tx.today):
        raise Refused(_("Its last day was {day}, so it cannot come into force any more.", day=service.valid_to))
    await _set(tx, row, "received")
    _tally(tx, row, tallies.came_in(service.item), service.quota)
    name = _name(tx, service)
    said = _("Your service is in force: {item}, code {code}. Thank you from the heart!",
             item=name, code=codes.shown(row.code))  # fmt: skip
    await journey.moved(tx, [row.id], news={row.id: [said]})
    return Agreement(row.code, "in_force", name, service, row.donor_name, "")


@deed("services.drop")
async def drop_service(tx: World, *, code: str, why: str) -> str:
    """The drive does not take a pledged service, or one in force has ended before its time; its donor hears why."""
    row, service = await _pledged(tx, code)
    if row.status == "cancelled":
        raise Refused(_("{code} is settled already.", code=codes.shown(row.code)))
    if not why.strip():
        raise Refused(_("Please say why in a few words; the giver will read it."))
    await _set(tx, row, "cancelled")
    _tally(tx, row, service.item, -service.quota)
    if row.status == "received":
        _tally(tx, row, tallies.came_in(service.item), -service.quota)
        first = _(
            "Your service {code} ends now. The reception board writes: {why}",
            code=codes.shown(row.code),
            why=why.strip(),
        )
    else:
        first = _(
            "Your service {code} could not be taken. The reception board writes: {why}",
            code=codes.shown(row.code),
            why=why.strip(),
        )
    await journey.moved(tx, [row.id], news={row.id: [first, _("Thank you all the same for the offer.")]})
    return row.code


async def quotas(tx: World, status: str) -> dict[str, int]:
    """The quotas of services in a state by item, without those that have ended."""
    today = tx.today.isoformat()
    statement = (
        select(pledge_services.c.item, func.sum(pledge_services.c.quota))
        .join(pledges, pledges.c.id == pledge_services.c.pledge_id)
        .where(pledges.c.drive == tx.drive, pledges.c.status == status, pledge_services.c.valid_to >= today)
        .group_by(pledge_services.c.item)
    )
    return {item: int(quota) for item, quota in await tx.work.rows(statement)}


def _state(status: str, service: PledgedService, day: date) -> str:
    return "ended" if service.ended(day) else "in_force" if status == "received" else "promised"


def _name(tx: World, service: PledgedService) -> dict[str, str]:
    return next((item.name for item in tx.plan.catalogue if item.key == service.item), {"": service.item})


def _tally(tx: World, row: StoredPledge, item: str, amount: int) -> None:
    period = tallies.period_at(tx.plan, tx.now)
    tx.work.tally(tx.drive, period, row.unit_id or 0, item, 1 if amount > 0 else -1, amount)


async def _pledged(tx: World, code: str) -> tuple[StoredPledge, PledgedService]:
    """The pledge of a service with a code, for the office."""
    await require_organiser(tx, *SERVICE_OFFICE)
    stored = codes.read_code(code, tx.plan.code_prefix) or ""
    mine = (pledges.c.drive == tx.drive) & (pledges.c.code == stored) & (pledges.c.kind == "services")
    row: StoredPledge | None = await tx.work.one(select(pledges).where(mine))
    if row is None:
        raise Refused(_("I can't find a promised service with the code {code}.", code=code[:20]))
    return row, (await services_of(tx, [row.id]))[row.id][0]


async def _set(tx: World, row: StoredPledge, status: str) -> None:
    change = update(pledges).where(pledges.c.id == row.id)
    await tx.work.execute(change.values(status=status, ended_at=tx.now, remind_at=None))
