"""A list of students to take away: as .xlsx, or as a Word paper to be signed; who took it is kept."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from aiohttp import web

from bot import texts
from bot.chat.phrase import Phrase, _
from bot.chat.words import Refused
from bot.desk import words
from bot.desk.pages import HEADERS
from bot.desk.sessions import LISTS, DeskSessions, Seat
from bot.desk.students.student_list import StudentRow, StudentSearch, rows_of, which
from bot.desk.students.student_pages import part_of, search_of
from bot.desk.students.student_paper import needs_said, paper_of
from bot.programme.codes import shown
from bot.programme.students.areas import ENTRIES, my_area
from bot.programme.students.trail import note
from bot.programme.world import World
from bot.reports.list_paper import MIME, MOST_ROWS, write_list_paper
from bot.reports.sheet import Sheet
from bot.storage.tables import students
from bot.web.file_kinds import XLSX

NAME: Final = "danh-sach-hoc-sinh"
BATCH: Final = 500
TOO_MANY: Final = _("That is too many for one paper. Please choose a school, or take the list as Excel.")
COLUMNS: Final[tuple[tuple[Phrase, int], ...]] = (
    (_("#"), 6), (_("Code"), 14), (_("Pupil"), 28), (_("Born"), 12), (_("Class"), 8), (_("School"), 30),
    (_("Guardian"), 26), (_("Household"), 20), (_("Needs"), 24), (_("State"), 18), (_("Waits for"), 40),
)  # fmt: skip


class StudentFiles:
    """POST /desk/students/file."""

    def __init__(self, sessions: DeskSessions):
        self._sessions = sessions
        self._one = asyncio.Semaphore(1)  # writing is heavy, and the chats must stay quick

    def routes(self) -> list[web.RouteDef]:
        """The one route."""
        return [web.post(LISTS + "/file", self._send)]

    async def _send(self, request: web.Request) -> web.Response:
        """Writes the file from one consistent view of the database; it leaves once it is noted that it does."""
        _seat, fields = await self._sessions.form(request, lists=True)
        asked, as_ = search_of({**part_of(fields), "after": ""}), fields.get("as", "")
        if as_ not in ("xlsx", "docx"):
            raise web.HTTPBadRequest
        async with self._one:
            write = _paper if as_ == "docx" else _table
            seat, (content, numbers) = await self._sessions.read(
                request, lambda tx, seat: write(tx, seat, asked), lists=True
            )
        for at in range(0, len(numbers), BATCH):  # so that nobody's chat waits for a long list
            await self._sessions.note(seat, partial(_note, numbers=numbers[at : at + BATCH], as_=as_))
        name = f'attachment; filename="{NAME}.{as_}"'
        headers = {**HEADERS, "Content-Disposition": name}
        return web.Response(body=content, content_type=MIME if as_ == "docx" else XLSX, headers=headers)


async def _note(tx: World, *, numbers: Sequence[int], as_: str) -> None:
    for number in numbers:
        note(tx, number, "exported", **{"as": as_})


async def _rows(tx: World, asked: StudentSearch) -> AsyncIterator[list[StudentRow]]:
    """All of a search, so many at a time, in the order in which they came."""
    last, where = 0, await which(tx, await my_area(tx), asked)
    ordered = ENTRIES.where(where).order_by(students.c.id).limit(BATCH)
    while rows := list(await tx.work.rows(ordered.where(students.c.id > last))):
        yield await rows_of(tx, rows)
        last = rows[-1].id
        if len(rows) < BATCH:
            return


async def _paper(tx: World, seat: Seat, asked: StudentSearch) -> tuple[bytes, list[int]]:
    rows: list[StudentRow] = []
    async for batch in _rows(tx, asked):
        rows += batch
        if len(rows) > MOST_ROWS:
            raise Refused(TOO_MANY)
    paper = await paper_of(tx, asked, rows)
    return await asyncio.to_thread(write_list_paper, paper), [row.number for row in rows]


async def _table(tx: World, seat: Seat, asked: StudentSearch) -> tuple[bytes, list[int]]:
    titles = [texts.plain(title, seat.lang) for title, _width in COLUMNS]
    households = {one.key: one.name for one in (tx.plan.students.priorities if tx.plan.students else ())}
    numbers: list[int] = []
    with tempfile.TemporaryDirectory(prefix="students-") as folder:
        path = Path(folder) / "table.xlsx"
        sheet = Sheet(path, texts.plain(_("Pupils"), seat.lang), titles, [width for _title, width in COLUMNS])
        try:
            async for rows in _rows(tx, asked):
                cells = [_cells(row, len(numbers) + place, seat.lang, households) for place, row in enumerate(rows, 1)]
                await asyncio.to_thread(sheet.add, cells)
                numbers += [row.number for row in rows]
        finally:
            await asyncio.to_thread(sheet.close)
        return await asyncio.to_thread(path.read_bytes), numbers


def _cells(row: StudentRow, place: int, lang: str, households: Mapping[str, Mapping[str, str]]) -> list[str]:
    household = households.get(row.household, {"": row.household})
    return [
        str(place),
        shown(row.code),
        row.name,
        texts.day(row.birth, lang) if row.birth else "",
        row.class_name,
        row.school,
        row.guardian,
        household.get(lang) or next(iter(household.values())),
        needs_said(row, lang),
        texts.plain(words.called(words.STUDENT, row.status), lang),
        ", ".join(row.waits_for),
    ]
