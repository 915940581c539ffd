"""The demonstration: one visitor plays several people, and the clock can be moved."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import msgspec
from aiohttp import web

from bot.handlers.web.people import People
from bot.web.body import NO_JSON, short_body
from bot.web.guard import Guard
from bot.web.limits import Buckets
from bot.web.visitor import language

STEPS = ("hour", "tuesday-morning", "tuesday-evening", "tomorrow")
"""+1 hour; next Tuesday 08:00; next Tuesday 17:30; tomorrow 09:00: what `move_clock` is called with."""
LARGEST = 1024
"""Bytes of a post that names a step."""


class _Move(msgspec.Struct):
    to: str


class Demo:
    """GET /chat/demo, GET and POST /chat/demo/clock; the routes exist only in a demonstration."""

    def __init__(
        self,
        people: People,
        guard: Guard,
        now: Callable[[], datetime],
        move: Callable[[str], Awaitable[datetime]],
        sessions: Buckets,
    ):
        self._people, self._guard, self._now, self._move, self._sessions = people, guard, now, move, sessions
        self._moving = asyncio.Lock()

    def routes(self) -> list[web.RouteDef]:
        """The routes of the demonstration."""
        return [
            web.get("/chat/demo", self._who),
            web.get("/chat/demo/clock", self._clock),
            web.post("/chat/demo/clock", self._turn),
        ]

    async def _who(self, request: web.Request) -> web.Response:
        lang = language(request)
        people = [{"key": key, "label": person.label[lang]} for key, person in (self._people.people or {}).items()]
        return web.json_response({"people": people, "steps": STEPS, "now": self._now().isoformat()})

    async def _clock(self, request: web.Request) -> web.Response:
        return web.json_response({"now": self._now().isoformat()})

    async def _turn(self, request: web.Request) -> web.Response:
        session = self._people.session_of(request)
        if session is None or not self._guard.allows(request):
            raise web.HTTPForbidden
        now = asyncio.get_running_loop().time()
        if self._sessions.of(session, now).take(now):
            raise web.HTTPTooManyRequests
        body = await short_body(request, LARGEST)
        try:
            step = msgspec.json.decode(body or b"", type=_Move).to
        except NO_JSON as error:
            raise web.HTTPBadRequest(text="to") from error
        if step not in STEPS:
            raise web.HTTPBadRequest(text="to")
        async with self._moving:
            return web.json_response({"now": (await self._move(step)).isoformat()})
