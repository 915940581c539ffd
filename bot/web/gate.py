"""Who gets a connection: as many as there is room for, no address more than its share, and nobody who says nothing."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from typing import Any, Final, cast

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.typedefs import Handler

from bot.web.visitor import Front, network_of

log = logging.getLogger(__name__)
HEAD: Final = 10.0
"""Seconds for the head of a request, once it may be expected."""
IDLE: Final = 130.0
"""Seconds between two requests; proxies close an idle connection first, so that no request meets a closing one."""
MOST: Final = 16_384
"""Connections at once, however many descriptors there are: each takes memory too."""
SHARE: Final = 1_000
"""Connections of one network address, behind which a school or a part of a mobile network may stand."""
_FULL: Final = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nConnection: close\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\n\r\n%b"
)
_WORDS: Final = "Đang có quá nhiều kết nối, bạn thử lại sau ít giây nhé. / Too many connections; please try again.\n"


class Gate:
    """Counts connections and requests. `descriptors` is how many this process may have open, files among them."""

    def __init__(self, front: Front, descriptors: int, head: float = HEAD):
        self.most = min(MOST, descriptors * 3 // 4)
        self.share = min(SHARE, self.most // 4)
        self.head = head
        self._front = front
        self._all = 0
        self._peers: Counter[str] = Counter()
        self._asking: Counter[str] = Counter()

    def before(self, server: web.Server) -> Callable[[], asyncio.Protocol]:
        """What a listening socket makes of each connection to a server."""
        loop = asyncio.get_running_loop()
        how = {"access_log": None, "keepalive_timeout": IDLE, "auto_decompress": False}
        return lambda: Guest(self, server, loop=loop, **how)

    def enter(self, peer: str) -> bool:
        """Whether one more connection has room; a proxy's are many people's, and have no share of their own."""
        if self._all >= self.most or (not self._front.trusts(peer) and self._peers[network_of(peer)] >= self.share):
            return False
        self._all += 1
        self._peers[network_of(peer)] += 1
        return True

    def leave(self, peer: str) -> None:
        """A connection that had entered is gone."""
        self._all -= 1
        _less(self._peers, network_of(peer))

    @web.middleware
    async def by_address(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Holds each visitor to their share of requests and open pages, also where all come through one proxy."""
        address = self._front.ip(request)
        if self._asking[address] >= self.share:
            return web.Response(status=503, text=_WORDS, headers={"Retry-After": "10", "Connection": "close"})
        self._asking[address] += 1
        try:
            return await handler(request)
        except web.RequestPayloadError as error:
            raise web.HTTPBadRequest from error
        finally:
            _less(self._asking, address)


class Guest(web.RequestHandler):
    """One connection, closed where no head of a request comes in time.

    What is posted here is never packed: a packed body is read as it comes, and is then no JSON, no form and no photo.
    """

    __slots__ = ("_gate", "_inside", "_patience", "_peer", "_served")

    def __init__(self, gate: Gate, server: web.Server, **settings: Any):
        super().__init__(server, **settings)
        self._gate, self._inside, self._peer = gate, False, ""
        self._patience: asyncio.TimerHandle | None = None
        self._served = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Goes in, or is told that there is no room."""
        name = transport.get_extra_info("peername")
        self._peer = str(name[0]) if isinstance(name, tuple) else ""
        self._inside = self._gate.enter(self._peer)
        if self._inside:
            super().connection_made(transport)
            self._wait()
            return
        full = cast(asyncio.WriteTransport, transport)
        words = _WORDS.encode()
        full.write(_FULL % (len(words), words))
        full.close()

    def connection_lost(self, exc: BaseException | None) -> None:
        """Goes out."""
        if self._patience is not None:
            self._patience.cancel()
        if self._inside:
            self._inside = False
            self._gate.leave(self._peer)
            super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Reads on; what is no whole head yet has to become one in time."""
        super().data_received(data)
        if self._patience is None and self._expects_head():
            self._wait()

    def log_exception(self, *args: Any, **more: Any) -> None:
        """What is no HTTP is the stranger's fault and worth one line; anything else is ours."""
        if isinstance(error := more.get("exc_info"), (HttpProcessingError, web.RequestPayloadError)):
            log.warning("a request that cannot be read was refused: %s", type(error).__name__)
        else:
            super().log_exception(*args, **more)

    def _expects_head(self) -> bool:
        # aiohttp waits here between two requests and nowhere else, not for a body nor for an answer.
        return self._waiter is not None and not self._waiter.done()

    def _wait(self) -> None:
        self._served = self._request_count
        self._patience = self._loop.call_later(self._gate.head, self._lose_patience)

    def _lose_patience(self) -> None:
        self._patience = None
        if self._request_count == self._served:
            self.force_close()


def _less(counts: Counter[str], name: str) -> None:
    counts[name] -= 1
    if counts[name] <= 0:
        del counts[name]
