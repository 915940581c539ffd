"""Makes a public page from its template, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from aiohttp import web

from bot import texts
from bot.chat.phrase import Cash, Lines, _n
from bot.site.plan_words import plan_words
from bot.web.static_files import static_files
from bot.web.templates import Templates
from bot.web.visitor import Front, language, remember_language

_HERE: Final = Path(__file__).parent
CHAT: Final = "/chat"
ICON: Final = "/chat/static/-/icon.svg"

Translate = Callable[[str, str], str]
"""(language, English source) → the sentence in that language, its {values} still in braces."""


def translated(lang: str, source: str) -> str:
    """A sentence from the catalogs."""
    return texts.catalog(lang).gettext(source)


class Pages:
    """The templates and styles of the public pages."""

    def __init__(
        self,
        translate: Translate = translated,
        *,
        front: Front | None = None,
        chat: str = CHAT,
        icon: str = ICON,
    ):
        self._translate, self.front = translate, front or Front()
        self.static = static_files(_HERE / "static")
        style = f"/site/{self.static.version}/site.css"
        self._templates = Templates(_HERE / "templates", {"chat": chat, "icon": icon, "style": style, "_n": _n})

    def show(
        self,
        request: web.Request,
        template: str,
        *,
        zone: ZoneInfo | None = None,
        status: int = 200,
        keep: str = "",
        **values: Any,
    ) -> web.Response:
        """A page in the visitor's language; `keep` is the part of its query that a change of language keeps."""
        lang = language(request)

        def t(source: str, **shown: object) -> str:
            return self._translate(lang, source).format_map(shown)

        def say(said: Lines) -> str:
            return texts.plain(said, lang, zone)

        def day(when: datetime | date) -> str:
            return texts.day(when.astimezone(zone).date() if isinstance(when, datetime) else when, lang)

        def named(names: dict[str, str]) -> str:
            return names.get(lang) or next(iter(names.values()))

        body = self._templates.render(
            template,
            t=t,
            say=say,
            day=day,
            named=named,
            own=lambda text, calls=False: plan_words(text, lang, calls=calls),
            when=lambda moment: texts.shown(moment, lang, zone),
            cash=lambda minor, currency="VND": texts.money(Cash(minor, currency), lang),
            number=lambda value: texts.number(value, lang),
            lang=lang,
            keep=f"{keep}&" if keep else "",
            **values,
        )
        response = web.Response(text=body, content_type="text/html", status=status)
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers["Vary"] = "Accept-Language, Cookie"
        remember_language(request, response, self.front.secure(request))
        return response
