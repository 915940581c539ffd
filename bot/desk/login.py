"""In and out: the link from the chat opens a page with one button, so that a preview of the link uses nothing up."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from aiohttp import web

from bot.desk.pages import Pages, go
from bot.desk.port import House
from bot.desk.sessions import COOKIE, HOW, DeskSessions, secret
from bot.programme.codes import LONGEST_TYPED
from bot.programme.people import logins
from bot.web.body import short_form
from bot.web.limits import Buckets
from bot.web.visitor import Front, language

log = logging.getLogger(__name__)
LARGEST: Final = 1024
"""Bytes of a form that holds a code."""


class Door:
    """GET and POST /desk/login and /desk/login/{token}, POST /desk/out. A right link or code always opens; wrong ones
    are limited by network address."""

    def __init__(self, house: House, pages: Pages, sessions: DeskSessions, front: Front):
        self._house, self._pages, self._sessions, self._front = house, pages, sessions, front
        self._tries = Buckets(rate=1.0, burst=40.0)

    def routes(self) -> list[web.RouteDef]:
        """The routes of the door."""
        return [
            web.get(HOW, self._how),
            web.post(HOW, self._typed),
            web.get(HOW + "/{token}", self._look),
            web.post(HOW + "/{token}", self._enter),
            web.post("/desk/out", self._leave),
        ]

    async def _how(self, request: web.Request) -> web.Response:
        return self._page(request, "how")

    async def _look(self, request: web.Request) -> web.Response:
        return await self._opens(request) or self._page(request, "open")

    async def _enter(self, request: web.Request) -> web.StreamResponse:
        if not self._sessions.ours(request):
            raise web.HTTPForbidden
        if closed := await self._opens(request):
            return closed
        token = request.match_info["token"]
        session = await self._house.act(None, "", lambda tx: logins.use(tx, token))
        if session is None:
            return self._page(request, "spent", 410)
        raise self._in(request, session)

    async def _typed(self, request: web.Request) -> web.StreamResponse:
        """A code, typed from the phone's screen."""
        if not self._sessions.ours(request):
            raise web.HTTPForbidden
        code = (await short_form(request, LARGEST)).get("code", "")
        session = None
        if code and len(code) <= LONGEST_TYPED:
            session = await self._house.act(None, "", lambda tx: logins.use_code(tx, code))
        if session is None:
            return self._page(request, "slow", 429) if self._too_often(request) else self._page(request, "wrong", 410)
        raise self._in(request, session)

    def _in(self, request: web.Request, session: str) -> web.HTTPSeeOther:
        log.info("somebody has come to the web desk")
        response = go("/desk")
        self._sessions.greet(request, response, session)
        return response

    async def _leave(self, request: web.Request) -> web.StreamResponse:
        seat, _fields = await self._sessions.form(request)
        await self._sessions.leave(seat)
        response = go(HOW)
        response.del_cookie(COOKIE, path="/desk")
        raise response

    async def _opens(self, request: web.Request) -> web.Response | None:
        """The page that says why a link does not open; None where it does."""
        token = request.match_info["token"]
        if secret(token) and await self._house.ask(lambda tx: logins.opens(tx, token)):
            return None
        return self._page(request, "slow", 429) if self._too_often(request) else self._page(request, "spent", 410)

    def _too_often(self, request: web.Request) -> bool:
        """Counts a wrong one."""
        now = asyncio.get_running_loop().time()
        return self._tries.of(self._front.ip(request), now).take(now) > 0

    def _page(self, request: web.Request, what: str, status: int = 200) -> web.Response:
        return self._pages.show("door.html", language(request), status=status, seat=None, what=what)
