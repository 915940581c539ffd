"""One open page: hears its frames one after the other, and is told what happens in its chat."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

import msgspec
from aiohttp import WSMsgType, web

from bot.handlers.web import frames
from bot.handlers.web.limits import Bucket

log = logging.getLogger(__name__)
_BEHIND = 100  # frames kept for a page that is still reading its past
_STUCK = 128 * 1024  # bytes a page may leave unread before it is let go; it catches up when it comes back

Heard = Callable[["Connection", frames.Said], Awaitable[None]]


class Connection:
    """A page's WebSocket with what belongs to it."""

    __slots__ = ("_allowed", "_heard", "_loop", "_request", "_waiting", "chat", "language", "session", "ws")

    def __init__(
        self,
        ws: web.WebSocketResponse,
        request: web.Request,
        session: str,
        chat: str,
        language: str,
        allowed: tuple[Bucket, Bucket],
        heard: Heard,
    ):
        self.ws, self.session, self.chat, self.language = ws, session, chat, language
        self._request, self._allowed, self._heard = request, allowed, heard
        self._loop = asyncio.get_running_loop()
        self._waiting: list[bytes] | None = None  # live frames, while the past is on its way

    async def listen(self) -> None:
        """Reads frames until the page leaves; a frame that cannot be read is answered, never fatal."""
        async for received in self.ws:
            if received.type is not WSMsgType.TEXT:
                await self.send(frames.error("frame"))
                continue
            wait = self._too_soon()
            try:
                said = frames.read(received.data)
            except (msgspec.DecodeError, UnicodeError, RecursionError):
                await self.send(frames.error("frame"))
                continue
            if wait:
                # Only messages are repeated by the page; questions about the past it asks again by itself.
                await self.send(frames.slow(said.id or "", wait))
                continue
            await self._heard(self, said)

    async def send(self, frame: bytes) -> bool:
        """Sends one frame; False where the page is gone or does not read any more."""
        if self._waiting is not None:
            self._waiting.append(frame)
            if len(self._waiting) > _BEHIND:
                self.drop()
            return True
        transport = self._request.transport
        if transport is None or transport.get_write_buffer_size() > _STUCK:
            self.drop()
            return False
        try:
            await self.ws.send_frame(frame, WSMsgType.TEXT)
        except ConnectionError:
            return False
        return True

    def hold(self) -> None:
        """From now on keeps live frames back, so that the past can go first."""
        if self._waiting is None:
            self._waiting = []

    async def release(self, past: bytes) -> None:
        """Sends the past, then what was kept back."""
        kept, self._waiting = self._waiting or [], None
        for frame in (past, *kept):
            await self.send(frame)

    def drop(self) -> None:
        """Cuts the line at once."""
        if self._request.transport is not None:
            self._request.transport.abort()

    async def close(self, code: int) -> None:
        """Says good-bye; a page that does not answer is cut."""
        try:
            async with asyncio.timeout(2):
                await self.ws.close(code=code)
        except TimeoutError:
            log.info("a page did not answer the good-bye")
            self.drop()

    def _too_soon(self) -> float:
        now = self._loop.time()
        mine, address = self._allowed
        return mine.take(now) or address.take(now)
