"""The real app on a file of its own, with a clock moved by hand and messengers that only write down what they deliver.

    async with Rig(tmp_path) as rig:
        [question] = await rig.says("donor", "/goptien")
        await rig.press("donor", "100.000 đ")
        await rig.move("2021-09-28 08:00")
        assert rig.heard("contact-cao-vien")
        await rig.restart()

People of the plan are called by their keys and hold their roles already; any other name is a new visitor's chat. A
name with a colon, "telegram:an", is a chat on another messenger. The database is set up once and then copied.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import ExitStack, asynccontextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import select, update

from bot.app import App, open_database
from bot.bank.line import BankLine
from bot.chat.kind import File, folded
from bot.delivery import sender
from bot.demo import people as demo
from bot.demo.moved_clock import first_moment
from bot.feeds.payrolls import PayrollReader
from bot.feeds.statements import StatementReader
from bot.feeds.student_lists import StudentListReader
from bot.messages import Abilities, Accept, Failure, Incoming, Outgoing, Permanent
from bot.programme.calendar import drives, occasions
from bot.programme.people import invites
from bot.programme.plan import Plan, load_plan, plan_bytes
from bot.programme.students.list_verdicts import Verdicts, verdicts_of
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.secrecy import Secrecy
from bot.storage.tables import contacts, marks, metadata, units
from bot.storage.work import Work
from tests.support import postgres
from tests.support.hurry import hurried

SITE = "https://tiepsong.example.org"


class HandClock:
    """It is always the same moment, until somebody sets another."""

    def __init__(self, start: datetime):
        self.moment = start

    def __call__(self) -> datetime:
        return self.moment


class Recorder:
    """A messenger that delivers everything at once and keeps it, unless `failing` says otherwise for a chat."""

    abilities = Abilities(edit=True)

    def __init__(self, channel: str):
        self.channel = channel
        self.delivered: list[Outgoing] = []
        self.failing: dict[str, Failure] = {}
        self.files: dict[str, bytes] = {}

    async def start(self, accept: Accept) -> None: ...

    async def stop(self) -> None: ...

    async def fetch(self, ref: str, limit_bytes: int) -> bytes:
        if ref not in self.files or len(self.files[ref]) > limit_bytes:
            raise Permanent("no such file")
        return self.files[ref]

    async def forget(self, ref: str) -> None:
        self.files.pop(ref, None)

    async def deliver(self, message: Outgoing) -> str:
        if message.chat in self.failing:
            raise self.failing[message.chat]
        self.delivered.append(message)
        return f"m{len(self.delivered)}"

    async def edit(self, message: Outgoing, _earlier: Outgoing, _provider_id: str) -> str:
        return await self.deliver(message)


class Rig:
    """One running app; see above. `start` is a moment in the plan's own zone, by default the demonstration's first."""

    def __init__(
        self,
        folder: Path,
        plan: str = "thanh-oai",
        start: str = "",
        channels: Sequence[str] = ("web",),
        engine: str = "sqlite",
    ):
        self.engine, self._name = engine, ""
        self.settings = Settings(data_dir=folder / "data")
        self.plan = _plan(plan)
        self.zone = ZoneInfo(self.plan.time_zone)
        self.clock = HandClock(self._moment(start) if start else first_moment(self.plan))
        self.handlers = {channel: Recorder(channel) for channel in channels}
        self.language = "vi"
        self.languages: dict[str, str] = {}  # what a new visitor's messenger says they read, where not `language`
        self.names: dict[str, str] = {}  # what a visitor's messenger calls them
        self.groups: set[str] = set()
        self.app: App
        self.database: Database
        self.secrecy: Secrecy
        self.last: Incoming | None = None
        self._hurry = ExitStack()
        self._said = 0
        self._read: dict[tuple[str, str], int] = {}  # how many of a chat's messages were read

    async def __aenter__(self) -> Rig:
        new = not self.settings.data_dir.exists()
        if new:
            folder, name = await _template(self.plan.slug, self.engine)
            shutil.copytree(folder, self.settings.data_dir)
            if self.engine == "postgres":
                self._name = postgres.fresh(name)
                self.settings = msgspec.structs.replace(self.settings, database_url=postgres.url(self._name))
        self._hurry.enter_context(hurried())
        linger = sender.LINGER
        setattr(sender, "LINGER", 0.0)  # noqa: B010 - outcomes need not wait for others here
        self._hurry.callback(setattr, sender, "LINGER", linger)
        await self._open(new)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._hurry:
            await self.app.stop()
        if self._name:
            postgres.drop(self._name)

    async def restart(self) -> None:
        """Stops the app and starts another on the same database; what people have heard stays heard."""
        await self.app.stop()
        await self._open()

    async def _verdicts(self, number: int, place: int) -> Verdicts:
        return await self.app.ask(lambda tx: verdicts_of(tx, number, place))

    async def _keep(self, chat: str, name: str, content: bytes) -> str:
        """Keeps a file of the bot's own as the web's messenger keeps those it is sent."""
        recorder = next(iter(self.handlers.values()))
        ref = f"{recorder.channel}:{len(recorder.files):022}"
        recorder.files[ref] = content
        return ref

    async def _open(self, new: bool = False) -> None:
        self.database, self.secrecy = await open_database(self.settings)
        if new:  # nothing is due of the time before the start
            begun = marks.insert().values(name=f"clock:{self.plan.slug}", value=self.clock().isoformat())
            async with self.database.write() as connection:
                await connection.execute(begun)
        self.app = App(self.database, self.secrecy, {self.plan.slug: self.plan}, self.plan.slug, self.clock, SITE)
        for handler in self.handlers.values():
            self.app.add(handler)
        self.app.add(StatementReader(self.app.fetch, self.app.forget, self.clock))
        self.app.add(PayrollReader(self.app.fetch, self.app.forget, self.clock))
        self.app.add(StudentListReader(self.app.fetch, self.app.forget, self.clock, self._verdicts, self._keep))
        await self.app.start(tick=False)

    # --- people ---

    def chat(self, who: str) -> tuple[str, str]:
        """(channel, chat) of somebody."""
        channel, _colon, name = who.rpartition(":")
        mine = any(person.key == who and person.role != "donor" for person in self.plan.people)
        return channel or "web", f"demo-{who}" if mine else name

    def address(self, who: str) -> str:
        return ":".join(self.chat(who))

    async def reads(self, who: str, language: str) -> None:
        """From now on somebody is spoken to in this language."""
        self.languages[who] = language
        async with self.work() as work:
            mine = contacts.c.address == self.address(who)
            await work.execute(update(contacts).where(mine).values(language=language))

    async def invite(self, role: str, unit: str = "", **more: Any) -> str:
        """Makes an invitation and returns its code, as people see it."""
        async with self.work() as work:
            number = (await self.unit(work, unit)) if unit else None
            code = invites.make(work, self.secrecy, role=role, drive=self.plan.slug, unit=number, **more)
        return f"{code[:5]}-{code[5:]}"

    async def unit(self, work: Work, key: str) -> int:
        """The number of a unit of the plan."""
        return int((await work.one(select(units.c.id).where(units.c.key == key))).id)

    # --- talking ---

    def update(self, who: str, text: str | None = None, **more: Any) -> Incoming:
        """The next update of somebody, with an id of its own."""
        self._said += 1
        channel, chat = self.chat(who)
        return Incoming(
            channel=channel,
            chat=chat,
            id=more.pop("id", f"u{self._said}"),
            at=self.clock(),
            person=chat,
            name=self.names.get(who, ""),
            language=self.languages.get(who, self.language),
            group=who in self.groups,
            text=text,
            **more,
        )

    async def says(self, who: str, text: str | None = None, **more: Any) -> list[Outgoing]:
        """Somebody writes (or sends `photo`, `contact`, …); returns what they hear."""
        self.heard(who)
        await self.take(self.update(who, text, **more))
        return self.heard(who)

    async def press(self, who: str, label: str | int, back: int = 0) -> list[Outgoing]:
        """Somebody presses a button by its words or number, `back` messages with buttons before the last one."""
        return await self.says(who, button=self.button(who, label, back).data)

    def button(self, who: str, label: str | int, back: int = 0) -> Any:
        """A button of a message somebody has heard."""
        offered = [message for message in self.all_heard(who) if message.buttons][-1 - back]
        if isinstance(label, int):
            return offered.buttons[label - 1]
        labels = [folded(button.label) for button in offered.buttons]
        assert folded(label) in labels, f"no button {label!r} among {[button.label for button in offered.buttons]}"
        return offered.buttons[labels.index(folded(label))]

    async def sends(self, who: str, name: str, mime: str = "image/jpeg", size: int = 200_000) -> list[Outgoing]:
        """Somebody sends a file; a picture by its sort."""
        sort = "photo" if mime.startswith("image/") else "document"
        return await self.says(who, None, **{sort: File(f"web:{name}", name, mime, size)})

    async def take(self, update: Incoming) -> None:
        """An update comes in, and everything it causes goes out."""
        self.last = update
        await self.app.turn.accept(update)
        await self.idle()

    async def together(self, updates: Iterable[Incoming]) -> list[Any]:
        """Many updates come in at once and are taken in one turn; what `accept` gave or raised for each."""
        found = await asyncio.gather(*(self.app.turn.accept(update) for update in updates), return_exceptions=True)
        await self.idle()
        return found

    async def bank(self, minor: int, memo: str, **more: Any) -> None:
        """The drive's bank tells of money that came in, or, below zero, went out."""
        await self.take(self.bank_notice(minor, memo, **more))

    def bank_notice(self, minor: int, memo: str, **more: Any) -> Incoming:
        """The update by which it tells."""
        assert self.plan.cash is not None
        self._said += 1
        told = {
            "account": self.plan.cash.accounts[0].number,
            "reference": f"FT{self._said}",
            "at": self.clock(),
            **more,
        }
        line = BankLine(minor=minor, memo=memo, **told)
        id = f"{line.account}:{line.reference}:{self._said if more else ''}"
        about = {"line": msgspec.to_builtins(line)}
        return Incoming(channel="bank", chat=line.account, id=id, at=self.clock(), about=about)

    async def again(self) -> None:
        """The messenger delivers the last update once more."""
        assert self.last is not None
        await self.take(self.last)

    async def idle(self) -> None:
        """Waits until everything that can go out has gone out."""
        assert self.app.sender is not None
        await self.app.sender.idle()

    def all_heard(self, who: str) -> list[Outgoing]:
        """Every message somebody has ever got."""
        channel, chat = self.chat(who)
        return [message for message in self.handlers[channel].delivered if message.chat == chat]

    def heard(self, who: str) -> list[Outgoing]:
        """What somebody has got since this was last asked."""
        messages = self.all_heard(who)
        since = self._read.get(self.chat(who), 0)
        self._read[self.chat(who)] = len(messages)
        return messages[since:]

    # --- time ---

    def _moment(self, text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=self.zone)

    async def move(self, to: str | datetime) -> None:
        """The clock moves on to a moment of the plan's zone, and everything due on the way happens in its order."""
        moment = self._moment(to) if isinstance(to, str) else to
        assert moment >= self.clock(), "the clock only moves on"
        for due in sorted({one.at for one in occasions.planned(self.plan, self.clock(), moment)}):
            self.clock.moment = due
            await self.app.clock.sweep()
        self.clock.moment = moment
        await self.app.clock.sweep()
        await self.idle()

    # --- the database ---

    @asynccontextmanager
    async def work(self) -> AsyncIterator[Work]:
        """The hands of deeds, in a transaction of their own."""
        async with self.database.write() as connection:
            work = Work(connection, self.clock())
            yield work
            await work.flush()

    async def rows(self, statement: Any) -> Sequence[Any]:
        """What a statement finds."""
        async with self.database.read() as connection:
            return (await connection.execute(statement)).all()

    @asynccontextmanager
    async def unwritten(self) -> AsyncIterator[None]:
        """Asserts that nothing at all is written meanwhile into the SQLite file, not even what stands there already."""
        await self.idle()
        async with self.database.reader.connect() as connection:
            raw: Any = (await connection.get_raw_connection()).driver_connection
            before = await (await raw.execute("PRAGMA data_version")).fetchone()
            yield
            await self.idle()
            assert await (await raw.execute("PRAGMA data_version")).fetchone() == before

    async def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows of all tables, opened, to compare two moments."""
        await self.idle()
        async with self.database.read() as connection:
            found = {name: (await connection.execute(select(table))).all() for name, table in metadata.tables.items()}
        return {name: sorted((tuple(row) for row in rows), key=repr) for name, rows in found.items()}


def said(messages: Sequence[Outgoing]) -> list[str]:
    """The words of messages."""
    return [message.text for message in messages]


@cache
def _plan(name: str) -> Plan:
    return load_plan(name)


_templates: dict[tuple[str, str], tuple[Path, str]] = {}
_shelf = tempfile.TemporaryDirectory(prefix="rig-", ignore_cleanup_errors=True)


async def _template(name: str, engine: str) -> tuple[Path, str]:
    """A folder and a database in which a plan is loaded and its people are at home, made once in a process."""
    if (name, engine) not in _templates:
        folder = Path(_shelf.name) / f"{name}-{engine}"
        kept = postgres.fresh() if engine == "postgres" else ""
        settings = Settings(data_dir=folder, database_url=postgres.url(kept) if kept else "")
        opened, _secrecy = await open_database(settings)
        plan = _plan(name)
        start = first_moment(plan)
        async with opened.write() as connection:
            work = Work(connection, start)
            await drives.load(work, plan, plan_bytes(name).decode())
            await work.flush()
        await demo.settle_in(opened, plan, start)
        await opened.close()
        _templates[name, engine] = (folder, kept)
    return _templates[name, engine]
