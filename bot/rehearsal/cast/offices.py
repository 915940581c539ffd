"""Who holds an office in the rehearsal: contacts and deputies, those of exempt units, officials and their group."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from bot.programme.plan import PlanUnit, members, reporters
from bot.rehearsal.fakes.names import Names
from bot.rehearsal.stage.person import Person
from bot.rehearsal.stage.town import Town


@dataclass
class Offices:
    """Everybody with an office, and the roles for which invitations are to be made."""

    contacts: dict[str, list[PlanUnit]] = field(default_factory=dict)  # by the contact's chat
    deputies: dict[str, PlanUnit] = field(default_factory=dict)
    exempt: dict[str, PlanUnit] = field(default_factory=dict)
    officials: list[str] = field(default_factory=list)
    roles: list[tuple[Person, str, str]] = field(default_factory=list)  # the person, the role, the unit's key


def open_offices(town: Town, names: Names, chance: Random) -> Offices:
    """Fills the offices of the plan. One unit stays without a contact, and one contact looks after two units."""
    offices = Offices()
    owing = reporters(town.plan)
    lonely, shared = chance.sample(range(1, len(owing)), 2) if len(owing) > 3 else (-1, -1)
    person: Person | None = None
    for number, unit in enumerate(owing):
        if number == lonely:
            continue
        if person is None or number != shared:
            person = town.add(f"contact-{unit.key}", names.person(), clumsy=0.12, plain=chance.random() < 0.2)
        offices.contacts.setdefault(person.chat, []).append(unit)
        offices.roles.append((person, "unit_contact", unit.key))
        if chance.random() < 0.3:
            deputy = town.add(f"deputy-{unit.key}", names.person(), clumsy=0.1)
            offices.deputies[deputy.chat] = unit
            offices.roles.append((deputy, "deputy", unit.key))
    for unit in (unit for unit in town.plan.units if unit.exempt):
        spared = town.add(f"exempt-{unit.key}", names.person())
        offices.exempt[spared.chat] = unit
        offices.roles.append((spared, "unit_contact", unit.key))
    for recipient in (recipient for recipient in town.plan.recipients if recipient.digest):
        for unit in members(town.plan, recipient.units, recipient.kinds):
            official = town.add(
                f"official-{unit.key}", names.person(), clumsy=0, language=chance.choice(("vi", "vi", "en"))
            )
            offices.officials.append(official.chat)
            offices.roles.append((official, recipient.role, unit.key))
    if offices.officials:
        group = town.add("group-officials", "Thường trực", group=True, clumsy=0)
        offices.roles.append((group, offices.roles[-1][1], offices.roles[-1][2]))
        offices.officials.append(group.chat)
    return offices
