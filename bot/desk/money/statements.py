"""Statements at the desk: sent as a file, read aside like one from the chat, shown, and booked once confirmed."""

from __future__ import annotations

import asyncio
import logging
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec
from aiohttp import BodyPartReader, web

from bot.chat.kind import File
from bot.chat.phrase import Phrase, _
from bot.desk.money.statement_list import UNDER_WAY, StatementRow, statement_list, statement_shown
from bot.desk.pages import Pages, go
from bot.desk.sessions import DeskSessions, Seat
from bot.feeds.job_reader import MOST_BYTES
from bot.handlers.web.shelf import Shelf
from bot.programme.money.statements import accounts, drop_statement, give_statement, take_statement
from bot.programme.world import World
from bot.turn.turn import Repeated
from bot.web import file_kinds as magic

log = logging.getLogger(__name__)
AT: Final = "/desk/import"
PATIENCE: Final = 300.0
"""Seconds for one upload over a weak connection."""
FRAME: Final = 64 * 1024
"""Bytes a form may have around its file."""
SPARE: Final = 256 * 1024 * 1024
"""Bytes of disk that uploads must leave to the database."""
TOO_LARGE: Final = _("The file is larger than 10 MB. Please export a shorter period.")
DEEDS: Final = {"take": take_statement, "drop": drop_statement}


class _Choices(msgspec.Struct, frozen=True):
    """What the form offers: accounts by number, earlier statements; and the chat a file is kept for."""

    accounts: dict[str, str]
    past: list[StatementRow]
    chat: str


class Imports:
    """GET and POST /desk/import, GET and POST /desk/import/{number}."""

    def __init__(self, pages: Pages, sessions: DeskSessions, shelf: Shelf):
        self._pages, self._sessions, self._shelf = pages, sessions, shelf
        self._one = asyncio.Semaphore(2)  # whole files in memory at once

    def routes(self) -> list[web.RouteDef]:
        """The routes of the import."""
        one = AT + r"/{number:\d{1,17}}"
        return [
            web.get(AT, self._form),
            web.post(AT, self._send),
            web.get(one, self._show),
            web.post(one, self._decide),
        ]

    async def _form(self, request: web.Request, trouble: Phrase | None = None) -> web.Response:
        seat, found = await self._sessions.read(request, _choices)
        return self._pages.show_to(
            seat, "import.html", here="import", trouble=trouble, refused=400, found=found, under_way=UNDER_WAY
        )

    async def _send(self, request: web.Request) -> web.StreamResponse:
        seat, found = await self._sessions.read(request, _choices)  # refuses whoever may not, before anything is read
        if not self._sessions.ours(request):
            raise web.HTTPForbidden
        if (request.content_length or 0) > MOST_BYTES + FRAME:
            return await self._form(request, TOO_LARGE)
        if shutil.disk_usage(self._shelf.folder).free < SPARE:
            log.error("the disk is nearly full: uploads are refused")
            return await self._form(request, _("There is no room for files at the moment. Please tell the operator."))
        part = self._shelf.part()
        try:
            async with asyncio.timeout(PATIENCE):
                fields, name, whole = await self._receive(request, seat, part)
            if not whole:
                return await self._form(request, TOO_LARGE)
            if not part.exists() or not part.stat().st_size:
                return await self._form(request, _("Please choose a file first."))
            return await self._keep(request, seat, found.chat, fields, name, part)
        except TimeoutError:
            return await self._form(request, _("The upload took too long. Please try again."))
        finally:
            part.unlink(missing_ok=True)

    async def _receive(self, request: web.Request, seat: Seat, part: Path) -> tuple[dict[str, str], str, bool]:
        """The fields, the file's name, and whether all of it came in. What guards a form stands before its file."""
        if request.content_type != "multipart/form-data":
            raise web.HTTPBadRequest
        fields: dict[str, str] = {}
        name, size = "", 0
        try:
            form = await request.multipart()
            while (piece := await form.next()) is not None:
                if not isinstance(piece, BodyPartReader):
                    raise web.HTTPBadRequest
                if piece.name != "file":
                    fields[str(piece.name)] = (await piece.read_chunk(1024)).decode(errors="replace")
                    continue
                self._sessions.check(seat, fields)
                name = _bare(piece.filename or "")
                with part.open("xb") as out:
                    while chunk := await piece.read_chunk(64 * 1024):
                        size += len(chunk)
                        if size > MOST_BYTES:
                            return fields, name, False
                        out.write(chunk)
        except (ValueError, FileExistsError, web.RequestPayloadError) as error:  # no form, or one made by hand
            raise web.HTTPBadRequest from error
        self._sessions.check(seat, fields)
        return fields, name, True

    async def _keep(
        self, request: web.Request, seat: Seat, chat: str, fields: dict[str, str], name: str, part: Path
    ) -> web.StreamResponse:
        file = await self._shelved(chat, name, part)
        if file is None:
            return await self._form(
                request, _("This is no statement that can be read here. Please send .xlsx, .xls, .ods or .csv.")
            )
        try:
            number = await self._sessions.act(
                seat, fields, lambda tx: give_statement(tx, file=file, account=fields.get("account", "")[:40])
            )
        except Repeated:
            await asyncio.to_thread(self._shelf.forget, file.ref)
            raise go(AT) from None
        except BaseException:
            await asyncio.to_thread(self._shelf.forget, file.ref)
            raise
        raise go(f"{AT}/{number}")

    async def _shelved(self, chat: str, name: str, part: Path) -> File | None:
        """The file as it is kept; None where it is no table."""
        async with self._one:
            data = await asyncio.to_thread(part.read_bytes)
            mime = await asyncio.to_thread(magic.kind, data, name)
            if mime not in magic.TABLES:
                return None
            return File(await asyncio.to_thread(self._shelf.put, data, chat, name, mime), name, mime, len(data))

    async def _show(self, request: web.Request) -> web.Response:
        number = int(request.match_info["number"])
        seat, found = await self._sessions.read(request, lambda tx, seat: statement_shown(tx, number))
        if found is None:
            raise web.HTTPNotFound
        return self._pages.show_to(seat, "statement.html", here="import", found=found)

    async def _decide(self, request: web.Request) -> web.StreamResponse:
        """A yes or a no; whatever else has happened to the statement since, its page tells."""
        seat, fields = await self._sessions.form(request)
        number, deed = int(request.match_info["number"]), DEEDS.get(fields.get("do", ""))
        if deed is None:
            raise web.HTTPBadRequest
        with suppress(Repeated):
            await self._sessions.act(seat, fields, lambda tx: deed(tx, statement=number))
        raise go(f"{AT}/{number}")


async def _choices(tx: World, seat: Seat) -> _Choices:
    me = tx.actor
    chat = me.chat if me.channel == "web" else me.address
    return _Choices(await accounts(tx), await statement_list(tx), chat)


def _bare(said: str) -> str:
    """The last part of a file's name, without what could be misread as anything else."""
    last = said.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in last if c.isprintable() and c not in '"<>|:*?').strip(". ")[-120:]
