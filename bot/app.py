"""The one file that knows everybody: builds the parts, joins them, starts and drains them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from aiohttp import web
from sqlalchemy import select

from bot import texts
from bot.delivery.outbox_table import Postbox
from bot.delivery.pace import Pace
from bot.delivery.sender import Sender
from bot.feeds.old_files import FileSweeper
from bot.messages import Fetch, Handler, Outgoing, Permanent
from bot.programme.calendar.occasions import occasions
from bot.programme.plan import Plan, read_plan
from bot.programme.world import Now, World
from bot.settings import Settings
from bot.storage import history
from bot.storage.database import Database
from bot.storage.files_in_use import files_in_use
from bot.storage.ids import new_id
from bot.storage.marks import holds_data, own_key
from bot.storage.secrecy import Secrecy, key_from
from bot.storage.tables import drives
from bot.storage.upgrade import SEALED, head, revision, upgrade
from bot.storage.work import Work
from bot.turn.clock import Clock
from bot.turn.steadiness import Steadiness
from bot.turn.turn import Turn
from bot.web.descriptors import raise_limit
from bot.web.gate import Gate
from bot.web.visitor import Front

T = TypeVar("T")
log = logging.getLogger(__name__)


class NoDrive(Exception):
    """No plan is loaded, or several and none is chosen."""


def wall_clock() -> datetime:
    """The machine's own time."""
    return datetime.now(UTC)


async def open_database(settings: Settings, *, alone: bool = False) -> tuple[Database, Secrecy]:
    """The database, brought up to date, and the key to its personal data; with `alone` nobody else may serve it."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database)
    try:
        if alone:
            await database.hold.take()
        if await revision(database) is None:  # nothing there yet that would have to be sealed
            await upgrade(database)
        secrecy = Secrecy(key_from(settings.key_file, may_make=not await holds_data(database)))
        await own_key(database, secrecy, str(settings.key_file), wall_clock())
        database.unlock(secrecy)
        found = await upgrade(database)
        if database.sqlite and found is not None and found < SEALED:
            log.warning("the copy beside the database, …before-%s, holds names in clear: delete it soon", head())
        async with database.read() as connection:
            await new_id.go_on_from(connection)
    except BaseException:
        await database.close()
        raise
    return database, secrecy


async def loaded_plans(database: Database) -> dict[str, Plan]:
    """Every drive whose plan is loaded, by slug."""
    async with database.read() as connection:
        rows = (await connection.execute(select(drives.c.slug, drives.c.plan).order_by(drives.c.loaded_at))).all()
    return {slug: read_plan(plan) for slug, plan in rows}


def chosen(plans: Mapping[str, Plan], wanted: str) -> str:
    """The drive this bot serves."""
    if wanted and wanted not in plans:
        raise NoDrive(
            f"DRIVE is {wanted!r}, but no such plan is loaded; load it with: python -m bot plan load {wanted}.toml"
        )
    if not plans:
        raise NoDrive(
            "no drive is set up yet; write its plan (README, “Run a drive”) and load it: python -m bot plan load FILE"
        )
    if not wanted and len(plans) > 1:
        raise NoDrive(f"several drives are loaded ({', '.join(plans)}); choose one with DRIVE")
    return wanted or next(iter(plans))


class App:
    """The running bot. Handlers are given by the caller, so that tests and rehearsals bring their own."""

    def __init__(
        self,
        database: Database,
        secrecy: Secrecy,
        plans: Mapping[str, Plan],
        drive: str,
        now: Now = wall_clock,
        site: str = "",
    ):
        self.database, self.secrecy, self.plans, self.drive, self.now = database, secrecy, plans, drive, now
        self.site = site.rstrip("/")
        self.gate = Gate(Front(), raise_limit())
        self.handlers: dict[str, Handler] = {}
        self.paces: dict[str, Pace] = {}
        self.add(FileSweeper(lambda: self.ask(lambda tx: files_in_use(tx.work)), self._sweep))
        self.sender: Sender | None = None
        self.turn = Turn(
            database, plans, drive, secrecy, now, self._carry, occasions(), self.site, self._on_its_way, self.handlers
        )
        steadiness = Steadiness(now) if now is wall_clock else None
        self.clock = Clock(database, plans, now, self.turn.accept, self._wake, steadiness)
        self._turning: asyncio.Task[None] | None = None
        self._runner: web.AppRunner | None = None
        self._listener: asyncio.Server | None = None

    @property
    def plan(self) -> Plan:
        """The plan of the drive that is served."""
        return self.plans[self.drive]

    @property
    def plan_zone(self) -> ZoneInfo:
        """The time zone of the drive that is served."""
        return ZoneInfo(self.plan.time_zone)

    def add(self, handler: Handler, pace: Pace | None = None) -> None:
        """Adds a messenger, before the start."""
        self.handlers[handler.channel] = handler
        if pace is not None:
            self.paces[handler.channel] = pace

    def _carry(self, messages: Sequence[Outgoing]) -> None:
        if self.sender is not None:
            self.sender.offer(messages)

    def _on_its_way(self, channel: str, chat: str) -> bool:
        return self.sender is not None and self.sender.on_its_way(channel, chat)

    def _wake(self) -> None:
        if self.sender is not None:
            self.sender.wake()

    async def start(self, *, tick: bool = True) -> None:
        """Starts the heart, the sender, the messengers and, with `tick`, the clock."""
        self.sender = Sender(Postbox(self.database, self.now), self.handlers, self.paces, clock=self.now)
        await self.sender.load()
        self._turning = asyncio.create_task(self.turn.run())
        for handler in self.handlers.values():
            await handler.start(self.turn.accept)
        if tick:
            self.clock.start()

    async def serve(self, application: web.Application, host: str, port: int) -> int:
        """Opens the web server, behind the gate; returns its port."""
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=5)
        await self._runner.setup()
        server = self._runner.server
        assert server is not None
        self._listener = await asyncio.get_running_loop().create_server(self.gate.before(server), host, port)
        return int(self._listener.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Takes nothing more in, finishes what is under way, and closes; what is unsent stays in the outbox."""
        self.clock.stop()
        self.turn.close()
        if self._turning is not None:
            await self.turn.quiet()
            self._turning.cancel()
            await asyncio.gather(self._turning, return_exceptions=True)
        if self.sender is not None:
            await self.sender.drain()
        for handler in self.handlers.values():
            await handler.stop()
        if self._listener is not None:
            self._listener.close()
        if self._runner is not None:
            await self._runner.cleanup()
        await self.database.close()

    async def fetch(self, ref: str, most_bytes: int) -> bytes:
        """The bytes of a file that somebody sent, from the messenger that keeps it; raises Permanent."""
        fetch: Fetch | None = getattr(self.handlers.get(ref.partition(":")[0]), "fetch", None)
        if fetch is None:
            raise Permanent("no messenger keeps this file")
        return await fetch(ref, most_bytes)

    async def forget(self, ref: str) -> None:
        """Deletes a file that somebody sent, where the messenger that keeps it is ours; others keep their own."""
        forget = getattr(self.handlers.get(ref.partition(":")[0]), "forget", None)
        if forget is not None:
            await forget(ref)

    async def _sweep(self, in_use: Collection[str], before: datetime) -> None:
        """Deletes what is not in use, wherever a messenger of ours keeps files."""
        for handler in self.handlers.values():
            sweep = getattr(handler, "sweep", None)
            if sweep is not None:
                await sweep(in_use, before)

    async def ask(self, fact: Callable[[World], Awaitable[T]]) -> T:
        """What a fact of the programme says, outside any talk, from a reading connection."""
        async with self.database.read() as connection:
            work = Work(connection, self.now())
            return await fact(World(work, self.plans, self.drive, self.secrecy, site=self.site))

    async def act(self, contact: int | None, key: str, call: Callable[[World], Awaitable[T]]) -> T:
        """Does what somebody asks for outside any talk, once for each key; see Turn.act."""
        return await self.turn.act(contact, key, call)

    async def history(self, address: str, before: int | None, limit: int, since: int = 0) -> list[history.HistoryItem]:
        """What was said in a chat whose history we keep; with `since`, only what was changed after that message."""
        if since and before is not None:
            return await history.changed(self.database, address, before, since)
        return await history.page(self.database, address, before, limit)


def translate(language: str, source: str) -> str:
    """A sentence of the page's frame, its values still in braces."""
    return texts.catalog(language).gettext(source)


def files_of(settings: Settings) -> Path:
    """Where received files are kept."""
    return settings.data_dir / "files"
