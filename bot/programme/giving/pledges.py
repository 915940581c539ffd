"""Pledges: what people pledge, each with a short code; cancelled only while it is still a pledge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import msgspec
from sqlalchemy import ColumnElement, func, select, update

from bot import texts
from bot.chat.kinds.money import HUGE
from bot.chat.phrase import Cash, _
from bot.chat.words import Refused, deed, fact
from bot.programme import codes
from bot.programme.calendar import drives
from bot.programme.giving.appointments import agreed
from bot.programme.giving.bought import bought_with
from bot.programme.giving.fetch_notices import fetch_asked_for, fetch_called_off
from bot.programme.giving.own_pledge import require_own_pledge
from bot.programme.ledger import tallies
from bot.programme.people.units import takes_part
from bot.programme.plan import Plan
from bot.programme.world import World
from bot.storage.ids import new_id
from bot.storage.rows.giving import StoredPledge
from bot.storage.tables import devices, pledge_goods, pledge_services, pledges, receipts, units

MOST: Final = 10**12
"""Đồng in one gift; more is a slip of zeros, and many such would not fit a database's integers."""


LONGEST_ORIGIN: Final = 80
"""Characters of a name through whom a gift came about, or of a place."""


class PledgedGoods(msgspec.Struct, frozen=True):
    """One kind of pledged things: which, how many, in what condition."""

    item: str
    count: int
    condition: dict[str, str] = {}
    photo: str | None = None


class Delivery(msgspec.Struct, frozen=True):
    """How pledged things come in: brought to a place in a slot, or fetched from an address.

    `slot` is one of the calendar, "2021-09-28 08:00-11:00", or a weekly one, as talks of earlier releases gave it; of
    what is fetched it is the day that suits, "2021-09-28", or None for any.
    """

    way: str
    place: str | None = None
    slot: str | None = None
    fetch_from: str | None = None
    phone: str | None = None


class PledgedService(msgspec.Struct, frozen=True):
    """A pledged service: for how many households or students, whom, from which to which day, worth of one in đồng."""

    item: str
    quota: int
    beneficiaries: str
    valid_from: date
    valid_to: date
    worth: int | None = None

    def ended(self, day: date) -> bool:
        """Whether it is over on a day."""
        return self.valid_to < day


class GiftOrigin(msgspec.Struct, frozen=True):
    """Through whom a gift came about, and from where outside the area; empty where nobody asked or nothing was said."""

    through: str = ""
    giving_from: str = ""


UNSAID: Final = GiftOrigin()


class Pledge(msgspec.Struct, frozen=True):
    """A pledge as its donor sees it."""

    code: str
    kind: str
    status: str
    made_at: datetime
    cash: Cash | None = None
    vnd: int | None = None
    goods: list[PledgedGoods] = []
    unit: str = ""
    late: bool = False
    paid: Cash | None = None  # what has come in for it so far, less what went back
    services: list[PledgedService] = []
    came: int = 0  # how many of its pieces have come in so far
    way: str = ""  # of things: "bring" or "fetch"
    slot: str = ""  # when they are brought, where an hour is agreed
    back: Cash | None = None  # what went back to its donor
    origin: GiftOrigin = UNSAID
    bought: bool = False  # whether its money has bought something

    @property
    def pieces(self) -> int:
        """How many pieces were pledged."""
        return sum(thing.count for thing in self.goods)


def converted(plan: Plan, cash: Cash) -> tuple[int | None, str | None]:
    """What a sum is worth in đồng by the plan's rate, and that rate with its date and source."""
    if cash.currency == "VND":
        return cash.minor, None
    for rate in plan.cash.rates if plan.cash else ():
        if rate.currency == cash.currency:
            whole = Decimal(cash.minor) / 10 ** texts.digits_of(cash.currency)
            dong = (whole * rate.dong / rate.per).quantize(Decimal(1), ROUND_HALF_UP)
            source = next(iter(rate.source.values()), "")
            return int(dong), f"{rate.dong}/{rate.per} {rate.currency} {rate.dated.isoformat()} {source}"
    return None, None


def most_of(plan: Plan, currency: str) -> int:
    """The largest sum of one gift in a currency, in its minor units: what MOST is at the plan's rate."""
    for rate in plan.cash.rates if plan.cash else ():
        if rate.currency == currency != "VND":
            return min(MOST * rate.per * int(10 ** texts.digits_of(currency)) // rate.dong, HUGE)
    return MOST


async def lateness(tx: World, unit: int | None) -> bool:
    """Whether the gift is late; raises Refused where the drive does not take it."""
    state = drives.state_of(tx.plan, tx.now)
    if state == "before":
        raise Refused(_("The drive opens on {day}. Please come back then.", day=tx.plan.window.opens))
    if state == "after" and tx.plan.window.late == "refuse":
        raise Refused(
            _("The drive has closed, so new gifts are no longer taken. Thank you for thinking of the children.")
        )
    if unit is not None and not await takes_part(tx, unit):
        raise Refused(_("That unit does not take part in this drive."))
    return state == "after"


def write_pledge(
    tx: World,
    kind: str,
    *,
    donor: str,
    name: str,
    unit: int | None,
    origin: GiftOrigin,
    cash: Cash | None = None,
    reminded: bool = True,
) -> tuple[int, str]:
    """Writes a new pledge of the actor's down; returns (its number, its code)."""
    number, code = new_id(), codes.new_code(tx.plan.code_prefix)
    vnd, rate = converted(tx.plan, cash) if cash else (None, None)
    reminders = tx.plan.pledge_reminders
    first = tx.now + timedelta(days=reminders.first_after_days)
    tx.work.add(
        pledges,
        id=number,
        code=code,
        drive=tx.drive,
        contact_id=tx.actor.id,
        kind=kind,
        donor=donor,
        donor_name=name,
        unit_id=unit,
        through=origin.through[:LONGEST_ORIGIN] or None,
        giving_from=origin.giving_from[:LONGEST_ORIGIN] or None,
        minor=cash.minor if cash else None,
        currency=cash.currency if cash else None,
        vnd=vnd,
        rate=rate,
        status="promised",
        made_at=tx.now,
        ended_at=None,
        reminded=0,
        remind_at=first if reminded and reminders.most else None,
    )
    return number, code


@deed("pledge.cash")
async def add_cash_pledge(
    tx: World, *, cash: Cash, donor: str, name: str, unit: int | None, origin: GiftOrigin = UNSAID
) -> Pledge:
    """Writes a pledge of money down; raises Refused outside the window or the plan's bounds."""
    terms = tx.plan.cash
    if terms is None or cash.currency not in terms.currencies:
        raise Refused(_("This drive does not take money in that currency."))
    vnd, _rate = converted(tx.plan, cash)
    if cash.minor <= 0 or (vnd is not None and vnd < terms.least):
        raise Refused(_("The smallest sum is {least}.", least=Cash(terms.least)))
    if cash.minor > (most := most_of(tx.plan, cash.currency)):
        raise Refused(_("The largest sum is {most}.", most=Cash(most, cash.currency)))
    late = await lateness(tx, unit)
    _number, code = write_pledge(tx, "cash", donor=donor, name=name, unit=unit, origin=origin, cash=cash)
    tx.work.tally(tx.drive, tallies.period_at(tx.plan, tx.now), unit or 0, "cash", 1, vnd or 0)
    return Pledge(code, "cash", "promised", tx.now, cash, vnd, late=late)


@deed("pledge.devices")
async def add_device_pledge(
    tx: World,
    *,
    goods: list[PledgedGoods],
    delivery: Delivery,
    donor: str,
    name: str,
    unit: int | None,
    origin: GiftOrigin = UNSAID,
) -> Pledge:
    """Writes a pledge of things down; raises Refused for what the catalogue does not hold, or a slot that is full."""
    catalogue = {item.key for item in tx.plan.catalogue}
    if not goods or any(thing.item not in catalogue or not 0 < thing.count <= 10_000 for thing in goods):
        raise Refused(_("This drive does not take such things."))
    late = await lateness(tx, unit)
    bring = delivery.way == "bring" and delivery.place is not None and delivery.slot is not None
    slot_at = await agreed(tx, delivery.place or "", delivery.slot or "") if bring else None
    pledge, code = write_pledge(tx, "devices", donor=donor, name=name, unit=unit, origin=origin)
    period = tallies.period_at(tx.plan, tx.now)
    for thing in goods:
        number = new_id()
        where = {"address": delivery.fetch_from, "phone": delivery.phone}
        hidden = tx.secrecy.hide(where, number) if delivery.way == "fetch" else None
        tx.work.add(
            pledge_goods,
            id=number,
            pledge_id=pledge,
            item=thing.item,
            count=thing.count,
            condition=msgspec.json.encode(thing.condition).decode(),
            photo=thing.photo,
            way=delivery.way,
            place=delivery.place,
            slot=delivery.slot,
            slot_at=slot_at,
            fetch_from=hidden,
        )
        tx.work.tally(tx.drive, period, unit or 0, thing.item, 1, thing.count)
    if delivery.way == "fetch":
        await fetch_asked_for(tx, code)
    return Pledge(code, "devices", "promised", tx.now, goods=goods, late=late)


@fact("pledge.mine")
async def my_pledges(tx: World, *, code: str = "", most: int = 20) -> list[Pledge]:
    """The actor's own pledges, the latest first; or the one with this code, if it is theirs."""
    statement = (
        select(pledges, units.c.name.label("unit"))
        .outerjoin(units, units.c.id == pledges.c.unit_id)
        .where(pledges.c.contact_id == tx.actor.id, pledges.c.drive == tx.drive)
    )
    if code:
        statement = statement.where(pledges.c.code == (codes.read_code(code, tx.plan.code_prefix) or ""))
    rows = await tx.work.rows(statement.order_by(pledges.c.id.desc()).limit(most))
    numbers = [row.id for row in rows]
    if not numbers:
        return []
    things = await tx.work.rows(select(pledge_goods).where(pledge_goods.c.pledge_id.in_(numbers)))
    goods: dict[int, list[PledgedGoods]] = {}
    delivery: dict[int, tuple[str, str]] = {}
    for thing in things:
        goods.setdefault(thing.pledge_id, []).append(PledgedGoods(thing.item, thing.count))
        delivery[thing.pledge_id] = thing.way, thing.slot or ""
    services = await services_of(tx, [row.id for row in rows if row.kind == "services"])
    bought = await bought_with(tx, [row.id for row in rows if row.kind == "cash"])
    paid, back, came = await paid_for(tx, numbers), await back_for(tx, numbers), await came_for(tx, list(goods))
    return [
        Pledge(
            row.code,
            row.kind,
            row.status,
            row.made_at,
            Cash(row.minor, row.currency) if row.minor else None,
            row.vnd,
            goods.get(row.id, []),
            row.unit or "",
            paid=paid.get(row.id),
            services=services.get(row.id, []),
            came=came.get(row.id, 0),
            way=delivery.get(row.id, ("", ""))[0],
            slot=delivery.get(row.id, ("", ""))[1],
            back=back.get(row.id),
            origin=GiftOrigin(row.through or "", row.giving_from or ""),
            bought=row.id in bought,
        )
        for row in rows
    ]


async def paid_for(tx: World, numbers: Sequence[int]) -> dict[int, Cash]:
    """What money has come in for pledges, by the pledge's number."""
    sums = select(receipts.c.pledge_id, receipts.c.currency, func.sum(receipts.c.minor))
    sums = sums.where(receipts.c.pledge_id.in_(numbers)).group_by(receipts.c.pledge_id, receipts.c.currency)
    return {pledge: Cash(int(sum), currency) for pledge, currency, sum in await tx.work.rows(sums)}


async def back_for(tx: World, numbers: Sequence[int]) -> dict[int, Cash]:
    """What money went back to the donors of pledges, by the pledge's number; only where some did."""
    sums = select(receipts.c.pledge_id, receipts.c.currency, func.sum(receipts.c.minor))
    sums = sums.where(receipts.c.pledge_id.in_(numbers), receipts.c.minor < 0)
    sums = sums.group_by(receipts.c.pledge_id, receipts.c.currency)
    return {pledge: Cash(-int(sum), currency) for pledge, currency, sum in await tx.work.rows(sums)}


def refunded() -> ColumnElement[bool]:
    """Whether money went back for an open pledge, so that nothing more is expected of it."""
    back = select(receipts.c.id).where(receipts.c.pledge_id == pledges.c.id, receipts.c.minor < 0)
    return (pledges.c.status == "promised") & back.exists()


async def came_for(tx: World, numbers: Sequence[int]) -> dict[int, int]:
    """How many devices have come in for pledges and are in the books, by the pledge's number."""
    if not numbers:
        return {}
    count = select(devices.c.pledge_id, func.count()).where(devices.c.pledge_id.in_(numbers))
    counted = count.where(devices.c.status != "withdrawn").group_by(devices.c.pledge_id)
    return {pledge: int(pieces) for pledge, pieces in await tx.work.rows(counted)}


async def services_of(tx: World, numbers: Sequence[int]) -> dict[int, list[PledgedService]]:
    """The services of pledges, by the pledge's number."""
    found: dict[int, list[PledgedService]] = {}
    if numbers:
        for row in await tx.work.rows(select(pledge_services).where(pledge_services.c.pledge_id.in_(numbers))):
            days = date.fromisoformat(row.valid_from), date.fromisoformat(row.valid_to)
            service = PledgedService(row.item, row.quota, row.beneficiaries, *days, row.worth)
            found.setdefault(row.pledge_id, []).append(service)
    return found


@deed("pledge.cancel")
async def cancel_pledge(tx: World, *, code: str) -> str:
    """Takes the actor's own pledge back, while it is still one; returns its code."""
    row = await require_own_pledge(tx, code)
    if row.status != "promised":
        raise Refused(_("{code} is no longer an open promise, so it cannot be cancelled.", code=codes.shown(row.code)))
    await take_back(tx, row)
    return row.code


async def take_back(tx: World, row: StoredPledge) -> None:
    """Ends an open pledge that is not kept; the running sums follow."""
    await tx.work.execute(
        update(pledges).where(pledges.c.id == row.id).values(status="cancelled", ended_at=tx.now, remind_at=None)
    )
    period, unit = tallies.period_at(tx.plan, tx.now), row.unit_id or 0
    if row.kind == "cash":
        tx.work.tally(tx.drive, period, unit, "cash", -1, -(row.vnd or 0))
    elif row.kind == "services":
        for service in (await services_of(tx, [row.id])).get(row.id, []):
            tx.work.tally(tx.drive, period, unit, service.item, -1, -service.quota)
    else:
        await fetch_called_off(tx, row)
        for thing in await tx.work.rows(select(pledge_goods).where(pledge_goods.c.pledge_id == row.id)):
            tx.work.tally(tx.drive, period, unit, thing.item, -1, -thing.count)


@deed("pledge.stop_reminding")
async def stop_reminding(tx: World, *, code: str) -> str:
    """Never reminds of this pledge again, of whatever drive it is, for the clock reminds of all; returns its code."""
    row = await require_own_pledge(tx, code, anywhere=True)
    await tx.work.execute(update(pledges).where(pledges.c.id == row.id).values(remind_at=None))
    return row.code
