"""Who is at the desk: the cookie of a session, and what every form must carry so that no other site can send it."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.desk.devices.device_list import keeps
from bot.desk.pages import go
from bot.desk.port import House
from bot.programme.giving.fetching import may_fetch
from bot.programme.people import logins
from bot.programme.people.logins import Worker
from bot.programme.students.areas import area_of_actor
from bot.programme.world import World
from bot.storage.secrecy import Secrecy
from bot.web.body import short_form
from bot.web.guard import Guard
from bot.web.visitor import Front

T = TypeVar("T")
COOKIE: Final = "desk"
HOW: Final = "/desk/login"
"""The page that says how to get in."""
LISTS: Final = "/desk/students"
"""The page of students' lists."""
LARGEST: Final = 64 * 1024
"""Bytes of a form without a file."""
_SECRET: Final = re.compile(r"[\w-]{43}", re.ASCII)
_KEY: Final = re.compile(r"[\w-]{8,40}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody's place at the desk while one request lasts."""

    worker: Worker
    session: str
    guard: str  # what their forms must carry
    zone: ZoneInfo
    drive: Mapping[str, str]
    keeper: bool  # of devices
    fetcher: bool  # of what is to be fetched
    lists: bool  # whether they have to do with students' lists

    @property
    def lang(self) -> str:
        return self.worker.language

    def key(self) -> str:
        """A fresh name for a form, so that sent twice it does its deed once."""
        return secrets.token_urlsafe(12)


SEAT: Final = web.RequestKey("desk seat", Seat)
"""Under which a request remembers who asks."""


class DeskSessions:
    """Finds the session behind a request, and takes forms in."""

    def __init__(self, house: House, secrecy: Secrecy, guard: Guard, front: Front):
        self._house, self._secrecy, self._guard, self._front = house, secrecy, guard, front

    def greet(self, request: web.Request, response: web.StreamResponse, session: str) -> None:
        """Gives the visitor a cookie."""
        response.set_cookie(
            COOKIE,
            session,
            max_age=int(logins.LONGEST.total_seconds()),
            path="/desk",
            httponly=True,
            samesite="Lax",
            secure=self._front.secure(request),
        )

    def ours(self, request: web.Request) -> bool:
        """Whether a post comes from a page of ours: because our pages name no referrer, browsers send no origin."""
        if request.headers.get("Origin", "null") == "null":
            return request.headers.get("Sec-Fetch-Site") == "same-origin"
        return self._guard.allows(request)

    async def read(
        self, request: web.Request, look: Callable[[World, Seat], Awaitable[T]], *, lists: bool = False
    ) -> tuple[Seat, T]:
        """Who asks, and what a look at the world says in their right; leads everybody else to the door.

        Whoever is there for students' lists alone gets to those pages, which say `lists`, and to no other.
        """
        session = _session(request)

        async def inside(tx: World) -> tuple[Seat, T]:
            seat = await self._seat(tx, session)
            if not (seat.worker.staff or lists):
                raise go(LISTS)
            return seat, await look(tx, seat)

        seat, found = await self._house.ask(inside)
        request[SEAT] = seat
        if seat.worker.stale:
            await self._house.act(None, "", lambda tx: logins.seen(tx, seat.worker.login))
        return seat, found

    async def form(self, request: web.Request, *, lists: bool = False) -> tuple[Seat, dict[str, str]]:
        """Who sends a form, and its fields; raises HTTPForbidden unless it came from a page of this very session."""
        seat, _none = await self.read(request, _nothing, lists=lists)
        if not self.ours(request):
            raise web.HTTPForbidden
        fields = await short_form(request, LARGEST)
        self.check(seat, fields)
        return seat, fields

    def check(self, seat: Seat, fields: Mapping[str, str]) -> None:
        """Raises HTTPForbidden unless a form carries what this session's pages put into it."""
        if not hmac.compare_digest(fields.get("guard", "").encode(), seat.guard.encode()):
            raise web.HTTPForbidden
        if not _KEY.fullmatch(fields.get("key", "")):
            raise web.HTTPBadRequest

    async def act(self, seat: Seat, fields: Mapping[str, str], deed: Callable[[World], Awaitable[T]]) -> T:
        """Does what a form asks for, once; the session is looked up again in the same transaction."""

        async def inside(tx: World) -> T:
            await self._seat(tx, seat.session)
            return await deed(tx)

        return await self._house.act(seat.worker.contact, f"{seat.worker.login}:{fields['key']}", inside)

    async def note(self, seat: Seat, call: Callable[[World], Awaitable[T]]) -> T:
        """Writes down what whoever is at the desk was shown, or takes away."""
        return await self._house.act(seat.worker.contact, "", call)

    async def leave(self, seat: Seat) -> None:
        """Ends a session."""
        await self._house.act(seat.worker.contact, "", lambda tx: logins.end(tx, seat.worker.login))

    async def _seat(self, tx: World, session: str) -> Seat:
        worker = await logins.worker(tx, session) if session else None
        if worker is None:
            raise go(HOW)
        guard = self._secrecy.blind("desk form", session).hex()
        lists = "students" in tx.plan.modules and await area_of_actor(tx) is not None
        return Seat(worker, session, guard, tx.zone, tx.plan.short_name, await keeps(tx), await may_fetch(tx), lists)


def secret(text: str) -> bool:
    """Whether a text looks like a secret of ours at all."""
    return _SECRET.fullmatch(text) is not None


def _session(request: web.Request) -> str:
    cookie = request.cookies.get(COOKIE, "")
    return cookie if secret(cookie) else ""


async def _nothing(tx: World, seat: Seat) -> None:
    return None
