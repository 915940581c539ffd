"""The drive's public page at / and the sign of life at /healthz."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.site.facts import PageFacts
from bot.site.static_files import StaticFiles
from bot.site.visitor import Front, language, remember_language

_HERE = Path(__file__).parent
_PAGE = "text/html"

Facts = Callable[[str], Awaitable[PageFacts | None]]
"""The page's content in a language; None while no drive is set up."""

Translate = Callable[[str, str], str]
"""(language, English source) → the sentence in that language, its {values} still in braces."""


class Site:
    """Serves the public page; what it shows is asked for at most every `keep` seconds and language."""

    def __init__(
        self,
        facts: Facts,
        translate: Translate,
        *,
        front: Front | None = None,
        chat: str = "/chat",
        icon: str = "/chat/static/-/icon.svg",
        keep: float = 10.0,
        clock: Callable[[], float] = time.monotonic,
    ):
        self._facts, self._translate = facts, translate
        self._front = front or Front()
        self._chat, self._icon = chat, icon
        self._keep, self._clock = keep, clock
        self._kept: dict[str, tuple[float, PageFacts | None]] = {}
        self._asking = asyncio.Lock()
        self._static = StaticFiles(_HERE / "static")
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def routes(self) -> list[web.RouteDef]:
        """The routes to add to the one application."""
        return [
            web.get("/", self._page),
            web.get("/healthz", self._health),
            web.get("/site/{version}/{name}", self._static.serve),
        ]

    async def _page(self, request: web.Request) -> web.Response:
        lang = language(request)

        def t(source: str, **values: object) -> str:
            return self._translate(lang, source).format_map(values)

        body = self._templates.get_template("drive.html").render(
            t=t,
            lang=lang,
            facts=await self._fresh(lang),
            chat=self._chat,
            icon=self._icon,
            style=f"/site/{self._static.version}/site.css",
        )
        response = web.Response(text=body, content_type=_PAGE)
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers["Vary"] = "Accept-Language, Cookie"
        remember_language(request, response, self._front.secure(request))
        return response

    async def _fresh(self, lang: str) -> PageFacts | None:
        """The facts, from memory where they are young; many visitors at once ask only once."""
        async with self._asking:
            kept = self._kept.get(lang)
            if kept is None or self._clock() - kept[0] >= self._keep:
                kept = self._kept[lang] = (self._clock(), await self._facts(lang))
            return kept[1]

    async def _health(self, request: web.Request) -> web.Response:
        return web.Response(text="ok")
