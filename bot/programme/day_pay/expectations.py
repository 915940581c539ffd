"""The one day's pay of a unit: what is expected of all its people together, what was pledged and came in.

Of a unit only three numbers are kept: how many people it has, what one day's pay of all of them is together, and how
many took part. What somebody earns, or gave, is in none of them.
"""

from __future__ import annotations

from typing import Final

import msgspec
from sqlalchemy import func, select

from bot.chat.kinds.payroll import one_day
from bot.chat.phrase import _
from bot.chat.words import Refused, deed, fact
from bot.programme.ledger import tallies
from bot.programme.ledger.tallies import Sum
from bot.programme.people.notices import notices_for
from bot.programme.people.roles import held_by, require
from bot.programme.people.units import UnitChoice, stands_on, successors
from bot.programme.plan import Plan
from bot.programme.world import World
from bot.storage.rows.people import StoredUnit
from bot.storage.tables import expectations, units
from bot.storage.tables import tallies as tally_rows

DAY_PAY_ROLES: Final = ("unit_contact", "deputy", "manager", "accountant")
LINK: Final = "u-"
"""What a unit's own deep link begins with; its key follows, so that it is at most 50 letters, digits and hyphens."""
MOST_PEOPLE: Final = 1_000_000
MOST_EXPECTED: Final = 10**15


class UnitDayPay(msgspec.Struct, frozen=True):
    """A unit's day's pay as its contact sees it; sums in đồng, `expected` 0 where nobody has worked it out."""

    unit: int
    name: str
    link: str  # the unit's own link, or only what stands behind /start where the site has no address
    exempt: bool
    asked: bool  # whether the plan asks its people for a day's pay
    divisor: int  # working days of a month; 0 where the drive knows no day's pay
    head_count: int
    expected: int
    own: bool  # whether head count and sum are the unit's own, not the plan's
    took_part: int
    gifts: int
    pledged: int = msgspec.field(name="promised")
    received: int


class DayPayFigures(msgspec.Struct, frozen=True):
    """What a unit is expected to give together, and how many of its people took part."""

    head_count: int
    expected: int
    took_part: int
    own: bool


def asked_for_day_pay(plan: Plan, kind: str, exempt: bool) -> bool:
    """Whether the staff of a unit of this kind is asked for a day's pay; never that of an exempt unit."""
    return not exempt and any(group.gives == "one_day_pay" and kind in group.kinds for group in plan.asked)


def planned(plan: Plan) -> dict[str, DayPayFigures]:
    """What the plan itself expects, by the unit's key, of units whose head count and average day's pay it gives."""
    return {
        unit.key: DayPayFigures(unit.head_count, unit.head_count * unit.day_pay, 0, own=False)
        for unit in plan.units
        if unit.head_count and unit.day_pay
    }


async def sums_of(tx: World, wanted: list[int]) -> dict[int, tuple[Sum, Sum]]:
    """(pledged, received) money by unit, in đồng; units without any are left out."""
    statement = (
        select(tally_rows.c.unit_id, tally_rows.c.item, func.sum(tally_rows.c.gifts),
               *tallies.exact(tally_rows.c.amount))
        .where(tally_rows.c.drive == tx.drive, tally_rows.c.item.in_(("cash", tallies.RECEIVED)),
               tally_rows.c.unit_id.in_(wanted))
        .group_by(tally_rows.c.unit_id, tally_rows.c.item)
    )  # fmt: skip
    found: dict[int, dict[str, Sum]] = {}
    for unit, item, gifts, high, low in await tx.work.rows(statement):
        found.setdefault(unit, {})[item] = Sum(int(gifts), tallies.whole(high, low))
    return {unit: (sums.get("cash", Sum()), sums.get(tallies.RECEIVED, Sum())) for unit, sums in found.items()}


@fact("day_pay.mine", was="desk.mine")
async def day_pay_units(tx: World) -> dict[str, str]:
    """The units whose day's pay the actor sees to: names by number."""
    held = await held_by(tx, tx.actor.person_id)
    return {str(one.unit): one.unit_name for one in held if one.role in DAY_PAY_ROLES and one.unit is not None}


@fact("desk.of")
async def day_pay_of(tx: World, *, unit: int) -> UnitDayPay:
    """One unit's day's pay; raises Refused for whoever does not see to it."""
    await require(tx, unit, *DAY_PAY_ROLES)
    row = await tx.work.one(select(units).where(units.c.id == unit))
    figures = await _figures(tx, row) or DayPayFigures(row.head_count or 0, 0, 0, own=False)
    pledged, received = (await sums_of(tx, [unit])).get(unit, (Sum(), Sum()))
    day_pay = tx.plan.cash.one_day_pay if tx.plan.cash else None
    link = f"{tx.site}/chat?start={LINK}{row.key}" if tx.site else LINK + row.key
    return UnitDayPay(
        unit,
        row.name,
        link,
        row.exempt,
        asked_for_day_pay(tx.plan, row.kind, row.exempt),
        day_pay.divisor if day_pay else 0,
        figures.head_count,
        0 if row.exempt else figures.expected,
        figures.own,
        figures.took_part,
        pledged.gifts,
        pledged.amount,
        received.amount,
    )


async def _figures(tx: World, unit: StoredUnit) -> DayPayFigures | None:
    """What the unit worked out, else what the plan gives."""
    row = await tx.work.one(
        select(expectations).where(expectations.c.drive == tx.drive, expectations.c.unit_id == unit.id)
    )
    if row is not None:
        return DayPayFigures(row.head_count, row.expected, row.took_part, own=True)
    return planned(tx.plan).get(unit.key)


async def _own_unit(tx: World, unit: int) -> StoredUnit:
    """The unit whose day's pay the actor sees to; raises Refused where it has no target."""
    await require(tx, unit, *DAY_PAY_ROLES)
    row: StoredUnit = await tx.work.one(select(units).where(units.c.id == unit))
    if row.exempt:
        raise Refused(_("{unit} is not asked for a day's pay, so it needs no target.", unit=row.name))
    return row


async def _write(tx: World, unit: int, figures: DayPayFigures) -> None:
    values = {"head_count": figures.head_count, "expected": figures.expected, "took_part": figures.took_part,
              "contact_id": tx.actor.id, "made_at": tx.now}  # fmt: skip
    new = tx.work.upsert(expectations).values(drive=tx.drive, unit_id=unit, **values)
    await tx.work.execute(new.on_conflict_do_update(index_elements=["drive", "unit_id"], set_=values))


@deed("desk.set")
async def set_target(tx: World, *, unit: int, head_count: int, expected: int) -> None:
    """Keeps a unit's head count and what one day's pay of all its people is together, in đồng; nothing else."""
    row = await _own_unit(tx, unit)
    if not (0 < head_count <= MOST_PEOPLE and 0 < expected <= MOST_EXPECTED):
        raise Refused(_("Please check the number of people and the sum."))
    before = await _figures(tx, row)
    took_part = min(before.took_part if before else 0, head_count)
    await _write(tx, unit, DayPayFigures(head_count, expected, took_part, own=True))


@deed("desk.took_part")
async def set_took_part(tx: World, *, unit: int, people: int) -> int:
    """Keeps how many of a unit's people took part; returns its head count."""
    figures = await _figures(tx, await _own_unit(tx, unit))
    if figures is None:
        raise Refused(_("Please say first how many people the unit has."))
    if not 0 <= people <= figures.head_count:
        raise Refused(_("The unit has {n} people. Please write a number up to that.", n=figures.head_count))
    await _write(tx, unit, msgspec.structs.replace(figures, took_part=people))
    return figures.head_count


@fact("desk.together")
async def together(tx: World, *, total: int) -> int:
    """One day of a sum of monthly pays by the plan's working days, in đồng; 0 where the drive knows no day's pay."""
    day_pay = tx.plan.cash.one_day_pay if tx.plan.cash else None
    return one_day(total, day_pay.divisor) if day_pay else 0


@fact("unit.of_link")
async def unit_of_link(tx: World, *, argument: str) -> UnitChoice | None:
    """The unit that a deep link names, or its successor where it has ended; None for no such unit."""
    key = argument.strip().lower().removeprefix(LINK)
    row = await tx.work.one(select(units).where(units.c.drive == tx.drive, units.c.key == key))
    if row is not None and not stands_on(row, tx.today):
        heir = (await successors(tx)).get(row.id)
        row = await tx.work.one(select(units).where(units.c.id == heir))
    if row is None:
        return None
    return UnitChoice(row.id, row.name, [told for told in notices_for(tx.plan, [row.key]) if told.holds(tx.now)])
