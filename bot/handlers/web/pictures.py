"""Pictures and documents of messages, drawn when they are asked for, and what the person sent."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.handlers.recipes import Draw, drawn, name_of
from bot.handlers.web.people import People
from bot.handlers.web.shelf import Shelf
from bot.handlers.web.talk import Talks
from bot.web.limits import Buckets, Limits
from bot.web.session import Sessions

_KEPT = "private, max-age=86400"
_SHOWN = ("image/png", "image/jpeg", "image/webp")
_SANDBOX = "default-src 'none'; sandbox"


class Pictures:
    """GET /chat/picture/…, /chat/document/…, /chat/sent/…: each only for the chat it belongs to.

    Of a message that was changed, it is the picture or document it has now; what follows the token only tells browsers
    that it is another one.
    """

    def __init__(
        self,
        talks: Talks,
        sessions: Sessions,
        people: People,
        shelf: Shelf,
        draw: Draw,
        limits: Limits,
    ):
        self._chats = Buckets(limits.picture_rate, limits.picture_burst)
        self._talks, self._sessions, self._people, self._shelf, self._draw = talks, sessions, people, shelf, draw
        self._drawing = asyncio.Semaphore(2)  # drawing is heavy, and the chat must stay quick

    def routes(self) -> list[web.RouteDef]:
        """The routes of pictures and papers."""
        return [
            web.get("/chat/picture/{token}", self._picture),
            web.get("/chat/picture/{token}/{change}", self._picture),
            web.get("/chat/document/{token}", self._document),
            web.get("/chat/document/{token}/{change}", self._document),
            web.get("/chat/sent/{name}", self._sent),
        ]

    async def _picture(self, request: web.Request) -> web.Response:
        number, recipe = await self._recipe(request, "picture")
        data, mime, _name = await self._made(recipe, number)
        return _file(data, mime, "")

    async def _document(self, request: web.Request) -> web.Response:
        number, recipe = await self._recipe(request, "document")
        data, mime, name = await self._made(recipe, number)
        return _file(data, mime, name, save=True)

    async def _sent(self, request: web.Request) -> web.Response:
        chat = self._people.chat_of(request)
        ref = f"web:{request.match_info['name']}"
        file = self._shelf.file(ref, chat) if chat is not None else None
        if file is None:
            raise web.HTTPNotFound
        data = await asyncio.to_thread(self._shelf.read, ref)
        return _file(data, file.mime, "" if file.mime in _SHOWN else file.name or "file")

    async def _recipe(self, request: web.Request, kind: str) -> tuple[int, dict[str, Any]]:
        chat = self._people.chat_of(request)
        number = None if chat is None else self._sessions.number(kind, chat, request.match_info["token"])
        if chat is None or number is None:
            raise web.HTTPNotFound
        now = asyncio.get_running_loop().time()
        if self._chats.of(chat, now).take(now):
            raise web.HTTPTooManyRequests
        said = await self._talks.one(chat, number)
        recipe = None if said is None else said.picture if kind == "picture" else said.document
        if recipe is None:
            raise web.HTTPNotFound
        return number, recipe

    async def _made(self, recipe: dict[str, Any], number: int) -> tuple[bytes, str, str]:
        """(bytes, type, name) of a recipe; a file that came in by the web is taken from the shelf itself."""
        ref = recipe.get("file")
        note = self._shelf.note(ref) if isinstance(ref, str) else None
        if note is not None:
            return await asyncio.to_thread(self._shelf.read, str(ref)), note.mime, name_of(recipe) or note.name
        async with self._drawing:
            return await asyncio.to_thread(drawn, self._draw, recipe, str(number))


def _file(data: bytes, mime: str, name: str, save: bool = False) -> web.Response:
    """Bytes for one reader only: shown where they are a picture and not to be saved; never run as a page."""
    headers = {
        "Content-Type": mime,
        "Cache-Control": _KEPT,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": _SANDBOX,
    }
    if save or mime not in _SHOWN:
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name or 'file')}"
    return web.Response(body=data, headers=headers)
