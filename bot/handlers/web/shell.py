"""The page itself: its HTML, its static files, what makes it installable."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from aiohttp import web

from bot.handlers.web.chrome import PAGE, chrome
from bot.handlers.web.people import People
from bot.web.headers import policy
from bot.web.session import Sessions
from bot.web.static_files import static_files
from bot.web.templates import Templates
from bot.web.visitor import Front, language, remember_language


class Shell:
    """GET /chat, /chat/static/{version}/{name}, /chat/manifest.webmanifest, /chat/sw.js."""

    def __init__(
        self, sessions: Sessions, people: People, front: Front, title: Callable[[str], tuple[str, str]], zone: str
    ):
        self._sessions, self._people, self._front = sessions, people, front
        self._title, self._zone = title, zone
        self._static = static_files(PAGE)
        self._worker = (PAGE / "sw.js").read_bytes()
        self._manifest = msgspec.json.decode((PAGE / "manifest.webmanifest").read_bytes(), type=dict[str, object])
        self._templates = Templates(PAGE, trim=False)

    def routes(self) -> list[web.RouteDef]:
        """The routes of the page."""
        return [
            web.get("/chat", self._show),
            web.get("/chat/static/{version}/{name}", self._static.serve),
            web.get("/chat/manifest.webmanifest", self._install),
            web.get("/chat/sw.js", self._work),
        ]

    async def _show(self, request: web.Request) -> web.Response:
        lang, secure = language(request), self._front.secure(request)
        people, wanted = self._people.people or {}, request.query.get("as")
        if people and wanted and wanted not in people:
            return self._nobody(lang)
        response = web.Response(content_type="text/html")
        session = self._sessions.greet(response, self._sessions.of(request), secure)
        name, organiser = self._title(lang)
        response.text = self._templates.render(
            "chat.html",
            lang=lang,
            name=name,
            organiser=organiser,
            words=chrome(lang),
            words_json=msgspec.json.encode(chrome(lang)).decode(),
            room=self._sessions.room(session),
            zone=self._zone,
            demo=bool(self._people.people),
            version=self._static.version,
            static=f"/chat/static/{self._static.version}",
            modules=[name for name in self._static.names(".js") if name != "sw.js"],
        )
        response.headers["Content-Security-Policy"] = policy(request.host, secure)
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers["X-Content-Type-Options"] = "nosniff"
        remember_language(request, response, secure)
        return response

    def _nobody(self, lang: str) -> web.Response:
        """Says whom one may play in a demonstration."""
        people = self._people.people or {}
        page = self._templates.render(
            "nobody.html",
            lang=lang,
            words=chrome(lang),
            people={key: part.label[lang] for key, part in people.items()},
            static=f"/chat/static/{self._static.version}",
        )
        headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        return web.Response(text=page, content_type="text/html", status=404, headers=headers)

    async def _install(self, request: web.Request) -> web.Response:
        lang = language(request)
        name, organiser = self._title(lang)
        manifest = {**self._manifest, "name": name, "description": organiser, "lang": lang}
        return web.Response(
            body=msgspec.json.encode(manifest),
            content_type="application/manifest+json",
            headers={"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"},
        )

    async def _work(self, request: web.Request) -> web.Response:
        """The service worker: it may serve /chat itself, not only what lies beneath."""
        headers = {
            "Content-Type": "text/javascript; charset=utf-8",
            "Cache-Control": "no-cache",
            "Service-Worker-Allowed": "/chat",
            "X-Content-Type-Options": "nosniff",
        }
        return web.Response(body=self._worker, headers=headers)
