"""The web desk, whole: joins its pages, and answers in the reader's language whatever goes wrong."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from typing import Final

from aiohttp import web

from bot.chat.phrase import Phrase, _
from bot.chat.words import Refused
from bot.desk.devices.devices import Devices
from bot.desk.exports import Exports
from bot.desk.giving.fetches import Fetches
from bot.desk.giving.pledges import Pledges
from bot.desk.handover.handovers import HandOvers
from bot.desk.login import Door
from bot.desk.money.doubts import Doubts
from bot.desk.money.receipts import Receipts
from bot.desk.money.statements import Imports
from bot.desk.overview import Overview
from bot.desk.pages import Pages
from bot.desk.port import House
from bot.desk.sessions import SEAT, DeskSessions
from bot.desk.students.student_files import StudentFiles
from bot.desk.students.student_pages import StudentPages
from bot.desk.unit_reports import UnitReports
from bot.handlers.recipes import Draw
from bot.handlers.web.shelf import Shelf
from bot.messages import Full
from bot.storage.secrecy import Secrecy
from bot.turn.turn import Repeated
from bot.web.guard import Guard
from bot.web.visitor import Front, language

Route = Callable[[web.Request], Awaitable[web.StreamResponse]]
FOREIGN: Final = _("This form does not belong to your present visit, so nothing was done. Please open the page anew.")
TWICE: Final = _("That has been done already; nothing was done a second time.")
BUSY: Final = _("There is too much to do just now. Please try again in a minute.")


class Desk:
    """`shelf` keeps uploaded statements; `origins` and `draw` as in WebHandler."""

    def __init__(
        self,
        house: House,
        secrecy: Secrecy,
        shelf: Shelf,
        *,
        origins: Collection[str] = (),
        front: Front | None = None,
        draw: Draw,
    ):
        front = front or Front()
        self._pages = Pages()
        sessions = DeskSessions(house, secrecy, Guard(origins), front)
        self._parts = (
            Door(house, self._pages, sessions, front),
            Overview(self._pages, sessions),
            Receipts(self._pages, sessions),
            Doubts(self._pages, sessions),
            Pledges(self._pages, sessions),
            Fetches(self._pages, sessions),
            UnitReports(self._pages, sessions),
            Devices(self._pages, sessions),
            Imports(self._pages, sessions, shelf),
            StudentPages(self._pages, sessions),
            StudentFiles(sessions),
            HandOvers(self._pages, sessions, draw),
            Exports(sessions),
        )

    def routes(self) -> list[web.RouteDef]:
        """The routes to add to the one application."""
        told = [route for part in self._parts for route in part.routes()]
        return [
            *self._pages.routes(),
            *(web.RouteDef(r.method, r.path, self._kindly(r.handler), r.kwargs) for r in told),
        ]

    def _kindly(self, handler: Route) -> Route:
        async def answer(request: web.Request) -> web.StreamResponse:
            try:
                return await handler(request)
            except Refused as no:
                return self._trouble(request, no.why, 403)
            except web.HTTPForbidden:
                return self._trouble(request, FOREIGN, 403)
            except Repeated:
                return self._trouble(request, TWICE, 409)
            except Full:
                return self._trouble(request, BUSY, 503)

        return answer

    def _trouble(self, request: web.Request, why: Phrase, status: int) -> web.Response:
        seat = request.get(SEAT)
        lang, zone = (seat.lang, seat.zone) if seat else (language(request), None)
        return self._pages.show("trouble.html", lang, zone, status=status, seat=seat, here="", why=why)
