"""The demonstration: fictional people who hold their roles already, and a clock that can be moved forward."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.handlers.web.people import DemoPart
from bot.programme.people import invites
from bot.programme.plan import Plan
from bot.programme.plan.identity import DemoPerson
from bot.storage import talks
from bot.storage.database import Database
from bot.storage.tables import contacts, marks, units
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


class DemoClock:
    """The machine's clock, set to another day and moved by hand; never backwards."""

    def __init__(self, start: datetime):
        self._base, self._since = start, time.monotonic()

    def __call__(self) -> datetime:
        return self._base + timedelta(seconds=time.monotonic() - self._since)

    def set(self, to: datetime) -> None:
        """Moves to a later moment."""
        if to > self():
            self._base, self._since = to, time.monotonic()


def first_moment(plan: Plan) -> datetime:
    """Where a demonstration begins: the Monday before the second report is due, at nine, so that a Tuesday is near."""
    zone = ZoneInfo(plan.time_zone)
    opens = plan.window.opens.astimezone(zone)
    monday = opens + timedelta(days=(7 - opens.weekday()) % 7 or 7)
    return monday.replace(hour=9, minute=0, second=0, microsecond=0)


def target(step: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Where a button of the demonstration's bar moves the clock to."""
    local = now.astimezone(zone)
    if step == "hour":
        return now + timedelta(hours=1)
    if step == "tomorrow":
        return (local + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    hour, minute = (8, 0) if step == "tuesday-morning" else (17, 35)
    to = (local + timedelta(days=(1 - local.weekday()) % 7)).replace(hour=hour, minute=minute, second=0, microsecond=0)
    return to if to > local else to + timedelta(days=7)


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


async def remembered(database: Database, start: datetime) -> datetime:
    """Where the demonstration's clock was left."""
    async with database.read() as connection:
        kept = (await connection.execute(select(marks.c.value).where(marks.c.name == "demo_clock"))).scalar()
    return datetime.fromisoformat(kept) if kept else start


async def remember(database: Database, now: datetime) -> None:
    """Keeps where the demonstration's clock is."""
    async with database.write() as connection:
        work = Work(connection, now)
        new = work.upsert(marks).values(name="demo_clock", value=now.isoformat())
        await work.execute(new.on_conflict_do_update(index_elements=["name"], set_={"value": now.isoformat()}))
