"""What a web request says about its visitor: language, address, whether the connection is encrypted."""

from __future__ import annotations

from collections.abc import Collection

from aiohttp import web

LANGUAGES = ("vi", "en")
LANGUAGE_COOKIE = "lang"
YEAR = 365 * 24 * 3600


def language(request: web.Request) -> str:
    """ "vi" or "en": asked for with ?lang=, chosen before (cookie), or preferred by the browser; else Vietnamese."""
    for choice in (request.query.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if choice in LANGUAGES:
            return choice
    return preferred(request.headers.get("Accept-Language", ""))


def preferred(header: str) -> str:
    """The best of our languages for an Accept-Language header such as "en-GB,en;q=0.8,vi;q=0.5"."""
    best, weight = LANGUAGES[0], 0.0
    for part in header.split(",")[:20]:
        tag, _, rest = part.partition(";")
        code = tag.strip().lower().partition("-")[0]
        try:
            q = float(rest.strip().removeprefix("q=")) if rest else 1.0
        except ValueError:
            continue
        if code in LANGUAGES and q > weight:
            best, weight = code, q
    return best


def remember_language(request: web.Request, response: web.StreamResponse, secure: bool) -> None:
    """Keeps an explicit ?lang= for the next time."""
    asked = request.query.get("lang")
    if asked in LANGUAGES:
        response.set_cookie(LANGUAGE_COOKIE, asked, max_age=YEAR, samesite="Lax", secure=secure, path="/")


class Front:
    """What stands between us and the visitor: only the named proxies' word about address and encryption is taken."""

    def __init__(self, proxies: Collection[str] = ()):
        self._proxies = frozenset(proxies)

    def ip(self, request: web.Request) -> str:
        """The visitor's network address: the last hop that is no proxy of ours."""
        remote = request.remote or ""
        if remote not in self._proxies:
            return remote
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
        return next((hop for hop in reversed(hops) if hop and hop not in self._proxies), remote)

    def secure(self, request: web.Request) -> bool:
        """Whether the visitor's connection is https."""
        if request.remote in self._proxies:
            return request.headers.get("X-Forwarded-Proto", "").strip().lower() == "https"
        return request.scheme == "https"
