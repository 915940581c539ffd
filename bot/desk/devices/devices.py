"""Devices: searched by tag, number, gift code, state and unit; one with its history and what may be done with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from aiohttp import web

from bot.chat.phrase import Cash, Phrase
from bot.chat.row_number import row_number
from bot.chat.words import Refused
from bot.desk.devices.device_actions import BY_NAME, DEVICE_ACTIONS, LONGEST, DeviceAction
from bot.desk.devices.device_list import STATES, DeviceSearch, device_list
from bot.desk.list_address import ListAddress
from bot.desk.pages import Pages, go
from bot.desk.sessions import DeskSessions
from bot.programme.devices.care import Device, device_seen
from bot.programme.devices.reception import ReceptionTerms, reception_terms
from bot.programme.world import World
from bot.turn.turn import Repeated

AT: Final = "/desk/devices"
ONE: Final = AT + "/{tag:[0-9A-Z]{4,20}}"
LIST: Final = ListAddress(AT, STATES, first="all", kept=("text", "unit", "after"))


class Devices:
    """GET /desk/devices, GET and POST /desk/devices/{tag}."""

    def __init__(self, pages: Pages, sessions: DeskSessions):
        self._pages, self._sessions = pages, sessions

    def routes(self) -> list[web.RouteDef]:
        """The routes of the devices."""
        return [web.get(AT, self._list), web.get(ONE, self._one), web.post(ONE, self._do)]

    async def _list(self, request: web.Request) -> web.Response:
        where = LIST.part(request.query)
        unit = row_number(where.get("unit", ""))
        asked = DeviceSearch(where["state"], where.get("text", ""), unit, row_number(where.get("after", "")))
        seat, found = await self._sessions.read(request, lambda tx, seat: device_list(tx, asked))
        return self._pages.show_to(
            seat,
            "devices.html",
            here="devices",
            found=found,
            where=where,
            unit=unit,
            states=STATES,
            link=LIST.links(where),
        )

    async def _one(self, request: web.Request) -> web.Response:
        return await self._show(request, request.query)

    async def _do(self, request: web.Request) -> web.StreamResponse:
        """Does one deed and leads back to the device; a refusal is shown there, with what was typed."""
        seat, fields = await self._sessions.form(request)
        tag = request.match_info["tag"]
        action = BY_NAME.get(fields.get("do", ""))
        if action is None:
            raise web.HTTPBadRequest
        again = {}
        try:
            await self._sessions.act(seat, fields, lambda tx: action.do(tx, tag, fields))
        except Repeated:
            again = {"again": "1"}
        except Refused as no:
            return await self._show(request, fields, action, no.why)
        raise go(f"{AT}/{tag}?{urlencode({'did': action.name, **again})}")

    async def _show(
        self,
        request: web.Request,
        told: Mapping[str, str],
        tried: DeviceAction | None = None,
        trouble: Phrase | None = None,
    ) -> web.Response:
        tag = request.match_info["tag"]
        seat, (seen, terms) = await self._sessions.read(request, lambda tx, seat: _look(tx, tag))
        checks = [
            (terms.questions[key].ask, terms.questions[key].answers[answer])
            for key, answer in seen.condition.items()
            if key in terms.questions and answer in terms.questions[key].answers
        ]
        return self._pages.show_to(
            seat,
            "device.html",
            here="devices",
            trouble=trouble,
            seen=seen,
            checks=checks,
            actions=[action for action in DEVICE_ACTIONS if action.fits(seen)],
            did=BY_NAME.get(told.get("did", "")) if tried is None else None,
            again="again" in told and tried is None,
            tried=tried.name if tried else "",
            typed=told.get("text", "")[:LONGEST] if tried else "",
            chosen=told.get("choice", "") if tried else "",
            kept=told if tried else {},
            dong=Cash,
            longest=LONGEST,
        )


async def _look(tx: World, tag: str) -> tuple[Device, ReceptionTerms]:
    return await device_seen(tx, tag=tag), await reception_terms(tx)
