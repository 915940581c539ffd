"""What every page of a demonstration bears, whoever made it: the ribbon, and on the first one what to try."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler as Route
from aiohttp.typedefs import Middleware

from bot import texts
from bot.chat.phrase import _
from bot.web.static_files import static_files
from bot.web.templates import Templates
from bot.web.visitor import language

HERE: Final = Path(__file__).parent
SAYS: Final = _("TRIAL · all people, accounts and figures here are invented")


class Ribbon:
    """A middleware, and the routes of its style."""

    def __init__(self) -> None:
        self._static = static_files(HERE / "static")
        self._templates = Templates(HERE / "templates")

    def routes(self) -> list[web.RouteDef]:
        """The routes to add to the one application."""
        return [web.get("/trial/{version}/{name}", self._static.serve)]

    @property
    def middleware(self) -> Middleware:
        """Puts the ribbon on whatever is a page."""

        @web.middleware
        async def with_ribbon(request: web.Request, handler: Route) -> web.StreamResponse:
            response = await handler(request)
            if isinstance(response, web.Response) and response.content_type == "text/html" and response.text:
                response.text = self._marked(response.text, language(request), first=request.path == "/")
            return response

        return with_ribbon

    def _marked(self, page: str, lang: str, *, first: bool) -> str:
        def t(source: str) -> str:
            return texts.catalog(lang).gettext(source)

        style = f'<link rel="stylesheet" href="/trial/{self._static.version}/trial.css">'
        head, _end, body = page.partition("</head>")
        begun, bracket, rest = body.partition("<body")
        opening, closed, content = rest.partition(">")
        ribbon = f'<p class="trial" role="note">{texts.plain(SAYS, lang)}</p>'
        page = f"{head}{style}</head>{begun}{bracket}{opening}{closed}{ribbon}{content}"
        if not first:
            return page
        hero, end, rest = page.partition("</section>")
        return f"{hero}{end}{self._templates.render('try.html', t=t)}{rest}"
