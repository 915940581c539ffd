"""The bot as its operator runs it: set up, started, looked after by its clock, stopped, started again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import event, select

from bot.app import App, open_database
from bot.programme.calendar import drives
from bot.programme.people import invites
from bot.programme.plan import Plan
from bot.programme.world import World
from bot.rehearsal.fakes.bank import Bank
from bot.rehearsal.fakes.messenger import Post
from bot.rehearsal.fakes.statement_reader import WatchedReader
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.secrecy import Secrecy
from bot.storage.tables import units
from bot.storage.work import Work

T = TypeVar("T")
SITE: Final = "https://tiepsong.example.org"
QUIET_STEPS: Final = 4
"""So many steps of the event loop without a delivery mean that everything is delivered."""


class Service:
    """One app at a time on one folder; `app` is None while it is down."""

    def __init__(self, folder: Path, plan: Plan, source: str, now: Callable[[], datetime]):
        self.folder, self.plan, self.source, self.now = folder, plan, source, now
        self.posts: list[Post] = []
        self.bank: Bank | None = None
        self.reader: WatchedReader | None = None
        self.app: App | None = None
        self.starts = 0

    async def set_up(self, roles: list[tuple[str, str]]) -> list[str]:
        """Loads the plan and makes an invitation code for each (role, unit's key)."""
        database, secrecy = await self._open()
        async with database.write() as connection:
            work = Work(connection, self.now())
            await drives.load(work, self.plan, self.source)
            numbers = {row.key: row.id for row in await work.rows(select(units.c.key, units.c.id))}
            codes = [
                invites.make(work, secrecy, role=role, drive=self.plan.slug, unit=numbers.get(unit))
                for role, unit in roles
            ]
            await work.flush()
        await database.close()
        return codes

    async def start(self) -> None:
        """Starts the app on what the last one left."""
        database, secrecy = await self._open()
        self.app = App(database, secrecy, {self.plan.slug: self.plan}, self.plan.slug, self.now, site=SITE)
        for post in self.posts:
            self.app.add(post)
        if self.bank is not None:
            self.reader = WatchedReader(self.app.fetch, self.app.forget, self.now, self.bank.truth)
            self.app.add(self.reader)
            self.app.add(self.bank)
        self.starts += 1
        await self.app.start(tick=False)

    async def stop(self) -> None:
        """Stops the app; what it could not deliver stays in its outbox."""
        if self.app is not None:
            app, self.app = self.app, None
            await app.stop()

    async def look(self) -> None:
        """The app's clock looks whether something is due."""
        if self.app is not None:
            await self.app.clock.sweep()

    async def carry(self) -> None:
        """Everything said goes to the bot, and its answers come back."""
        await asyncio.gather(*(one.carry() for one in (*self.posts, *([self.bank] if self.bank else ()))))
        if self.app is not None:
            await self._delivered()

    async def settle(self) -> None:
        """Waits until the app has also written down how its deliveries ended."""
        if self.app is not None and self.app.sender is not None:
            await self.app.sender.idle()

    async def ask(self, fact: Callable[[World], Awaitable[T]]) -> T:
        """What the programme's books say."""
        assert self.app is not None
        found: T = await self.app.ask(fact)
        return found

    async def _delivered(self) -> None:
        quiet, before = 0, -1
        while quiet < QUIET_STEPS or self._at_work:
            await asyncio.sleep(0.001 if self._at_work else 0)
            count = sum(post.counts["delivered"] for post in self.posts)
            quiet = quiet + 1 if count == before else 0
            before = count

    @property
    def _at_work(self) -> bool:
        """Whether something is under way that takes the machine's time and not the rehearsal's."""
        sending = self.app is not None and self.app.sender is not None and self.app.sender.carrying
        return sending or (self.reader is not None and bool(self.reader.busy))

    async def _open(self) -> tuple[Database, Secrecy]:
        database, secrecy = await open_database(Settings(data_dir=self.folder))
        for engine in (database.writer, database.reader):
            event.listen(engine.sync_engine, "connect", _hurry)
        await database.close()  # so that no connection is older than the listener
        return database, secrecy


def _hurry(raw: Any, _record: Any) -> None:
    """The rehearsal's database is thrown away, so it need not wait for the disk."""
    raw.execute("PRAGMA synchronous=OFF").close()
