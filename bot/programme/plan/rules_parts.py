"""Rules of which parts of a plan need one another: modules, people, groups."""

from __future__ import annotations

from bot.chat.phrase import Phrase, _
from bot.programme.plan.findings import Findings
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


def check_parts(plan: Plan, found: Findings) -> None:
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


def _modules(plan: Plan, found: Findings) -> None:
    """Every module that is switched on has what it needs."""

    def lacking(what: Phrase, remedy: Phrase, section: str) -> None:
        found.tell(plan, "modules", what, remedy, also=[(section,)])

    for number, module in enumerate(plan.modules):
        if module in plan.modules[:number]:
            lacking(_("“{module}” stands twice.", module=module), _("Keep one of the two."), "modules")
        section = _SECTIONS.get(module)
        if section is not None and getattr(plan, section) is None:
            what = _("“{module}” is switched on, but the table [{section}] is missing.", module=module, section=section)
            lacking(what, _("Add the table, or take the word out of modules."), section)
    sorts = [item.sort for item in plan.catalogue]
    if "devices" in plan.modules and not any(sort != "service" for sort in sorts):
        what = _("“{module}” is switched on, but the catalogue has nothing for it.", module="devices")
        lacking(what, _("Add [[catalogue]] with the things that can be given."), "catalogue")
    if "services" in plan.modules and "service" not in sorts:
        what = _("“{module}” is switched on, but the catalogue has nothing for it.", module="services")
        lacking(what, _('Add [[catalogue]] with sort = "service".'), "catalogue")
    if "reports" in plan.modules and plan.units and not any(unit.reports for unit in plan.units):
        lacking(_("Reports are switched on, but no unit owes any."), _("Write reports = true with the units that do."), "units")


def _members(plan: Plan, found: Findings) -> None:
    """A group of units may not be empty."""
    kinds = {unit.kind for unit in plan.units}
    groups = [*plan.forwarding, *plan.duties, *(plan.consultation.groups if plan.consultation else ())]
    for group in groups:
        if not group.units_named and not kinds.intersection(group.kinds):
            found.tell(
                group,
                "",
                _("No unit belongs here."),
                _("Name units, or kinds of units that stand among the units."),
                also=[("units",)],
            )
