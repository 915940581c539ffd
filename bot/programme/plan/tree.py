"""Questions to a plan about its units; all answers keep the order of the file."""

from __future__ import annotations

from datetime import date

from bot.programme.plan.schema import Plan
from bot.programme.plan.units import PlanUnit


def unit_of(plan: Plan, key: str) -> PlanUnit:
    """The unit of a key; raises KeyError."""
    for unit in plan.units:
        if unit.key == key:
            return unit
    raise KeyError(key)


def units_under(plan: Plan, key: str) -> list[PlanUnit]:
    """All units below one, at any depth, without itself; raises KeyError for an unknown key."""
    inside = {unit_of(plan, key).key}
    waiting, grown = [unit for unit in plan.units if unit.parent is not None], True
    while grown:
        below = {unit.key for unit in waiting if unit.parent in inside}
        grown = not below <= inside
        inside |= below
    return [unit for unit in waiting if unit.key in inside and unit.key != key]


def units_above(plan: Plan, key: str) -> list[PlanUnit]:
    """The units above one, the nearest first; raises KeyError for an unknown key."""
    above, unit = list[PlanUnit](), unit_of(plan, key)
    while unit.parent is not None:
        unit = unit_of(plan, unit.parent)
        above.append(unit)
    return above


def units_on(plan: Plan, day: date) -> list[PlanUnit]:
    """The units that exist on a day."""
    return [
        unit
        for unit in plan.units
        if (unit.valid_from is None or unit.valid_from <= day) and (unit.valid_to is None or day <= unit.valid_to)
    ]


def reporters(plan: Plan) -> list[PlanUnit]:
    """The units that owe reports; never an exempt one."""
    return [unit for unit in plan.units if unit.reports and not unit.exempt]


def members(plan: Plan, units: tuple[str, ...], kinds: tuple[str, ...]) -> list[PlanUnit]:
    """The units meant by a list of keys and kinds, each once."""
    return [unit for unit in plan.units if unit.key in units or unit.kind in kinds]


def forwards_to(plan: Plan, key: str, what: str) -> PlanUnit | None:
    """To whom a unit hands on "cash" or "goods"; None where it keeps or uses them itself."""
    unit = unit_of(plan, key)
    for rule in plan.forwarding:
        if what in rule.what and rule.to != key and (key in rule.units or unit.kind in rule.kinds):
            return unit_of(plan, rule.to)
    return None


def owes_day_pay(plan: Plan, key: str) -> bool:
    """Whether a unit's staff is asked for at least one day's pay; never that of an exempt unit."""
    unit = unit_of(plan, key)
    return not unit.exempt and any(g.gives == "one_day_pay" and unit.kind in g.kinds for g in plan.asked)
