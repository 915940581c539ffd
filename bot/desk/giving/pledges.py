"""Pledges: searched by code, name, unit, sum and state; one with all that came in for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from aiohttp import web

from bot.desk.giving.pledge_list import STATES, PledgePage, pledge_list, pledge_shown
from bot.desk.list_address import ListAddress
from bot.desk.pages import Pages
from bot.desk.search import Wanted, wanted
from bot.desk.sessions import DeskSessions
from bot.programme.world import World

AT: Final = "/desk/pledges"
LIST: Final = ListAddress(AT, STATES, first="all", kept=("text", "sum", "after"))


class Pledges:
    """GET /desk/pledges, GET /desk/pledges/{code}."""

    def __init__(self, pages: Pages, sessions: DeskSessions):
        self._pages, self._sessions = pages, sessions

    def routes(self) -> list[web.RouteDef]:
        """The routes of the pledges."""
        return [web.get(AT, self._list), web.get(AT + "/{code:[0-9A-Z]{4,20}}", self._one)]

    async def _list(self, request: web.Request) -> web.Response:
        where = LIST.part(request.query)
        seat, (search, found) = await self._sessions.read(request, lambda tx, seat: _search(tx, where))
        return self._pages.show_to(
            seat,
            "pledges.html",
            here="pledges",
            wanted=search,
            found=found,
            where=where,
            states=STATES,
            link=LIST.links(where),
        )

    async def _one(self, request: web.Request) -> web.Response:
        code = request.match_info["code"]
        seat, found = await self._sessions.read(request, lambda tx, seat: pledge_shown(tx, code, seat.worker.clerk))
        if found is None:
            raise web.HTTPNotFound
        return self._pages.show_to(seat, "pledge.html", here="pledges", found=found)


async def _search(tx: World, where: Mapping[str, str]) -> tuple[Wanted, PledgePage]:
    search = wanted(tx.plan, where)
    return search, await pledge_list(tx, search)
