"""The demonstration's fictional people, who hold their roles already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import select

from bot.handlers.web.people import DemoPart
from bot.programme.people import invites
from bot.programme.plan import Plan
from bot.programme.plan.identity import DemoPerson
from bot.storage import talks
from bot.storage.database import Database
from bot.storage.tables import contacts, units
from bot.storage.work import Work

PARTS: Final[Mapping[str, Mapping[str, str]]] = {
    "donor": {"vi": "Nhà hảo tâm", "en": "Donor"},
    "school_contact": {"vi": "Giáo viên", "en": "Teacher"},
    "unit_contact": {"vi": "Đầu mối đơn vị", "en": "Unit contact"},
    "deputy": {"vi": "Đầu mối phó", "en": "Deputy"},
    "coordinator": {"vi": "Điều phối", "en": "Coordinator"},
    "accountant": {"vi": "Kế toán", "en": "Accountant"},
    "official": {"vi": "Lãnh đạo", "en": "Official"},
}
"""The parts one person may play, by role."""


def people(plan: Plan) -> dict[str, DemoPart]:
    """The parts of the bar: the donor has a chat of the visitor's own, the others one that is set up."""
    parts = {"donor": DemoPart(PARTS["donor"])}
    for person in plan.people:
        if person.role in PARTS and person.role != "donor" and person.role not in parts:
            parts[person.role] = DemoPart(PARTS[person.role], f"demo-{person.key}")
    return parts


async def settle_in(database: Database, plan: Plan, now: datetime, others: Iterable[DemoPerson] = ()) -> None:
    """Gives the plan's fictional people, and others, their web chats and roles; repeatable."""
    async with database.write() as connection:
        work = Work(connection, now)
        known = {row.address for row in await work.rows(select(contacts.c.address))}
        numbers = {
            row.key: row.id
            for row in await work.rows(select(units.c.key, units.c.id).where(units.c.drive == plan.slug))
        }
        for person in (*plan.people, *others):
            if person.role == "donor" or f"web:demo-{person.key}" in known:
                continue
            contact = talks.greet(
                work, channel="web", chat=f"demo-{person.key}", name=person.name, language=person.language, group=False
            )
            await invites.grant(
                work,
                person=contact.person_id,
                contact=contact.id,
                role=person.role,
                drive=plan.slug,
                unit=numbers.get(person.unit) if person.unit else None,
            )
        await work.flush()
