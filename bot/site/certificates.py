"""Whether a certificate is genuine: whoever holds its code learns that, and of its donor only what they allow."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.programme.codes import LONGEST_TYPED, shown
from bot.programme.thanks.certificates import MARK, Verified, verified
from bot.programme.world import World
from bot.site.asking import AskProgramme, Turnstile, in_english
from bot.site.pages import Pages

PATH: Final = "/kiemtra"
PRIVATE: Final = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
"""No such page is kept, found, or named to anybody else by its address."""


class CertificatePage:
    """GET /kiemtra with a form, /kiemtra/{code} and, from the form, /kiemtra?code=. Looks are limited by address.

    A code that cannot be one and a code that nobody has get the same answer.
    """

    def __init__(
        self,
        ask: AskProgramme,
        zone: ZoneInfo,
        pages: Pages,
        look: Callable[[World, str], Awaitable[Verified | None]] = verified,
    ):
        self._ask, self._zone, self._pages, self._look = ask, zone, pages, look
        self._looks = Turnstile(pages, rate=0.5, burst=30.0)

    def routes(self) -> list[web.RouteDef]:
        """The routes of the page."""
        return [
            web.get(PATH, self._page),
            web.get(PATH + "/{code}", self._page),
            web.get("/verify", in_english(PATH)),
            web.get("/verify/{code}", in_english(PATH)),
        ]

    async def _page(self, request: web.Request) -> web.Response:
        in_path = request.match_info.get("code", "")
        typed = (in_path or request.query.get("code", ""))[: LONGEST_TYPED + 1].strip()
        response = self._looks.closed(request) if typed else None
        if response is None:
            found, example = await self._ask(lambda tx: self._found(tx, typed))
            status = 404 if typed and found is None else 200
            response = self._pages.show(
                request,
                "certificate.html",
                zone=self._zone,
                status=status,
                path=PATH,
                typed=typed,
                found=found,
                example=example,
                keep=urlencode({"code": typed}) if typed and not in_path else "",
            )
        response.headers.update(PRIVATE)
        return response

    async def _found(self, tx: World, typed: str) -> tuple[Verified | None, str]:
        """The certificate with a code, if any, and what a code of this drive looks like."""
        return await self._look(tx, typed) if typed else None, shown(f"{tx.plan.code_prefix}{MARK}7K2PQXR")
