"""The units' reports of a period: who is in, what differs from the books, publicity and difficulties."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.chat.phrase import Cash
from bot.desk.pages import Pages
from bot.desk.sessions import DeskSessions
from bot.programme.calendar.periods import periods
from bot.programme.people.logins import require_worker
from bot.programme.reporting.digest import period_of
from bot.programme.reporting.unit_reports import period_named, unit_reports
from bot.programme.world import World


class UnitReports:
    """GET /desk/reports."""

    def __init__(self, pages: Pages, sessions: DeskSessions):
        self._pages, self._sessions = pages, sessions

    def routes(self) -> list[web.RouteDef]:
        """The one route."""
        return [web.get("/desk/reports", self._show)]

    async def _show(self, request: web.Request) -> web.Response:
        wanted = request.query.get("period", "")[:40]
        seat, seen = await self._sessions.read(request, lambda tx, seat: _look(tx, wanted))
        return self._pages.show_to(seat, "reports.html", here="reports", money=Cash, **seen)


async def _look(tx: World, wanted: str) -> dict[str, Any]:
    await require_worker(tx)
    period = period_named(tx, wanted) or period_named(tx, period_of(tx.plan, tx.now))
    fields = tx.plan.reporting.fields if tx.plan.reporting else ()
    return {
        "period": period,
        "periods": [one for one in periods(tx.plan, tx.now) if one.opens <= tx.now],
        "late": period is not None and period.due < tx.now,
        "found": await unit_reports(tx, period.key) if period else [],
        "names": {item.key: item.name for item in tx.plan.catalogue},
        "asks": {field.key: field.asks for field in fields},
    }
