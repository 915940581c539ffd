"""The drive's public page at / and the sign of life at /healthz."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web

from bot.site.facts import PageFacts
from bot.site.pages import CHAT, ICON, Pages, Translate
from bot.web.visitor import Front, language

Facts = Callable[[str], Awaitable[PageFacts | None]]
"""The page's content in a language; None while no drive is set up."""


Health = Callable[[], Awaitable[Sequence[str]]]
"""What is wrong, a sentence each."""


async def all_well() -> Sequence[str]:
    """Nothing is wrong."""
    return ()


class Site:
    """Serves the public page; what it shows is asked for at most every `keep` seconds and language."""

    def __init__(
        self,
        facts: Facts,
        translate: Translate,
        *,
        front: Front | None = None,
        chat: str = CHAT,
        icon: str = ICON,
        keep: float = 10.0,
        clock: Callable[[], float] = time.monotonic,
        health: Health = all_well,
    ):
        self._facts, self._troubles = facts, health
        self._pages = Pages(translate, front=front, chat=chat, icon=icon)
        self._keep, self._clock = keep, clock
        self._kept: dict[str, tuple[float, PageFacts | None]] = {}
        self._asking = asyncio.Lock()

    def routes(self) -> list[web.RouteDef]:
        """The routes to add to the one application."""
        return [
            web.get("/", self._page),
            web.get("/healthz", self._health),
            web.get("/site/{version}/{name}", self._pages.static.serve),
        ]

    async def _page(self, request: web.Request) -> web.Response:
        return self._pages.show(request, "drive.html", facts=await self._fresh(language(request)))

    async def _fresh(self, lang: str) -> PageFacts | None:
        """The facts, from memory where they are young; many visitors at once ask only once."""
        async with self._asking:
            kept = self._kept.get(lang)
            if kept is None or self._clock() - kept[0] >= self._keep:
                kept = self._kept[lang] = (self._clock(), await self._facts(lang))
            return kept[1]

    async def _health(self, request: web.Request) -> web.Response:
        """200 while all that has to be written down can be; else 503 with what cannot."""
        troubles = await self._troubles()
        headers = {"Cache-Control": "no-store"}
        return web.Response(status=503 if troubles else 200, text="\n".join(troubles) or "ok", headers=headers)
