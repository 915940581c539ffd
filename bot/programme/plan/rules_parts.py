"""Rules of which parts of a plan need one another: modules, people, groups."""

from __future__ import annotations

from bot.chat.phrase import _
from bot.programme.plan.findings import Faults
from bot.programme.plan.gifts import Forwarding
from bot.programme.plan.identity import Duty
from bot.programme.plan.lines import Path
from bot.programme.plan.rounds import Group
from bot.programme.plan.schema import Plan
from bot.programme.plan.terms import ROLES_WITHOUT_UNIT

_SECTIONS = {
    "cash": "cash",
    "students": "students",
    "wishes": "wishes",
    "reports": "reporting",
    "consultation": "consultation",
    "volunteers": "volunteers",
}


def check_parts(plan: Plan, found: Faults) -> None:
    """Modules with their sections, lists with their members, people with their units."""
    _modules(plan, found)
    _members(plan, found)
    for person in plan.people:
        if person.unit is None and person.role not in ROLES_WITHOUT_UNIT:
            found.tell(
                person,
                "unit",
                _("“{name}” has a role that belongs to a unit.", name=person.name),
                _('Name the unit, e.g. unit = "xa-cao-vien".'),
                also=[found.path(person, "role")],
            )


def _modules(plan: Plan, found: Faults) -> None:
    """Every module that is switched on has what it needs."""
    sorts = {item.sort for item in plan.catalogue}
    for number, module in enumerate(plan.modules):
        where: Path = ("modules", number)
        section = _SECTIONS.get(module)
        if module in plan.modules[:number]:
            found.tell(plan, where, _("“{module}” stands twice.", module=module), _("Keep one of the two."))
        elif section is not None and getattr(plan, section) is None:
            found.tell(
                plan,
                where,
                _("“{module}” is switched on, but the table [{section}] is missing.", module=module, section=section),
                _("Add the table, or take the word out of modules."),
                also=[(section,)],
            )
        elif (module == "devices" and not sorts - {"service"}) or (module == "services" and "service" not in sorts):
            found.tell(
                plan,
                where,
                _("“{module}” is switched on, but the catalogue has nothing for it.", module=module),
                _('Add [[catalogue]] with the things, or with sort = "service" for services.'),
                also=[("catalogue",), *(found.path(item, "sort") for item in plan.catalogue)],
            )
        elif module == "reports" and not any(unit.reports for unit in plan.units):
            found.tell(
                plan,
                where,
                _("“{module}” is switched on, but no unit owes any.", module=module),
                _("Write reports = true with the units that do."),
                also=[("units",), *(found.path(unit, "reports") for unit in plan.units)],
            )


def _members(plan: Plan, found: Faults) -> None:
    """A group of units may not be empty."""
    kinds = {unit.kind for unit in plan.units}
    groups: list[Forwarding | Duty | Group] = [
        *plan.forwarding,
        *plan.duties,
        *(plan.consultation.groups if plan.consultation else ()),
    ]
    for group in groups:
        if not group.units and not kinds.intersection(group.kinds):
            found.tell(
                group,
                "",
                _("No unit belongs here."),
                _("Name units, or kinds of units that stand among the units."),
                also=[
                    *(found.path(group, "kinds", number) for number in range(len(group.kinds))),
                    *(found.path(unit, "kind") for unit in plan.units),
                ],
            )
