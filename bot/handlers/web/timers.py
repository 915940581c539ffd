"""Two things that happen a moment later, each with one timer for all pages instead of one for each message."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.handlers.web.connection import Connection

_MOMENT = 0.004  # seconds a confirmation waits for the answer, to leave together with it


class Soon:
    """Flushes pages a moment later."""

    def __init__(self) -> None:
        self._pages: set[Connection] = set()

    def add(self, page: Connection) -> None:
        """This page has something to flush."""
        if not self._pages:
            asyncio.get_running_loop().call_later(_MOMENT, self._flush)
        self._pages.add(page)

    def _flush(self) -> None:
        pages, self._pages = self._pages, set()
        for page in pages:
            page.flush()


class Thinking:
    """Knows which chats wait for an answer, and calls `show` for each that has waited `patience` seconds."""

    def __init__(self, patience: float, show: Callable[[str], None]):
        self._patience, self._show = patience, show
        self._since: dict[str, float] = {}
        self._timer: asyncio.TimerHandle | None = None

    def begin(self, chat: str) -> None:
        """This chat waits, from its first unanswered message on."""
        if chat in self._since:
            return
        loop = asyncio.get_running_loop()
        self._since[chat] = loop.time()
        if self._timer is None:
            self._timer = loop.call_later(self._patience, self._look)

    def end(self, chat: str) -> None:
        """The answer is there."""
        self._since.pop(chat, None)

    def stop(self) -> None:
        """Nobody waits any more."""
        self._since.clear()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _look(self) -> None:
        self._timer = None
        loop = asyncio.get_running_loop()
        due = loop.time() - self._patience
        for chat, since in list(self._since.items()):  # oldest first
            if since > due:
                self._timer = loop.call_at(since + self._patience, self._look)
                return
            del self._since[chat]
            self._show(chat)
