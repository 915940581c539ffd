"""What every messenger must do, from a person's side: the real app behind it, and a messenger to talk through.

A messenger joins the suite as one subclass of `Messenger` (see messengers.py): how a person writes, presses and sends
there, and what they get to see. The app is the one `run` builds, with its turn, flows and sender, on its own database.
"""

from __future__ import annotations

import asyncio
import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot import texts
from bot.app import App
from bot.chat.phrase import Phrase
from bot.commands.run import build
from bot.messages import Button, Incoming, Lane
from bot.programme.people import invites
from bot.programme.world import World
from bot.settings import Settings
from bot.storage import talks
from bot.storage.tables import contacts, units
from bot.storage.work import Work
from tests.support.hurry import hurried

TODAY = datetime(2021, 9, 27, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
PATIENCE = 60.0
"""Real seconds until something that should come about has failed, on however busy a machine."""


def vi(said: Phrase | str) -> str:
    """A sentence as a Vietnamese reader sees it."""
    return texts.plain(said, "vi")


@dataclass(frozen=True)
class Message:
    """One message as its reader sees it: no markup; the buttons (or listed choices), the picture, document and name."""

    text: str
    buttons: Sequence[Button] = ()
    picture: bytes | None = None
    document: tuple[str, bytes] | None = None

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self.buttons]


class House:
    """The running app on a database in which the plan is loaded; can be shut and opened again."""

    def __init__(self, template: Path, folder: Path, **settings: Any):
        shutil.copytree(template, folder / "data")
        self.settings = Settings(data_dir=folder / "data", telegram_pace=0, **settings)
        self.app: App
        self._hurry = ExitStack()
        self.port = 0
        self.taken = 0  # updates committed
        self.refused = 0  # updates sent back because too many waited

    async def open(self, join: Callable[[App], None]) -> None:
        """Starts; `join` may add a messenger that `run` does not."""
        self._hurry.enter_context(hurried())
        self.app, application = await build(self.settings, lambda: TODAY)
        join(self.app)
        take = self.app.turn.accept

        async def counted(update: Incoming) -> None:
            try:
                await take(update)
            except BaseException:
                self.refused += 1
                raise
            self.taken += 1

        setattr(self.app.turn, "accept", counted)  # noqa: B010 - messengers without a sign of their own are counted
        await self.app.start(tick=False)
        self.port = await self.app.serve(application, "127.0.0.1", 0)

    async def close(self) -> None:
        with self._hurry:
            await self.app.stop()

    async def idle(self) -> None:
        """Waits until all that came in is done and all that it caused has gone out."""
        assert self.app.sender is not None
        await self.app.turn.quiet()
        await self.app.sender.idle()

    async def rows(self, statement: Any) -> Sequence[Any]:
        async with self.app.database.read() as connection:
            return (await connection.execute(statement)).all()

    async def tell(self, text: str, **more: Any) -> int:
        """Says something unasked to the one person there is; returns its number, as `World.send` does."""
        assert self.app.sender is not None
        async with self.app.database.write() as connection:
            work = Work(connection, TODAY)
            [row] = await work.rows(select(contacts.c.address))
            world = World(work, self.app.plans, self.app.drive, self.app.secrecy)
            [contact] = (await talks.load(work, [row.address])).values()
            number = world.send(contact, text, lane=Lane.NOTICE, numbered=False, **more)
            await work.flush()
        self.app.sender.offer(world.out)
        return number

    async def invite(self, role: str, unit: str) -> str:
        async with self.app.database.write() as connection:
            work = Work(connection, TODAY)
            row = await work.one(select(units.c.id).where(units.c.key == unit))
            code = invites.make(work, self.app.secrecy, role=role, drive=self.app.drive, unit=row.id)
            await work.flush()
        return code


class Messenger(ABC):
    """A person's end of one messenger; they read Vietnamese."""

    name: ClassVar[str]
    settings: ClassVar[dict[str, Any]] = {}
    """What switches the messenger on, besides what `House` sets."""
    buttons: ClassVar[bool] = True
    """Whether choices are buttons; else they are listed in the text."""
    repeats: ClassVar[bool] = True
    """Whether the messenger may deliver an update twice."""
    edits: ClassVar[bool] = True
    """Whether a message can be changed where it stands."""
    sends: ClassVar[Sequence[str]] = ("photo", "document")
    """What can be sent besides words: photo, document, sticker."""
    longest: ClassVar[int] = 4096
    """Characters a person can send at once."""

    def __init__(self, house: House):
        self.house = house
        self.told = 0  # how often the messenger was told to come again

    async def __aenter__(self) -> Messenger:
        await self.dial()
        return self

    async def __aexit__(self, *why: object) -> None:
        await self.hang_up()
        await self.house.close()

    async def restart(self) -> None:
        """The app stops and starts again; afterwards the person is at the messenger as before."""
        await self.hang_up()
        await self.house.close()
        await self.dial()

    async def dial(self) -> None:
        """The app starts, and the messenger with it."""
        await self.house.open(self.join)
        async with asyncio.timeout(PATIENCE):
            await self.connect()

    def join(self, app: App) -> None:  # noqa: B027 - most need nothing here
        """Adds the messenger to the app, where `run` does not by itself."""

    @abstractmethod
    async def connect(self) -> None:
        """The messenger is ready to talk with the app."""

    async def hang_up(self) -> None:  # noqa: B027 - most need nothing here
        """The person's end is gone."""

    @abstractmethod
    async def come(self) -> None:
        """The person opens the chat for the first time."""

    @abstractmethod
    async def write(self, text: str, times: int) -> None:
        """Writes; the messenger repeats it until it is taken, and delivers it `times` times."""

    async def press(self, button: Button, times: int) -> None:
        """Presses a button of any message, however old."""
        raise NotImplementedError

    async def send(self, what: str) -> None:
        """Sends one of `sends`."""
        raise NotImplementedError

    @abstractmethod
    async def seen(self) -> list[Message]:
        """What has arrived or was changed since this was last asked; called when nothing is under way."""

    @abstractmethod
    async def screen(self) -> list[Message]:
        """All that stands in the chat, the bot's side of it, as it is now; called when nothing is under way."""

    # --- what tests say ---

    async def hears(self) -> list[Message]:
        """What the person has got since they last looked, once all is done."""
        async with asyncio.timeout(PATIENCE):
            await self.house.idle()
            return await self.seen()

    async def says(self, *texts: str, times: int = 1) -> list[Message]:
        """Writes one text after the other; returns what they hear to the last."""
        heard = await self.seen()
        for text in texts:
            async with asyncio.timeout(PATIENCE):
                await self.write(text, times)
            heard = await self.hears()
        return heard

    async def presses(self, button: Button, times: int = 1) -> list[Message]:
        """Presses a button; returns what they hear."""
        await self.seen()
        async with asyncio.timeout(PATIENCE):
            await self.press(button, times)
        return await self.hears()

    async def shows(self, what: str) -> list[Message]:
        """Sends a photo, a document or a sticker; returns what they hear."""
        await self.seen()
        async with asyncio.timeout(PATIENCE):
            await self.send(what)
        return await self.hears()


async def until(true: Callable[[], Any]) -> None:
    """Waits until something is so."""
    while not true():  # noqa: ASYNC110 - what is waited for is another's doing and tells nobody
        await asyncio.sleep(0.002)
