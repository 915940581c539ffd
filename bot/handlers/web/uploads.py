"""Takes photos and documents in: size, kind and number checked, kept under a random name."""

from __future__ import annotations

import asyncio
import logging
import shutil
from pathlib import Path
from urllib.parse import unquote

from aiohttp import web

from bot.handlers.web.chrome import chrome
from bot.handlers.web.people import People
from bot.handlers.web.shelf import Shelf
from bot.handlers.web.talk import sent
from bot.web import file_kinds as magic
from bot.web.body import BROKEN_OFF
from bot.web.guard import Guard
from bot.web.limits import Buckets, Limits
from bot.web.photo_metadata import OddPicture, without_metadata
from bot.web.visitor import Front, language

log = logging.getLogger(__name__)
LARGEST = 10 * 1024 * 1024  # bytes
_SMALLEST = 1e6  # bytes that a file counts for at least, so that small ones are limited in number
_PATIENCE = 300.0  # seconds for one upload: 10 MB over a weak signal
_SPARE = 256 * 1024 * 1024  # bytes of disk that uploads must leave to the database


class Uploads:
    """POST /chat/upload: the body is the file, its name stands in X-File-Name (percent-encoded)."""

    def __init__(self, shelf: Shelf, people: People, guard: Guard, front: Front, limits: Limits):
        self._shelf, self._people, self._guard, self._front = shelf, people, guard, front
        self._sessions = Buckets(limits.upload_rate, limits.upload_burst)
        self._addresses = Buckets(limits.address_upload_rate, limits.address_upload_burst)
        self._days = Buckets.daily(limits.address_upload_day)
        self._looking = asyncio.Semaphore(2)  # whole files in memory at once

    def routes(self) -> list[web.RouteDef]:
        """The one route of uploads."""
        return [web.post("/chat/upload", self._upload)]

    async def _upload(self, request: web.Request) -> web.Response:
        lang = language(request)
        if not self._guard.allows(request):
            return _refused(lang, "session", 403)
        session, chat = self._people.session_of(request), self._people.chat_of(request)
        if session is None or chat is None:
            return _refused(lang, "session", 403)
        now = asyncio.get_running_loop().time()
        address, size = self._front.ip(request), request.content_length or LARGEST
        if self._sessions.of(session, now).take(now) or self._addresses.of(address, now).take(now):
            return _refused(lang, "slow", 429)
        if size > LARGEST:
            return _refused(lang, "large", 413)
        if self._days.of(address, now).take(now, max(size, _SMALLEST)):
            return _refused(lang, "day", 429)
        if shutil.disk_usage(self._shelf.folder).free < _SPARE:
            log.error("the disk is nearly full: uploads are refused")
            return _refused(lang, "room", 507)
        part = self._shelf.part()
        try:
            async with asyncio.timeout(_PATIENCE):
                if not await _receive(request, part):
                    return _refused(lang, "large", 413)
            return await self._keep(part, chat, _name(request), lang)
        except TimeoutError:
            return _refused(lang, "slow", 408)
        except BROKEN_OFF:
            log.info("an upload broke off before it was whole")
            return _refused(lang, "slow", 408)  # for whoever may still be there
        finally:
            part.unlink(missing_ok=True)

    async def _keep(self, part: Path, chat: str, name: str, lang: str) -> web.Response:
        async with self._looking:
            data = await asyncio.to_thread(part.read_bytes)
            mime = await asyncio.to_thread(magic.kind, data, name)
            if mime is None:
                return _refused(lang, "kind", 415)
            if mime in magic.PHOTOS:
                try:
                    data = await asyncio.to_thread(without_metadata, data, mime)
                except OddPicture:
                    return _refused(lang, "odd", 415)
            ref = await asyncio.to_thread(self._shelf.put, data, chat, name, mime)
        picture, paper = sent(ref, name, mime)
        return web.json_response(
            {"ref": ref, "photo": picture is not None, "url": picture or (paper.url if paper else ""), "name": name}
        )


async def _receive(request: web.Request, part: Path) -> bool:
    """Writes the body to `part`; False where it is larger than allowed."""
    size = 0
    with part.open("xb") as out:
        async for chunk in request.content.iter_chunked(64 * 1024):
            size += len(chunk)
            if size > LARGEST:
                return False
            out.write(chunk)
    return True


def _name(request: web.Request) -> str:
    """The last part of the name the file says it has, without what could be misread as anything else."""
    said = unquote(request.headers.get("X-File-Name", ""))[-200:]
    bare = said.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in bare if c.isprintable() and c not in '"<>|:*?').strip(". ")[-120:]


def _refused(lang: str, why: str, status: int) -> web.Response:
    return web.json_response({"error": chrome(lang)[f"upload.{why}"]}, status=status)
