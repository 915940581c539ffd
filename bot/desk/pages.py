"""Makes a page of the desk from its template, in the reader's language, with the strictest headers."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from aiohttp import web
from multidict import CIMultiDict

import bot.site
from bot import texts
from bot.chat.phrase import Lines, Phrase, given
from bot.desk import words
from bot.programme.codes import shown
from bot.web.static_files import static_files
from bot.web.templates import Templates

if TYPE_CHECKING:
    from bot.desk.sessions import Seat

_HERE: Final = Path(__file__).parent
_SITE: Final = Path(bot.site.__file__).parent
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
}
"""No page of the desk is kept, framed, found or told of; and there is no script in it."""


class Pages:
    """The templates and styles of the desk."""

    def __init__(self, icon: str = "/chat/static/-/icon.svg"):
        self._static = static_files(_HERE / "static")
        self._styles = [
            f"/site/{static_files(_SITE / 'static').version}/site.css",
            f"/desk/static/{self._static.version}/desk.css",
        ]
        shared = {"icon": icon, "styles": self._styles, "words": words, "called": words.called, "given": given,
                  "shown": shown}  # fmt: skip
        self._templates = Templates(_HERE / "templates", shared)

    def routes(self) -> list[web.RouteDef]:
        """The styles."""
        return [web.get("/desk/static/{version}/{name}", self._static.serve)]

    def show_to(
        self,
        seat: Seat,
        template: str,
        *,
        here: str,
        trouble: Phrase | None = None,
        refused: int = 409,
        **values: Any,
    ) -> web.Response:
        """A page for whoever is logged in, `here` among the places of the desk.

        `trouble` says why what they sent was refused, with that status.
        """
        status = refused if trouble else 200
        values |= {"seat": seat, "here": here, "trouble": trouble}
        return self.show(template, seat.lang, seat.zone, status=status, **values)

    def show(
        self, template: str, lang: str, zone: ZoneInfo | None = None, *, status: int = 200, **values: Any
    ) -> web.Response:
        """A page; `values` must hold the `seat` of whoever is logged in, or None."""

        def t(source: str, **shown: object) -> str:
            return texts.catalog(lang).gettext(source).format_map(shown)

        def say(said: Lines) -> str:
            return texts.plain(said, lang, zone)

        def when(moment: datetime) -> str:
            """Statements often tell the day alone, as its first moment."""
            local = moment.astimezone(zone)
            return texts.day(local.date(), lang) if local.time() == time.min else texts.shown(moment, lang, zone)

        body = self._templates.render(
            template,
            t=t,
            say=say,
            when=when,
            cash=lambda sum: texts.money(sum, lang),
            number=lambda value: texts.number(value, lang),
            named=lambda names: names.get(lang) or next(iter(names.values())),
            lang=lang,
            **values,
        )
        return web.Response(text=body, content_type="text/html", status=status, headers=HEADERS)


def go(to: str) -> web.HTTPSeeOther:
    """The answer that leads to another page of the desk."""
    return web.HTTPSeeOther(to, headers=CIMultiDict(HEADERS))
