"""One open page: hears its frames one after the other, and is told what happens in its chat."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from struct import Struct

from aiohttp import WSMsgType, web

from bot.handlers.web import frames
from bot.web.body import NO_JSON
from bot.web.limits import Bucket

log = logging.getLogger(__name__)
_BEHIND = 100  # frames kept for a page that is still reading its past
_STUCK = 128 * 1024  # bytes a page may leave unread before it is let go; it catches up when it comes back
_ROWS = 2048  # bytes that a message leaves behind besides its own words, the answer's among them
_SHORT, _LONG, _HUGE = Struct("!BB").pack, Struct("!BBH").pack, Struct("!BBQ").pack
_TEXT = 0x81  # RFC 6455: a whole text frame

Heard = Callable[["Connection", frames.SaidFrame], Awaitable[None]]


class Connection:
    """A page's WebSocket with what belongs to it.

    Frames are written here and not by aiohttp, so that a confirmation and the answer after it leave in one system
    call: measured, each call costs as much as all the rest of a message.
    """

    __slots__ = (
        "_allowed",
        "_heard",
        "_kept",
        "_loop",
        "_out",
        "_request",
        "chat",
        "language",
        "network",
        "session",
        "ws",
    )

    def __init__(
        self,
        ws: web.WebSocketResponse,
        request: web.Request,
        session: str,
        chat: str,
        language: str,
        network: str,
        allowed: tuple[Bucket, Bucket, Bucket],
        heard: Heard,
    ):
        self.ws, self.session, self.chat, self.language, self.network = ws, session, chat, language, network
        self._request, self._allowed, self._heard = request, allowed, heard
        self._loop = asyncio.get_running_loop()
        self._out: list[bytes] = []  # confirmations that wait for company
        self._kept: list[bytes] | None = None  # live frames, while the past is on its way

    async def listen(self) -> None:
        """Reads frames until the page leaves; a frame that cannot be read is answered, never fatal."""
        async for received in self.ws:
            if received.type is not WSMsgType.TEXT:
                self.send(frames.error("frame"))
                continue
            wait, shared = self._too_soon(len(received.data))
            try:
                said = frames.read(received.data)
            except NO_JSON:
                self.send(frames.error("frame"))
                continue
            if wait:
                # Only messages are repeated by the page; questions about the past it asks again by itself.
                self.send(frames.slow(said.id or "", wait, shared))
                continue
            await self._heard(self, said)

    def add(self, frame: bytes) -> bool:
        """Puts a frame in front of the next one; whoever calls sees to it that `flush` follows soon."""
        if self._kept is not None:
            self._kept.append(frame)
            if len(self._kept) > _BEHIND:
                self.drop()
            return True
        size = len(frame)
        if size < 126:
            self._out.append(_SHORT(_TEXT, size))
        elif size < 1 << 16:
            self._out.append(_LONG(_TEXT, 126, size))
        else:
            self._out.append(_HUGE(_TEXT, 127, size))
        self._out.append(frame)
        return True

    def send(self, frame: bytes) -> bool:
        """Sends a frame; False where the page is gone or does not read any more."""
        return self.add(frame) and self.flush()

    def flush(self) -> bool:
        """Writes what waits; False where the page is gone or does not read any more."""
        if not self._out:
            return True
        data = b"".join(self._out)
        self._out.clear()
        transport = self._request.transport
        if transport is None or self.ws.closed or transport.is_closing():
            return False
        if transport.get_write_buffer_size() > _STUCK:
            self.drop()
            return False
        transport.write(data)
        return True

    def hold(self) -> None:
        """From now on keeps live frames back, so that the past can go first."""
        if self._kept is None:
            self._kept = []

    def release(self, past: bytes) -> None:
        """Sends the past, then what was kept back."""
        kept, self._kept = self._kept or [], None
        for frame in (past, *kept):
            self.add(frame)
        self.flush()

    def drop(self) -> None:
        """Cuts the connection at once."""
        if self._request.transport is not None:
            self._request.transport.abort()

    async def close(self, code: int) -> None:
        """Says good-bye; a page that does not answer is cut."""
        self.flush()
        try:
            async with asyncio.timeout(2):
                await self.ws.close(code=code)
        except TimeoutError:
            log.info("a page did not answer the good-bye")
            self.drop()

    def _too_soon(self, size: int) -> tuple[float, bool]:
        """How many seconds to wait, and whether it is for others too, who write from the same network address."""
        now = self._loop.time()
        mine, address, day = self._allowed
        if wait := mine.take(now):
            return wait, False
        return address.take(now) or day.take(now, _ROWS + 2 * size), True
