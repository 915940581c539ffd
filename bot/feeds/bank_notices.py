"""SePay and Casso tell that money moved: 200 only after the commit, so that they repeat what was not taken in."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, tzinfo
from typing import Final

import msgspec
from aiohttp import web

from bot.bank.line import BankLine
from bot.bank.notices import NotANotice, casso, casso_is_genuine, sepay, sepay_is_genuine
from bot.messages import Full, Incoming
from bot.web.body import short_body

CHANNEL: Final = "bank"
SEPAY: Final = "/bank/sepay"
CASSO: Final = "/bank/casso"
LARGEST: Final = 256 * 1024
"""Bytes of a post; one movement takes less than a thousand."""

log = logging.getLogger(__name__)


class _Service(msgspec.Struct, frozen=True):
    name: str
    path: str
    key: str
    is_genuine: Callable[[Mapping[str, str], bytes, str, datetime], bool]
    read: Callable[[bytes, tzinfo], list[BankLine]]


class BankWebhook:
    """Takes what the services post; one without a key is not listened to. `zone` is the clock of the bank."""

    def __init__(
        self,
        accept: Callable[[Incoming], Awaitable[None]],
        *,
        sepay_key: str,
        casso_key: str,
        zone: tzinfo,
        now: Callable[[], datetime],
    ):
        self._accept, self._zone, self._now = accept, zone, now
        services = (
            _Service("SePay", SEPAY, sepay_key, sepay_is_genuine, sepay),
            _Service("Casso", CASSO, casso_key, casso_is_genuine, casso),
        )
        self._services = {service.path: service for service in services if service.key}
        self._warned: set[str] = set()

    def routes(self) -> list[web.RouteDef]:
        """One route for each service that has a key."""
        return [web.post(path, self._receive) for path in self._services]

    async def _receive(self, request: web.Request) -> web.Response:
        """413 for what is too long, 403 for a stranger, 400 for what is no notice, 503 for come again; else 200."""
        service = self._services[request.path]
        body = await short_body(request, LARGEST)
        if body is None:
            return web.Response(status=413)
        if not service.is_genuine(request.headers, body, service.key, self._now()):
            self._warn(service.name)
            return web.Response(status=403)
        try:
            lines = service.read(body, self._zone)
        except NotANotice as error:
            log.warning("what %s posted is no notice: %s", service.name, error)
            return web.Response(status=400)
        updates = [self._update(service.name.lower(), line) for line in lines]
        results = await asyncio.gather(*(self._accept(update) for update in updates), return_exceptions=True)
        return _answer(service.name, [result for result in results if result is not None])

    def _update(self, service: str, line: BankLine) -> Incoming:
        """The service's own id says what is told again; the bank's number may come again for another movement."""
        own = line.told_id or f"{line.reference}:{line.minor}"
        return Incoming(
            channel=CHANNEL,
            chat=line.account,
            id=f"{service}:{line.account}:{own}"[:200],
            at=self._now(),
            about={"line": msgspec.to_builtins(line), "source": service},
        )

    def _warn(self, name: str) -> None:
        """Once a run: the key may be set wrongly; more often would be a stranger's way to fill the disk."""
        if name not in self._warned:
            self._warned.add(name)
            log.warning("a post for %s was refused: it does not show our key, or its clock is far from ours", name)


def _answer(name: str, errors: list[BaseException]) -> web.Response:
    """What a service is told when every line has been accepted or failed; a failed post is repeated whole."""
    if not errors:
        return web.json_response({"success": True})
    for error in errors:
        if not isinstance(error, Exception):
            raise error
        if not isinstance(error, Full):
            # Only where it happened: the error's own words may hold the line, as a database's do.
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("a line of %s cannot be taken in; it will be repeated: %s\n%s", name, type(error).__name__, where)
    if any(isinstance(error, Full) for error in errors):
        return web.Response(status=503, headers={"Retry-After": "1"})
    return web.Response(status=503)
