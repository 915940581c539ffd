"""The public ledger as a page, and as a file from which anybody can recompute its chain."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Final
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.programme.ledger import anchors
from bot.programme.ledger import entries as ledger
from bot.programme.reporting.public_ledger import COLUMNS, chunk, page
from bot.site.asking import AskProgramme, Turnstile, in_english, whole
from bot.site.pages import Pages

PATH: Final = "/sochung"
FILE: Final = "/sochung.csv"
MARKS: Final = "/dauso.csv"
MARK: Final = "\ufeff"
"""By it spreadsheets know that a file is UTF-8."""


class LedgerPage:
    """GET /sochung, ?line= to begin with that entry; /sochung.csv, read and sent piece by piece; and /dauso.csv, the
    mark of each day and digest."""

    def __init__(self, ask: AskProgramme, zone: ZoneInfo, pages: Pages):
        self._ask, self._zone, self._pages = ask, zone, pages
        self._looks = Turnstile(pages, rate=2.0, burst=60.0)
        self._files = Turnstile(pages, rate=0.1, burst=10.0)

    def routes(self) -> list[web.RouteDef]:
        """The routes of the page and the file."""
        return [
            web.get(PATH, self._page),
            web.get(FILE, self._file),
            web.get(MARKS, self._marks),
            web.get("/ledger", in_english(PATH)),
        ]

    async def _page(self, request: web.Request) -> web.Response:
        closed = self._looks.closed(request)
        if closed is not None:
            return closed
        first = whole(request.query.get("line", ""))
        book = await self._ask(lambda tx: page(tx, first=first))
        keep = f"line={first}" if first is not None else ""
        return self._pages.show(
            request,
            "ledger.html",
            zone=self._zone,
            keep=keep,
            path=PATH,
            file=FILE,
            marks=MARKS,
            book=book,
            first=first,
        )

    async def _marks(self, request: web.Request) -> web.Response:
        """The ledger's mark at the end of each day and in each digest, for whoever keeps them to compare."""
        closed = self._files.closed(request)
        if closed is not None:
            return closed
        rows: list[tuple[str | int, ...]] = await self._ask(anchors.rows)
        headers = {"Content-Disposition": 'attachment; filename="dau-so.csv"', "Cache-Control": "no-store"}
        text = MARK + written([anchors.COLUMNS, *rows])
        return web.Response(text=text, content_type="text/csv", charset="utf-8", headers=headers)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        closed = self._files.closed(request)
        if closed is not None:
            return closed
        last, _mark = await self._ask(ledger.root)
        response = web.StreamResponse()
        response.content_type, response.charset = "text/csv", "utf-8"
        response.headers["Content-Disposition"] = 'attachment; filename="so-chung.csv"'
        response.headers["Cache-Control"] = "no-store"
        await response.prepare(request)
        await response.write((MARK + written([COLUMNS])).encode())
        number = 0
        while number < last:
            number, rows = await self._chunk(number, last)
            await response.write(written(rows).encode())
        await response.write_eof()
        return response

    async def _chunk(self, after: int, last: int) -> tuple[int, list[tuple[str | int, ...]]]:
        """Each piece by a reading connection of its own, so that a slow reader holds none."""
        return await self._ask(lambda tx: chunk(tx, after=after, last=last))


def written(rows: Iterable[Iterable[str | int]]) -> str:
    """Rows as CSV."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue()
