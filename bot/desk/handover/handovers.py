"""Batches for schools, prepared as in the chat, and their papers, which name children: no messenger carries them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import msgspec
from aiohttp import web

from bot.chat.phrase import Phrase
from bot.chat.row_number import row_number
from bot.chat.words import Refused
from bot.desk.pages import HEADERS, Pages, go
from bot.desk.sessions import DeskSessions
from bot.handlers.recipes import Draw, drawn
from bot.programme.devices.reception import my_receptions
from bot.programme.handover.batches import Batch, SchoolWaiting, batches_of, prepare, to_prepare
from bot.programme.handover.papers import record_paper, slips_paper
from bot.programme.world import World
from bot.turn.turn import Repeated

AT: Final = "/desk/handovers"
MOST: Final = 50
PAPERS: Final[Mapping[str, Callable[[World, int], Awaitable[dict[str, Any]]]]] = {
    "record": lambda tx, number: record_paper(tx, number=number),
    "slips": lambda tx, number: slips_paper(tx, number=number),
}


class AtReception(msgspec.Struct, frozen=True):
    """A reception of the reader's: what may be prepared there, and what was."""

    unit: int
    name: str
    schools: list[SchoolWaiting]
    batches: list[Batch]


class HandOvers:
    """GET and POST /desk/handovers, GET /desk/handovers/{number}/{paper}.pdf."""

    def __init__(self, pages: Pages, sessions: DeskSessions, draw: Draw):
        self._pages, self._sessions, self._draw = pages, sessions, draw
        self._drawing = asyncio.Semaphore(1)  # drawing is heavy, and the chats must stay quick

    def routes(self) -> list[web.RouteDef]:
        """The routes of handing over."""
        paper = AT + "/{number:[0-9]{1,9}}/{paper:record|slips}.pdf"
        return [web.get(AT, self._list), web.post(AT, self._do), web.get(paper, self._paper)]

    async def _list(self, request: web.Request) -> web.Response:
        return await self._show(request)

    async def _do(self, request: web.Request) -> web.StreamResponse:
        """Prepares a batch and leads back to the list; a refusal is shown there."""
        seat, fields = await self._sessions.form(request)
        unit, school = row_number(fields.get("unit", "")), row_number(fields.get("school", ""))
        try:
            made = await self._sessions.act(seat, fields, lambda tx: prepare(tx, unit=unit, school=school))
        except Repeated:
            raise go(f"{AT}?again=1") from None
        except Refused as no:
            return await self._show(request, no.why)
        raise go(f"{AT}?did={made.number}")

    async def _show(self, request: web.Request, trouble: Phrase | None = None) -> web.Response:
        seat, found = await self._sessions.read(request, lambda tx, seat: _look(tx))
        did = row_number(request.query.get("did", "")) if trouble is None else 0
        again = "again" in request.query
        return self._pages.show_to(
            seat, "handovers.html", here="handovers", trouble=trouble, found=found, did=did, again=again
        )

    async def _paper(self, request: web.Request) -> web.Response:
        """A paper as PDF, made for this one reader and kept nowhere."""
        make, number = PAPERS[request.match_info["paper"]], int(request.match_info["number"])
        _seat, recipe = await self._sessions.read(request, lambda tx, seat: make(tx, number))
        async with self._drawing:
            data, mime, name = await asyncio.to_thread(drawn, self._draw, recipe)
        headers = {**HEADERS, "Content-Disposition": f'inline; filename="{name}"'}
        return web.Response(body=data, content_type=mime, headers=headers)


async def _look(tx: World) -> list[AtReception]:
    return [
        AtReception(
            one.unit,
            one.name,
            await to_prepare(tx, unit=one.unit),
            await batches_of(tx, unit=one.unit, most=MOST),
        )
        for one in await my_receptions(tx)
    ]
