"""A drive for tests: the real app on a file, a clock that stands still, a messenger that writes down what it delivers.

async with Drive(template) as drive:
    contact = await drive.holds("chat-1", "unit_contact", "cao-vien")
    await drive.move("2021-09-27 16:00")
    assert drive.heard("chat-1")
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select

from bot.app import App, open_database
from bot.messages import Abilities, Accept, Failure, Incoming, Outgoing
from bot.programme.calendar import drives, occasions
from bot.programme.people import invites
from bot.programme.plan import Plan, load_plan, plan_bytes
from bot.rehearsal.fakes.still_clock import StillClock
from bot.settings import Settings
from bot.storage import talks
from bot.storage.tables import contacts, outbox, reminders, units
from bot.storage.work import Work
from tests.support.hurry import hurried

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PLAN = load_plan("thanh-oai")


def at(moment: str) -> datetime:
    """A moment of Thanh Oai: "2021-09-27 16:00"."""
    return datetime.fromisoformat(moment).replace(tzinfo=ZONE)


async def prepare(folder: Path, plan: str = "thanh-oai") -> Path:
    """A folder with a database in which the plan is loaded; made once, copied for every test."""
    database, _secrecy = await open_database(Settings(data_dir=folder))
    async with database.write() as connection:
        work = Work(connection, load_plan(plan).window.opens - timedelta(days=1))
        await drives.load(work, load_plan(plan), plan_bytes(plan).decode())
        await work.flush()
    await database.close()
    return folder


class Paper:
    """Delivers everything, unless a chat's `trouble` says otherwise."""

    abilities = Abilities()

    def __init__(self, channel: str) -> None:
        self.channel = channel
        self.out: list[Outgoing] = []
        self.trouble: dict[str, Failure] = {}

    async def start(self, accept: Accept) -> None: ...

    async def stop(self) -> None: ...

    async def deliver(self, message: Outgoing) -> str:
        if message.chat in self.trouble:
            raise self.trouble[message.chat]
        self.out.append(message)
        return f"p{message.id}"


class Drive:
    """The app and what surrounds it."""

    def __init__(self, template: Path, folder: Path, plan: Plan = PLAN, now: str = "2021-09-23 08:00",
                 channel: str = "paper"):  # fmt: skip
        self.folder, self.plan, self.clock = folder, plan, StillClock(at(now))
        if not (folder / "data.key").exists():
            shutil.copytree(template, folder, dirs_exist_ok=True)
        self.paper, self._number, self._hurry = Paper(channel), 0, ExitStack()

    async def __aenter__(self) -> Drive:
        self._hurry.enter_context(hurried())
        database, secrecy = await open_database(Settings(data_dir=self.folder))
        self.app = App(database, secrecy, {self.plan.slug: self.plan}, self.plan.slug, self.clock)
        self.app.add(self.paper)
        await self.app.start(tick=False)
        return self

    async def __aexit__(self, *_why: object) -> None:
        with self._hurry:
            await self.app.stop()

    async def holds(self, chat: str, role: str, unit: str | None = None, group: bool = False) -> int:
        """Gives a chat a role in a unit; returns its contact's number."""
        async with self.app.database.write() as connection:
            work = Work(connection, self.clock())
            address = f"{self.paper.channel}:{chat}"
            contact = (await talks.load(work, [address])).get(address) or talks.greet(
                work, channel=self.paper.channel, chat=chat, name="Nguyễn Văn Thử", language="en", group=group
            )
            row = await work.one(select(units.c.id).where(units.c.key == unit)) if unit else None
            await invites.grant(work, person=contact.person_id, contact=contact.id, role=role, drive=self.plan.slug,
                                unit=row.id if row else None)  # fmt: skip
            await work.flush()
        return contact.id

    async def say(self, chat: str, *texts: str) -> list[Outgoing]:
        """Somebody writes; returns the answers to the last text."""
        for text in texts:
            before = len(self.paper.out)
            self._number += 1
            await self.app.turn.accept(
                Incoming(
                    channel=self.paper.channel,
                    chat=chat,
                    id=f"u{self._number}",
                    at=self.clock(),
                    text=text,
                    language="en",
                )
            )
            await self.carried()
        return [message for message in self.paper.out[before:] if message.chat == chat]

    async def report(self, chat: str) -> None:
        """A unit's contact hands the report in: three taps."""
        await self.say(chat, "/weekly_report", "1", "skip", "skip")

    async def give(self, chat: str, sum: str, unit: str = "No unit") -> None:
        """A donor pledges money, without a name; `unit` is a part of a unit's name, whose first match is taken."""
        await self.say(chat, "/give_cash", sum, "4", unit, *(["1"] if unit != "No unit" else []), "1")

    async def move(self, to: str) -> None:
        """Time passes, and the clock looks at everything in time, as it does when the app runs."""
        for moment in sorted({due.at for due in occasions.planned(self.plan, self.clock(), at(to))}):
            self.clock.set(moment)
            await self.app.clock.sweep()
        await self.jump(to)

    async def jump(self, to: str) -> None:
        """Time passes unseen, as in an outage; then the clock looks once."""
        self.clock.set(at(to))
        await self.app.clock.sweep()
        await self.carried()

    async def carried(self) -> None:
        """The sender has carried out what it was given; a delivery here takes one step of the loop."""
        for _step in range(10):
            await asyncio.sleep(0)

    async def settled(self) -> None:
        """The sender has also written down how the deliveries ended."""
        assert self.app.sender is not None
        await self.app.sender.idle()

    async def rows(self, statement: Select[Any]) -> Sequence[Any]:
        async with self.app.database.read() as connection:
            found: Sequence[Any] = (await connection.execute(statement)).all()
            return found

    async def ledger(self, occasion: str = "") -> list[tuple[str, str, str | None, str | None]]:
        """The reminder ledger: (occasion, state, why, chat), in order."""
        statement = (
            select(reminders.c.occasion, reminders.c.state, reminders.c.why, contacts.c.chat)
            .outerjoin(contacts, contacts.c.id == reminders.c.contact_id)
            .where(reminders.c.occasion.contains(occasion))
            .order_by(reminders.c.id)
        )
        return [tuple(row) for row in await self.rows(statement)]

    async def laid(self, chat: str) -> int:
        """How many messages were ever laid into the outbox for a chat."""
        return len(await self.rows(select(outbox.c.id).where(outbox.c.chat == chat)))

    def heard(self, chat: str, words: str = "") -> list[Outgoing]:
        """What a chat was sent that holds these words."""
        return [message for message in self.paper.out if message.chat == chat and words in message.text]

    def clear(self) -> None:
        self.paper.out.clear()
