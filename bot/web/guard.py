"""Whether a request comes from a page of ours: other sites' pages may not speak for a visitor."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from aiohttp import web


class Guard:
    """Allows the given origins ("https://song.example.vn"); where none are given, the host that was asked."""

    def __init__(self, origins: Collection[str] = ()):
        self._origins = frozenset(origin.rstrip("/").lower() for origin in origins)

    def allows(self, request: web.Request) -> bool:
        """Browsers always name the origin on WebSockets and posts, so none is none of ours."""
        origin = request.headers.get("Origin", "").lower()
        if self._origins:
            return origin in self._origins
        try:
            named = urlsplit(origin)
        except ValueError:  # no address at all
            return False
        return named.scheme in ("http", "https") and named.netloc == request.host.lower()
