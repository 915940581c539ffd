"""The first page: what waits, what came in today, statements under way, pledged against received."""

from __future__ import annotations

from aiohttp import web

from bot.desk.pages import Pages
from bot.desk.sessions import DeskSessions
from bot.desk.today import overview


class Overview:
    """GET /desk."""

    def __init__(self, pages: Pages, sessions: DeskSessions):
        self._pages, self._sessions = pages, sessions

    def routes(self) -> list[web.RouteDef]:
        """The one route."""
        return [web.get("/desk", self._show)]

    async def _show(self, request: web.Request) -> web.Response:
        seat, found = await self._sessions.read(request, lambda tx, seat: overview(tx, seat.worker.clerk))
        return self._pages.show_to(seat, "overview.html", here="overview", found=found)
