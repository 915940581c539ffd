"""The chat in a terminal: for development, and for the operator to try a drive."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import Any, Final, TextIO
from uuid import uuid4

from bot.handlers.numbered import with_list
from bot.handlers.recipes import Draw, drawn, name_of
from bot.messages import Abilities, Accept, Full, Incoming, Outgoing, Passing

PAUSE: Final = 0.5
"""Seconds until a line that could not be taken in is handed over again."""

log = logging.getLogger(__name__)


class TerminalHandler:
    """Reads lines, prints answers; choices are a numbered list, pictures and documents are saved beside and named."""

    channel = "terminal"
    abilities = Abilities(buttons=False, pictures=True, documents=True, longest=100_000)

    def __init__(
        self,
        *,
        now: Callable[[], datetime],
        draw: Draw,
        pictures: Path,
        chat: str = "me",
        lines: TextIO | None = None,
        out: TextIO | None = None,
    ):
        self.now, self.draw, self.pictures, self.chat = now, draw, pictures, chat
        self.lines, self.out = lines or sys.stdin, out or sys.stdout
        self.ended = asyncio.Event()
        self._heard: asyncio.Queue[str] = asyncio.Queue()
        self._taking: asyncio.Task[None] | None = None

    async def start(self, accept: Accept) -> None:
        """Begins to read."""
        # A thread that waits for a key must not hold up the end, as one of the event loop's own pool would.
        Thread(target=self._read, args=(asyncio.get_running_loop(),), daemon=True).start()
        self._taking = asyncio.create_task(self._take_all(accept))

    async def stop(self) -> None:
        """Takes no more lines; raises what ended the taking, if it was a fault."""
        if self._taking is not None:
            self._taking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._taking

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        """Hands every line over to the loop, and an empty one at the end."""
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens any more
            for line in self.lines:
                loop.call_soon_threadsafe(self._heard.put_nowait, line)
            loop.call_soon_threadsafe(self._heard.put_nowait, "")

    async def _take_all(self, accept: Accept) -> None:
        try:
            await self._take(accept, "/start")
            while line := await self._heard.get():
                if line.strip():
                    await self._take(accept, line.rstrip("\n"))
        finally:
            self.ended.set()

    async def _take(self, accept: Accept, text: str) -> None:
        """Hands one line over, again and again while the bot is busy; it is one update all the same."""
        update = Incoming(channel=self.channel, chat=self.chat, id=uuid4().hex, at=self.now(), text=text)
        told = False
        while True:
            try:
                return await accept(update)
            except Full:
                if not told:
                    print("(busy, one moment)", file=self.out, flush=True)
                told = True
                await asyncio.sleep(PAUSE)

    async def deliver(self, message: Outgoing) -> str:
        """Prints a message; one for another chat says whose it is, for the operator plays them all."""
        lines = [with_list(message), ""]
        if message.chat != self.chat:
            lines.insert(0, f"[to {message.chat}]")
        for kind, recipe in (("picture", message.picture), ("document", message.document)):
            if recipe is not None:
                lines.insert(-1, f"[{kind}: {await self._saved(message.id, recipe)}]")
        try:
            print("\n".join(lines), file=self.out, flush=True)
        except BrokenPipeError as gone:
            self.ended.set()
            raise Passing("the terminal is closed", everyone=True) from gone
        return str(message.id)

    async def _saved(self, number: int, recipe: dict[str, Any]) -> str:
        """Where the picture or document lies now. What cannot be drawn must not cost the words."""
        try:
            content, _mime, name = await asyncio.to_thread(drawn, self.draw, recipe, str(number))
        except Exception:
            log.exception("the picture or document of message %d cannot be made", number)
            return "cannot be made"
        folder = self.pictures / str(number) if name_of(recipe) else self.pictures
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / name
        path.write_bytes(content)
        return str(path)
