"""Movements that may be in the books already: both sources side by side, one click says one or two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec
from aiohttp import web

from bot.chat.phrase import Phrase
from bot.chat.row_number import row_number
from bot.chat.words import Refused
from bot.desk.pages import Pages, go
from bot.desk.sessions import DeskSessions, Seat
from bot.programme.money.doubts import Doubt, another_movement, doubt_again, next_doubt, same_movement, source_named
from bot.programme.people.roles import require_clerk
from bot.programme.world import World
from bot.turn.turn import Repeated

AT: Final = "/desk/doubts"
AT_ONCE: Final = 20
DEEDS: Final = {"same": same_movement, "apart": another_movement, "again": doubt_again}


class DoubtPage(msgspec.Struct, frozen=True):
    """Doubts, the oldest first, and how many more there are."""

    rows: list[Doubt]
    left: int


async def doubt_page(tx: World) -> DoubtPage:
    """What waits for a clerk; only for clerks."""
    await require_clerk(tx)
    rows: list[Doubt] = []
    while len(rows) < AT_ONCE and (found := await next_doubt(tx, after=rows[-1].telling if rows else 0)) is not None:
        rows.append(found)
    return DoubtPage(rows, rows[-1].left if rows else 0)


class Doubts:
    """GET /desk/doubts, POST /desk/doubts/{telling}."""

    def __init__(self, pages: Pages, sessions: DeskSessions):
        self._pages, self._sessions = pages, sessions

    def routes(self) -> list[web.RouteDef]:
        """The routes of the doubts."""
        return [web.get(AT, self._list), web.post(AT + r"/{telling:\d{1,17}}", self._do)]

    async def _list(self, request: web.Request) -> web.Response:
        return await self._show(request, request.query)

    async def _do(self, request: web.Request) -> web.StreamResponse:
        """Does what was decided and leads back; a refusal is shown above the list."""
        seat, fields = await self._sessions.form(request)
        telling, did = int(request.match_info["telling"]), fields.get("do", "")
        deed = DEEDS.get(did)
        if deed is None:
            raise web.HTTPBadRequest
        try:
            await self._sessions.act(seat, fields, lambda tx: deed(tx, telling=telling))
        except Repeated:
            did = "twice"
        except Refused as no:
            return await self._show(request, {}, no.why)
        raise go(f"{AT}?done={telling}&did={did}")

    async def _show(
        self, request: web.Request, asked: Mapping[str, str], trouble: Phrase | None = None
    ) -> web.Response:
        async def look(tx: World, _seat: Seat) -> DoubtPage:
            return await doubt_page(tx)

        seat, found = await self._sessions.read(request, look)
        return self._pages.show_to(
            seat,
            "doubts.html",
            here="receipts",
            trouble=trouble,
            found=found,
            done=row_number(asked.get("done", "")),
            did=asked.get("did", ""),
            source_named=source_named,
        )
