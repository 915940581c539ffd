"""How the demonstration's fictional people talk to the bot: word by word, through the same door as everybody."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final, Protocol

import msgspec
from sqlalchemy import select

from bot.app import App
from bot.bank.line import BankLine
from bot.feeds.bank_notices import CHANNEL
from bot.messages import Incoming, Outgoing
from bot.storage.outbox import message_of
from bot.storage.tables import contacts, outbox, pledges
from bot.texts import catalog

LATEST: Final = 3
"""So many messages back a button may lie."""


class Lost(Exception):
    """Somebody of the demonstration does not find the button they look for: the flow is not as their story has it."""


class Touch(str):
    """A button, by how its English words begin, or one of several: "Yes|No". An empty one is the first."""

    __slots__ = ()


class CodeOf(str):
    """The name of a chat, whose newest pledge's code is typed."""

    __slots__ = ()


Step = str
"""Words that are typed, in which "{code}" stands for the code of the own newest pledge; a Touch, or a CodeOf."""


class Scene(msgspec.Struct, frozen=True):
    """What one person says in one chat, in their language."""

    chat: str
    said: Sequence[Step]
    language: str = "vi"
    name: str = ""


class Timed(Protocol):
    """A clock that can be set to a later moment."""

    def __call__(self) -> datetime: ...

    def set(self, to: datetime) -> None: ...


class Director:
    """The app, and the clock that all of them live by."""

    def __init__(self, app: App, clock: Timed):
        self.app, self.clock = app, clock
        self._count: Counter[str] = Counter()

    async def until(self, to: datetime) -> None:
        """Time goes by; whatever falls due on the way happens at its moment."""
        while (due := await self.app.clock.next_due(to)) is not None and due > self.clock():
            self.clock.set(due)
            await self.app.clock.sweep()
        self.clock.set(to)
        await self.app.clock.sweep()

    async def play(self, *scenes: Scene) -> None:
        """All of them at the same time, each in a chat of their own; raises Lost."""
        await asyncio.gather(*(self._play(scene) for scene in scenes))

    async def _play(self, scene: Scene) -> None:
        for step in scene.said:
            if isinstance(step, Touch):
                await self._say(scene, button=await self._button(scene, step))
            elif isinstance(step, CodeOf):
                await self._say(scene, text=await self.code(step))
            elif "{code}" in step:
                await self._say(scene, text=step.format(code=await self.code(scene.chat)))
            else:
                await self._say(scene, text=step)

    async def _say(self, scene: Scene, *, text: str | None = None, button: str | None = None) -> None:
        self._count[scene.chat] += 1
        id = f"{scene.chat}:{self.clock():%Y%m%d%H%M}-{self._count[scene.chat]}"
        await self.app.turn.accept(
            Incoming(channel="web", chat=scene.chat, id=id, at=self.clock(), text=text, button=button,
                     name=scene.name, language=scene.language)
        )  # fmt: skip

    async def _button(self, scene: Scene, label: str) -> str:
        """The data of a button of the open question, or of something that was offered since."""
        wanted = [catalog(scene.language).gettext(words) if words else "" for words in label.split("|")]
        said = await self._heard(scene.chat)
        asked = False
        for message in said:
            asks = any(not button.data.startswith("/") for button in message.buttons)
            if asks and asked:
                continue  # that question is closed
            asked = asked or asks
            for fits in (str.__eq__, str.startswith):
                for button in message.buttons:
                    if any(fits(button.label, words) for words in wanted):
                        return button.data
        labels = [button.label for message in said for button in message.buttons]
        raise Lost(f"{scene.chat} looks for {wanted} among {labels}")

    async def _heard(self, chat: str) -> list[Outgoing]:
        """The newest messages of a chat, the newest first."""
        theirs = select(outbox).where(outbox.c.channel == "web", outbox.c.chat == chat)
        async with self.app.database.read() as connection:
            rows = await connection.execute(theirs.order_by(outbox.c.id.desc()).limit(LATEST))
            return [message_of(row) for row in rows]

    async def code(self, chat: str) -> str:
        """The code of the newest pledge of a chat."""
        mine = select(pledges.c.code).join(contacts, contacts.c.id == pledges.c.contact_id)
        async with self.app.database.read() as connection:
            newest = mine.where(contacts.c.address == f"web:{chat}").order_by(pledges.c.id.desc()).limit(1)
            return str((await connection.execute(newest)).scalar_one())

    async def bank(self, minor: int, memo: str) -> None:
        """The bank tells that money has come, as its service does."""
        cash = self.app.plan.cash
        assert cash is not None
        self._count[CHANNEL] += 1
        number = f"FT{self.clock():%y%m%d}{self._count[CHANNEL]:06}"
        line = BankLine(reference=number, account=cash.accounts[0].number, at=self.clock(), minor=minor, memo=memo,
                        told_id=number)  # fmt: skip
        about = {"line": msgspec.to_builtins(line), "source": "sepay"}
        id = f"sepay:{line.account}:{number}"
        await self.app.turn.accept(Incoming(channel=CHANNEL, chat=line.account, id=id, at=self.clock(), about=about))
