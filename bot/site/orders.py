"""The orders of allocation as a page, and each of them as a file from which anybody can recompute it."""

from __future__ import annotations

import asyncio
from typing import Final
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.programme.allocation.public_file import written
from bot.programme.allocation.public_rounds import orders_page, public_round
from bot.programme.allocation.telling import PATH
from bot.site.asking import AskProgramme, Turnstile, in_english
from bot.site.pages import Pages

LONGEST_NAME: Final = 20


class OrdersPage:
    """GET /phanbo, and /phanbo/device-1.csv for each round's file."""

    def __init__(self, ask: AskProgramme, zone: ZoneInfo, pages: Pages):
        self._ask, self._zone, self._pages = ask, zone, pages
        self._looks = Turnstile(pages, rate=2.0, burst=60.0)
        self._files = Turnstile(pages, rate=0.1, burst=10.0)
        self._writing = asyncio.Lock()  # an order of 100,000 places takes a second: one at a time

    def routes(self) -> list[web.RouteDef]:
        """The routes of the page and the files."""
        return [
            web.get(PATH, self._page),
            web.get(PATH + "/{name}.csv", self._file),
            web.get("/orders", in_english(PATH)),
        ]

    async def _page(self, request: web.Request) -> web.Response:
        closed = self._looks.closed(request)
        if closed is not None:
            return closed
        found = await self._ask(orders_page)
        return self._pages.show(request, "orders.html", zone=self._zone, path=PATH, orders=found)

    async def _file(self, request: web.Request) -> web.Response:
        closed = self._files.closed(request)
        if closed is not None:
            return closed
        name = request.match_info["name"][:LONGEST_NAME]
        async with self._writing:
            round = await self._ask(lambda tx: public_round(tx, name))
            if round is None:
                raise web.HTTPNotFound
            text = await asyncio.to_thread(written, round)
        headers = {"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "no-store"}
        return web.Response(text=text, content_type="text/csv", charset="utf-8", headers=headers)
