"""What the public pages have in common: whom they ask, how much one visitor may ask, their English addresses."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, Protocol, TypeVar

from aiohttp import web

from bot.programme.world import World
from bot.site.pages import Pages
from bot.web.limits import Buckets
from bot.web.visitor import LANGUAGES

T = TypeVar("T")


class AskProgramme(Protocol):
    """Asks the programme something, from a reading connection."""

    async def __call__(self, fact: Callable[[World], Awaitable[T]]) -> T: ...


MOST_DIGITS: Final = 12


class Turnstile:
    """Lets one network address through `rate` times a second, and `burst` times at once.

    A whole school or a mobile network may stand behind one address.
    """

    def __init__(self, pages: Pages, rate: float, burst: float):
        self._pages, self._buckets = pages, Buckets(rate, burst)

    def closed(self, request: web.Request) -> web.Response | None:
        """The page that asks to come back later; None where the way is free."""
        address = self._pages.front.ip(request)
        wait = self._buckets.of(address, now := asyncio.get_running_loop().time()).take(now)
        if not wait:
            return None
        response = self._pages.show(request, "slow.html", status=429)
        response.headers["Retry-After"] = str(int(wait) + 1)
        return response


def whole(text: str) -> int | None:
    """A whole number from an address; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def in_english(path: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Leads an English address to the page's own, in English; the code behind it, if any, goes with it."""

    async def lead(request: web.Request) -> web.StreamResponse:
        code = request.match_info.get("code", "")
        query = dict(request.query)
        if query.get("lang") not in LANGUAGES:
            query["lang"] = "en"
        raise web.HTTPFound(request.url.with_path(f"{path}/{code}" if code else path).with_query(query).relative())

    return lead
