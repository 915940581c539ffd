"""Things to be fetched: where, which day suits, who goes; agreed on, fetched, or not, as in the chat."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any, Final

from aiohttp import web

from bot.chat.kinds.text import tidy
from bot.chat.phrase import Phrase, _
from bot.chat.words import Refused
from bot.desk.pages import Pages, go
from bot.desk.sessions import DeskSessions
from bot.programme.giving.fetching import LONGEST, Fetch, agree_fetch, fetch_list, note_failed, note_fetched
from bot.programme.giving.terms import GoodsTerms, goods_terms
from bot.programme.world import World
from bot.turn.turn import Repeated

AT: Final = "/desk/fetches"
Fields = Mapping[str, str]


async def _agree(tx: World, code: str, fields: Fields) -> str:
    try:
        day = date.fromisoformat(fields.get("day", ""))
    except ValueError as error:
        raise Refused(_("Please choose a day from today on, within two months.")) from error
    return await agree_fetch(tx, code=code, day=day, goes=tidy(fields.get("text", "")[:LONGEST]))


async def _done(tx: World, code: str, fields: Fields) -> str:
    return await note_fetched(tx, code=code)


async def _failed(tx: World, code: str, fields: Fields) -> str:
    return await note_failed(tx, code=code, why=tidy(fields.get("text", "")[:LONGEST]))


DEEDS: Final[Mapping[str, Callable[[World, str, Fields], Awaitable[Any]]]] = {
    "agree": _agree,
    "done": _done,
    "failed": _failed,
}


class Fetches:
    """GET /desk/fetches, POST /desk/fetches/{code}."""

    def __init__(self, pages: Pages, sessions: DeskSessions):
        self._pages, self._sessions = pages, sessions

    def routes(self) -> list[web.RouteDef]:
        """The routes of what is to be fetched."""
        return [web.get(AT, self._list), web.post(AT + "/{code:[0-9A-Z]{4,20}}", self._do)]

    async def _list(self, request: web.Request) -> web.Response:
        return await self._show(request)

    async def _do(self, request: web.Request) -> web.StreamResponse:
        """Does one deed and leads back to the list; a refusal is shown there."""
        seat, fields = await self._sessions.form(request)
        code, deed = request.match_info["code"], DEEDS.get(fields.get("do", ""))
        if deed is None:
            raise web.HTTPBadRequest
        try:
            await self._sessions.act(seat, fields, lambda tx: deed(tx, code, fields))
        except Repeated:
            raise go(f"{AT}?again=1") from None
        except Refused as no:
            return await self._show(request, no.why)
        raise go(f"{AT}?did={code}")

    async def _show(self, request: web.Request, trouble: Phrase | None = None) -> web.Response:
        seat, (found, terms, day) = await self._sessions.read(request, lambda tx, seat: _look(tx))
        return self._pages.show_to(
            seat,
            "fetches.html",
            here="fetches",
            trouble=trouble,
            found=found,
            terms=terms,
            today=day.isoformat(),
            did=request.query.get("did", "") if trouble is None else "",
            again="again" in request.query,
            longest=LONGEST,
            day_of=date.fromisoformat,
        )


async def _look(tx: World) -> tuple[list[Fetch], GoodsTerms, date]:
    return await fetch_list(tx), await goods_terms(tx), tx.today
