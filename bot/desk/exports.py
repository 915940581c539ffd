"""Tables to take away as .xlsx: one at a time, written in a thread, gone from the disk once they are sent."""

from __future__ import annotations

import asyncio
import logging
import tempfile
from pathlib import Path
from typing import Final

from aiohttp import web

from bot import texts
from bot.desk.export_rows import EXPORTS, Export
from bot.desk.pages import HEADERS
from bot.desk.sessions import DeskSessions, Seat
from bot.programme.world import World
from bot.reports.sheet import Sheet
from bot.web.file_kinds import XLSX

log = logging.getLogger(__name__)
CHUNK: Final = 64 * 1024


class Exports:
    """GET /desk/export.xlsx?what=receipts|pledges|devices|ledger."""

    def __init__(self, sessions: DeskSessions):
        self._sessions = sessions
        self._one = asyncio.Semaphore(1)

    def routes(self) -> list[web.RouteDef]:
        """The one route."""
        return [web.get("/desk/export.xlsx", self._send)]

    async def _send(self, request: web.Request) -> web.StreamResponse:
        what = request.query.get("what", "")
        export = EXPORTS.get(what)
        if export is None:
            raise web.HTTPNotFound
        with tempfile.TemporaryDirectory(prefix="export-") as folder:
            path = Path(folder) / "table.xlsx"
            async with self._one:
                _seat, (name, count) = await self._sessions.read(
                    request, lambda tx, seat: _write(tx, seat, export, path)
                )
            log.info("%s were exported at the web desk: %d rows", what, count)
            response = web.StreamResponse(headers={**HEADERS, "Content-Type": XLSX})
            response.headers["Content-Disposition"] = f'attachment; filename="{name}-{what}.xlsx"'
            response.content_length = path.stat().st_size
            await response.prepare(request)
            with path.open("rb") as file:
                while chunk := await asyncio.to_thread(file.read, CHUNK):
                    await response.write(chunk)
            await response.write_eof()
            return response


async def _write(tx: World, seat: Seat, export: Export, path: Path) -> tuple[str, int]:
    """Writes the file from one consistent view of the database; returns the drive and how many rows there are."""
    await export.may(tx)
    titles = [texts.plain(title, seat.lang) for title, _width in export.columns]
    sheet = Sheet(path, texts.plain(export.name, seat.lang), titles, [width for _title, width in export.columns])
    count = 0
    try:
        async for rows in export.rows(tx, seat.lang):
            await asyncio.to_thread(sheet.add, rows)
            count += len(rows)
    finally:
        await asyncio.to_thread(sheet.close)
    return tx.drive, count
