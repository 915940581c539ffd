"""Being called by Telegram: 200 only after the commit, so that Telegram repeats whatever was not taken in."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final

import msgspec
from aiohttp import web

from bot.messages import Full, Incoming
from bot.web.body import NO_JSON, short_body

PATH: Final = "/telegram"
LARGEST: Final = 1 << 20
"""Bytes of an update; Telegram's are at most some ten thousand."""
HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"

log = logging.getLogger(__name__)


class Webhook:
    """Takes updates that Telegram posts; `secret` is what it must send along."""

    def __init__(
        self,
        secret: str,
        read: Callable[[Any], Incoming | None],
        accept: Callable[[Incoming], Awaitable[None]],
        thanks: Callable[[Incoming], bytes | None] = lambda _update: None,
    ):
        self._secret = secret.encode()
        self._read, self._accept, self._thanks = read, accept, thanks

    async def receive(self, request: web.Request) -> web.Response:
        """403 for a wrong secret, 413 and 400 for what is no update, 503 for come again; else 200, also for what
        nothing can be done with, since Telegram would repeat it for a day. `thanks` may put a call into the answer."""
        if not hmac.compare_digest(request.headers.get(HEADER, "").encode("utf-8", "surrogatepass"), self._secret):
            return web.Response(status=403)
        body = await short_body(request, LARGEST)
        if body is None:
            return web.Response(status=413)
        try:
            raw = msgspec.json.decode(body)
        except NO_JSON as error:
            log.warning("what was posted with Telegram's secret is no JSON: %s", type(error).__name__)
            return web.Response(status=400)
        update = self._read(raw)
        if update is None:
            return web.Response()
        try:
            await self._accept(update)
        except Full:
            return web.Response(status=503, headers={"Retry-After": "1"})
        except Exception:
            log.exception("update %s cannot be taken in; Telegram will repeat it", update.id)
            return web.Response(status=503)
        if (thanks := self._thanks(update)) is not None:
            return web.Response(body=thanks, content_type="application/json")
        return web.Response()
