"""Rules of the tree of units."""

from __future__ import annotations

from bot.chat.kind import folded
from bot.chat.phrase import _
from bot.programme.plan.findings import Faults
from bot.programme.plan.schema import Plan
from bot.programme.plan.units import PlanUnit


def check_units(plan: Plan, found: Faults) -> None:
    """Names, parents, circles, exemptions and succession."""
    _names(plan, found)
    _circles(plan, found)
    not_obliged = {kind for group in plan.asked if group.gives == "not_obliged" for kind in group.kinds}
    for unit in plan.units:
        if unit.exempt and unit.reports:
            found.tell(
                unit,
                "reports",
                _("“{name}” is exempt, so it cannot owe reports.", name=unit.name),
                _("Take out either exempt or reports."),
            )
        if unit.kind in not_obliged and not unit.exempt:
            found.tell(
                unit,
                "exempt",
                _("“{name}” is of a kind that is not obliged, but is not marked as exempt.", name=unit.name),
                _("Write exempt = true."),
                also=[found.path(unit, "kind")],
            )
        if unit.valid_from and unit.valid_to and unit.valid_to < unit.valid_from:
            found.tell(
                unit,
                "valid_to",
                _("“{name}” ends before it begins.", name=unit.name),
                _("Write a last day after valid_from."),
                also=[found.path(unit, "valid_from")],
            )
        if unit.successor and not unit.valid_to:
            found.tell(
                unit,
                "successor",
                _("“{name}” has a successor but no last day.", name=unit.name),
                _("Write its last day: valid_to = 2025-06-30."),
                also=[found.path(unit, "valid_to")],
            )


def _names(plan: Plan, found: Faults) -> None:
    """Brothers of the same time must be told apart by name, however it is typed."""
    taken: dict[tuple[str | None, str], list[PlanUnit]] = {}
    for unit in plan.units:
        for number, name in enumerate((unit.name, *unit.aliases)):
            brothers = taken.setdefault((unit.parent, folded(name)), [])
            if folded(name) and any(other is not unit and _together(other, unit) for other in brothers):
                found.tell(
                    unit,
                    "aliases" if number else "name",
                    _("Another unit beside it is called “{name}” too.", name=name),
                    _("Give each its own name, or the last day of the earlier one."),
                )
            brothers.append(unit)


def _together(one: PlanUnit, other: PlanUnit) -> bool:
    """Whether two units exist at the same time."""
    return not (
        (one.valid_to and other.valid_from and one.valid_to < other.valid_from)
        or (other.valid_to and one.valid_from and other.valid_to < one.valid_from)
    )


def _circles(plan: Plan, found: Faults) -> None:
    """No unit may stand above itself, or come after itself."""
    parents = {unit.key: unit.parent for unit in plan.units}
    heirs = {unit.key: unit.successor for unit in plan.units}
    for unit in plan.units:
        if _returns(unit.key, parents):
            found.tell(
                unit,
                "parent",
                _("“{name}” stands above itself.", name=unit.name),
                _("Give it another parent, or take one of the parents in the circle out."),
            )
        if _returns(unit.key, heirs):
            found.tell(
                unit,
                "successor",
                _("“{name}” comes after itself.", name=unit.name),
                _("Name the unit that took its place."),
            )


def _returns(key: str, following: dict[str, str | None]) -> bool:
    """Whether the way from a key leads back to it."""
    now, seen = following.get(key), set[str]()
    while now is not None and now not in seen:
        if now == key:
            return True
        seen.add(now)
        now = following.get(now)
    return False
