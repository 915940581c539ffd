"""The honour roll as a page: names of those who allow it, everybody else in the sums."""

from __future__ import annotations

import asyncio
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.programme.thanks.honours import PATH, roll
from bot.site.asking import AskProgramme, Turnstile, in_english, whole
from bot.site.pages import Pages


class HonoursPage:
    """GET /vinhdanh, and ?page= where the list is long. Nothing of it is kept anywhere, so a name is gone at once."""

    def __init__(self, ask: AskProgramme, zone: ZoneInfo, pages: Pages):
        self._ask, self._zone, self._pages = ask, zone, pages
        self._looks = Turnstile(pages, rate=2.0, burst=60.0)
        self._asking = asyncio.Lock()  # a roll of 100,000 gifts takes 0.3 s: many visitors must not hold up the chat

    def routes(self) -> list[web.RouteDef]:
        """The routes of the page."""
        return [web.get(PATH, self._page), web.get("/honours", in_english(PATH))]

    async def _page(self, request: web.Request) -> web.Response:
        response = self._looks.closed(request)
        if response is None:
            page = whole(request.query.get("page", "")) or 1
            async with self._asking:
                found = await self._ask(lambda tx: roll(tx, page=page))
            keep = f"page={found.page}" if found.page > 1 else ""
            response = self._pages.show(request, "honours.html", zone=self._zone, keep=keep, path=PATH, roll=found)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, noarchive"
        return response
