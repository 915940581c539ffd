"""The queue of receipts: each with its likely pledges, one click to settle it and one to take that back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, urlencode

import msgspec
from aiohttp import web

from bot.chat.phrase import Phrase
from bot.chat.row_number import row_number
from bot.chat.words import Refused
from bot.desk.list_address import ListAddress
from bot.desk.money.receipt_actions import ACTIONS, BY_NAME
from bot.desk.money.receipt_list import STATES, ReceiptPage, ReceiptRow, receipt_page, receipt_row
from bot.desk.pages import Pages, go
from bot.desk.search import Wanted, wanted
from bot.desk.sessions import DeskSessions, Seat
from bot.programme.money.doubts import doubts_of
from bot.programme.world import World
from bot.turn.turn import Repeated

AT: Final = "/desk/receipts"
LIST: Final = ListAddress(AT, STATES, first="open", kept=("text", "sum", "after"))
MORE: Final = [action.name for action in ACTIONS if action.more]


class RefusedAttempt(msgspec.Struct, frozen=True):
    """A deed that was refused: about which receipt, why, and what was typed for it."""

    receipt: int
    action: str
    why: Phrase
    typed: str


class _View(msgspec.Struct, frozen=True):
    wanted: Wanted
    queue: ReceiptPage
    done: ReceiptRow | None
    doubts: int


class Receipts:
    """GET /desk/receipts, POST /desk/receipts/{number}."""

    def __init__(self, pages: Pages, sessions: DeskSessions):
        self._pages, self._sessions = pages, sessions

    def routes(self) -> list[web.RouteDef]:
        """The routes of the queue."""
        return [web.get(AT, self._list), web.post(AT + r"/{number:\d{1,17}}", self._do)]

    async def _list(self, request: web.Request) -> web.Response:
        return await self._show(request, request.query)

    async def _do(self, request: web.Request) -> web.StreamResponse:
        """Does one deed and leads back to where the clerk was; a refusal is shown there, at the receipt."""
        seat, fields = await self._sessions.form(request)
        number = int(request.match_info["number"])
        back = dict(parse_qsl(fields.get("back", "")[:500]))
        name, _colon, code = fields.get("do", "").partition(":")
        action = BY_NAME.get(name)
        if action is None:
            raise web.HTTPBadRequest
        told = {**fields, "code": code} if code else fields
        again = {}
        try:
            await self._sessions.act(seat, fields, lambda tx: action.do(tx, number, told))
        except Repeated:
            again = {"again": "1"}
        except Refused as no:
            return await self._show(
                request, back, RefusedAttempt(number, action.name, no.why, told.get(action.field, ""))
            )
        raise go(f"{AT}?{urlencode({**LIST.part(back), 'done': number, 'did': name, **again})}")

    async def _show(
        self,
        request: web.Request,
        asked: Mapping[str, str],
        tried: RefusedAttempt | None = None,
    ) -> web.Response:
        where = LIST.part(asked)
        done = row_number(asked.get("done", ""))

        async def look(tx: World, seat: Seat) -> _View:
            search = wanted(tx.plan, where)
            settled = await receipt_row(tx, done) if done else None
            return _View(search, await receipt_page(tx, search), settled, await doubts_of(tx))

        seat, found = await self._sessions.read(request, look)
        return self._pages.show_to(
            seat,
            "receipts.html",
            here="receipts",
            found=found,
            where=where,
            back=urlencode(where),
            states=STATES,
            link=LIST.links(where),
            actions=ACTIONS,
            by_name=BY_NAME,
            more=MORE,
            about=tried.receipt if tried else 0,
            tried=tried.action if tried else "",
            trouble=tried.why if tried else None,
            typed=tried.typed if tried else "",
            again="again" in asked,
            did=asked.get("did", ""),
        )
