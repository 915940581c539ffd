"""Students' lists at the desk: the queue of each level, one entry with its way, and the same deeds as in the chat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from aiohttp import web

from bot.chat.phrase import Phrase
from bot.chat.row_number import row_number
from bot.chat.words import Refused
from bot.desk.list_address import ListAddress
from bot.desk.pages import Pages, go
from bot.desk.sessions import LISTS, DeskSessions
from bot.desk.students.student_actions import DEEDS, DONE
from bot.desk.students.student_list import STATES, StudentPage, StudentSearch, student_list
from bot.programme.students.appeals import LONGEST_WORDS, waiting_appeals
from bot.programme.students.areas import my_area
from bot.programme.students.eligibility import StudentTerms, student_terms
from bot.programme.students.reviewing import LEAST_REASON, LONGEST_REASON
from bot.programme.students.reviewing_lists import ListOutcome, approve_list
from bot.programme.students.standing import EntryStanding, note_standing, standing_of
from bot.programme.students.trail import note_seen
from bot.programme.world import World
from bot.turn.turn import Repeated

ONE: Final = LISTS + "/{code:[0-9A-Z]{4,20}}"
PICK: Final = "pick-"
"""How the box beside a row is called, with the entry's code behind it."""
KEPT: Final = ("text", "school", "after")


def part_of(asked: Mapping[str, str], reviews: bool = True) -> dict[str, str]:
    """Which part of the list an address or form means; schools begin with all of theirs."""
    return ListAddress(LISTS, STATES, first="mine" if reviews else "all", kept=KEPT).part(asked)


def search_of(where: Mapping[str, str]) -> StudentSearch:
    """The search that a part of the list is."""
    return StudentSearch(
        where["state"], where.get("text", ""), row_number(where.get("school", "")), row_number(where.get("after", ""))
    )


class StudentPages:
    """GET and POST /desk/students, GET and POST /desk/students/{code}."""

    def __init__(self, pages: Pages, sessions: DeskSessions):
        self._pages, self._sessions = pages, sessions

    def routes(self) -> list[web.RouteDef]:
        """The routes of students' lists, but for their files."""
        return [web.get(LISTS, self._list), web.post(LISTS, self._approve_list), web.get(ONE, self._one),
                web.post(ONE, self._do)]  # fmt: skip

    async def _list(self, request: web.Request) -> web.Response:
        return await self._show_list(request, request.query)

    async def _approve_list(self, request: web.Request) -> web.StreamResponse:
        """Approves the ticked ones and leads back to the list, which says what came of it."""
        seat, fields = await self._sessions.form(request, lists=True)
        picked = [name.removeprefix(PICK) for name in fields if name.startswith(PICK)]
        where = part_of(fields)
        try:
            done = await self._sessions.act(seat, fields, lambda tx: approve_list(tx, codes=picked))
        except Repeated:
            raise go(f"{LISTS}?{urlencode({**where, 'again': '1'})}") from None
        except Refused as no:
            return await self._show_list(request, fields, no.why)
        return await self._show_list(request, fields, done=done)

    async def _show_list(
        self,
        request: web.Request,
        asked: Mapping[str, str],
        trouble: Phrase | None = None,
        done: ListOutcome | None = None,
    ) -> web.Response:
        async def look(tx: World, _seat: object) -> tuple[bool, dict[str, str], StudentPage, StudentTerms, int]:
            reviews = (await my_area(tx)).reviews
            where = part_of(asked, reviews)
            objections = len(await waiting_appeals(tx)) if reviews else 0
            return reviews, where, await student_list(tx, search_of(where)), await student_terms(tx), objections

        seat, (reviews, where, found, terms, objections) = await self._sessions.read(request, look, lists=True)
        await self._sessions.note(seat, lambda tx: note_seen(tx, [row.number for row in found.rows]))
        states = STATES if reviews else tuple(state for state in STATES if state != "mine")
        return self._pages.show_to(
            seat,
            "students.html",
            here="students",
            trouble=trouble,
            found=found,
            where=where,
            states=states,
            school=row_number(where.get("school", "")),
            terms=terms,
            objections=objections,
            done=done,
            again="again" in asked and done is None,
            pick=PICK,
            link=ListAddress(LISTS, STATES, first="mine", kept=KEPT).links(where),
        )

    async def _one(self, request: web.Request) -> web.Response:
        return await self._show(request, request.query)

    async def _do(self, request: web.Request) -> web.StreamResponse:
        """Does one deed and leads back to the entry; a refusal is shown there, with what was typed."""
        seat, fields = await self._sessions.form(request, lists=True)
        code, did = request.match_info["code"], fields.get("do", "")
        deed = DEEDS.get(did)
        if deed is None:
            raise web.HTTPBadRequest
        again = {}
        try:
            await self._sessions.act(seat, fields, lambda tx: deed(tx, code, fields))
        except Repeated:
            again = {"again": "1"}
        except Refused as no:
            return await self._show(request, fields, no.why)
        raise go(f"{LISTS}/{code}?{urlencode({'did': did, **again})}")

    async def _show(self, request: web.Request, told: Mapping[str, str], trouble: Phrase | None = None) -> web.Response:
        code = request.match_info["code"]
        seat, found = await self._sessions.read(request, lambda tx, seat: _look(tx, code), lists=True)
        await self._sessions.note(seat, lambda tx: note_standing(tx, found["seen"]))
        return self._pages.show_to(
            seat,
            "student.html",
            here="students",
            trouble=trouble,
            did=DONE.get(told.get("did", "")) if trouble is None else None,
            again="again" in told and trouble is None,
            tried=told.get("do", "") if trouble else "",
            typed=told.get("text", "")[:LONGEST_WORDS] if trouble else "",
            least=LEAST_REASON,
            longest=LONGEST_REASON,
            longest_words=LONGEST_WORDS,
            **found,
        )


async def _look(tx: World, code: str) -> dict[str, Any]:
    seen: EntryStanding = await standing_of(tx, code)
    reviews = (await my_area(tx)).reviews
    mine = [row for row in await waiting_appeals(tx) if row.code == code] if reviews else []
    return {"seen": seen, "terms": await student_terms(tx), "reviews": reviews, "objections": mine}
