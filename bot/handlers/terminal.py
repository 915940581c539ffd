"""The chat in a terminal: for development, and for the operator to try a drive."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO
from uuid import uuid4

from bot.handlers.numbered import with_list
from bot.messages import Abilities, Accept, Full, Incoming, Outgoing
from bot.texts import unmarked


class TerminalHandler:
    """Reads lines, prints answers; choices are a numbered list, pictures are saved beside and named."""

    channel = "terminal"
    abilities = Abilities(buttons=False, pictures=True, documents=False, longest=100_000)

    def __init__(
        self,
        *,
        now: Callable[[], datetime],
        draw: Callable[[dict[str, Any]], tuple[bytes, str]],
        pictures: Path,
        chat: str = "me",
        lines: TextIO | None = None,
        out: TextIO | None = None,
    ):
        self.now, self.draw, self.pictures, self.chat = now, draw, pictures, chat
        self.lines, self.out = lines or sys.stdin, out or sys.stdout
        self.ended = asyncio.Event()
        self._reading: asyncio.Task[None] | None = None

    async def start(self, accept: Accept) -> None:
        """Begins to read."""
        self._reading = asyncio.create_task(self._read(accept))

    async def stop(self) -> None:
        """Reads no more."""
        if self._reading is not None:
            self._reading.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._reading

    async def _read(self, accept: Accept) -> None:
        try:
            await self._take(accept, "/start")
            while line := await asyncio.to_thread(self.lines.readline):
                if line.strip():
                    await self._take(accept, line.rstrip("\n"))
        finally:
            self.ended.set()

    async def _take(self, accept: Accept, text: str) -> None:
        update = Incoming(channel=self.channel, chat=self.chat, id=uuid4().hex, at=self.now(), text=text)
        try:
            await accept(update)
        except Full:
            print("(busy, please repeat)", file=self.out)

    async def deliver(self, message: Outgoing) -> str:
        """Prints a message."""
        print(unmarked(with_list(message)), file=self.out)
        if message.picture is not None:
            picture, _mime = await asyncio.to_thread(self.draw, message.picture)
            self.pictures.mkdir(parents=True, exist_ok=True)
            path = self.pictures / f"{message.id}.png"
            path.write_bytes(picture)
            print(f"[picture: {path}]", file=self.out)
        print("", file=self.out, flush=True)
        return str(message.id)
