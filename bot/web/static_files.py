"""A folder of static files, held in memory and served under an address that changes with their content."""

from __future__ import annotations

import gzip
from functools import cache
from hashlib import sha256
from pathlib import Path

from aiohttp import web

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
_YEAR = "public, max-age=31536000, immutable"


class StaticFiles:
    """The files of one folder whose type we serve; `version` is a digest of all of them."""

    def __init__(self, folder: Path):
        self._files: dict[str, tuple[bytes, str]] = {}
        digest = sha256()
        for path in sorted(folder.iterdir()):
            kind = TYPES.get(path.suffix)
            if kind is None:
                continue
            plain = path.read_bytes()
            digest.update(path.name.encode() + b"\0" + plain)
            self._files[path.name] = (plain, kind)
        self.version = digest.hexdigest()[:12]

    def names(self, suffix: str) -> list[str]:
        """The names of the files that end so, in order."""
        return [name for name in self._files if name.endswith(suffix)]

    async def serve(self, request: web.Request) -> web.Response:
        """Answers …/{version}/{name}: for a year where the version is today's, else to be asked for again."""
        found = self._files.get(request.match_info["name"])
        if found is None:
            raise web.HTTPNotFound
        plain, kind = found
        current = request.match_info["version"] == self.version
        headers = {
            "Content-Type": kind,
            "Cache-Control": _YEAR if current else "no-cache",
            "ETag": f'"{self.version}"',
            "X-Content-Type-Options": "nosniff",
            "Vary": "Accept-Encoding",
        }
        if request.headers.get("If-None-Match") == headers["ETag"]:
            return web.Response(status=304, headers=headers)
        if kind != TYPES[".png"] and "gzip" in request.headers.get("Accept-Encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return web.Response(body=_packed(plain), headers=headers)
        return web.Response(body=plain, headers=headers)


@cache
def static_files(folder: Path) -> StaticFiles:
    """The files of a folder, read once however many pages use them."""
    return StaticFiles(folder)


@cache
def _packed(plain: bytes) -> bytes:
    return gzip.compress(plain, 9, mtime=0)
