"""The public pages of a rig's app served for a test, and gifts put into its database as no talk ever makes them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.app import translate
from bot.chat.phrase import Cash
from bot.programme import codes
from bot.programme.ledger import entries as ledger
from bot.programme.ledger import tallies
from bot.site.books import PublicBooks
from bot.site.drive_facts import page_facts
from bot.site.site import Site
from bot.storage import talks
from bot.storage.ids import new_id
from bot.storage.tables import entries, pledges, receipts
from bot.storage.work import Work
from bot.web.headers import harden
from bot.web.visitor import Front
from tests.support.rig import Rig


def application(rig: Rig, front: Front | None = None) -> web.Application:
    """All public pages, with their headers."""
    app = web.Application()
    site = Site(lambda lang: rig.app.ask(lambda tx: page_facts(tx, lang)), translate, icon="/site/-/waves.svg", keep=0)
    app.add_routes(
        [*site.routes(), *PublicBooks(rig.app.ask, rig.zone, front=front, icon="/site/-/waves.svg").routes()]
    )
    harden(app, front or Front())
    return app


@asynccontextmanager
async def serving(rig: Rig, front: Front | None = None) -> AsyncIterator[TestClient[Any, Any]]:
    """A visitor of the pages."""
    async with TestClient(TestServer(application(rig, front))) as client:
        yield client


async def read(client: TestClient[Any, Any], path: str, lang: str = "en") -> str:
    """A page that must be there."""
    answer = await client.get(path, params={"lang": lang} if "?" not in path else None)
    assert answer.status == 200, path
    return await answer.text()


def visitor(work: Work, name: str) -> int:
    """Somebody who has just come; the number of their contact."""
    return talks.greet(work, channel="paper", chat=name, name=name, language="vi", group=False).id


def gift(
    work: Work,
    rig: Rig,
    contact: int,
    name: str,
    *,
    shown: str = "name",
    paid: int | None = 100_000,
    memo: str = "",
    payer: str = "",
    **more: Any,
) -> str:
    """A pledge of money and, with `paid`, what came in for it; returns its code."""
    row: dict[str, Any] = {
        "id": new_id(),
        "code": codes.new_code(rig.plan.code_prefix),
        "drive": rig.plan.slug,
        "contact_id": contact,
        "kind": "cash",
        "donor": "self",
        "donor_name": name,
        "unit_id": None,
        "minor": 100_000,
        "currency": "VND",
        "vnd": 100_000,
        "rate": None,
        "shown": shown,
        "status": "received",
        "made_at": work.now,
        "ended_at": work.now,
        "reminded": 0,
        "remind_at": None,
    } | more
    work.add(pledges, **row)
    if paid is not None:
        number = new_id()
        work.add(
            receipts,
            id=number,
            drive=rig.plan.slug,
            account="",
            reference=f"R{number}",
            statement_id=None,
            parent_id=None,
            pledge_id=row["id"],
            transfer_id=None,
            holder_id=None,
            source="gift",
            likely="[]",
            asked="{}",
            minor=paid,
            currency="VND",
            vnd=paid,
            rate=None,
            purpose="",
            memo=memo,
            payer=payer,
            moved_at=work.now,
            late=False,
            status="matched",
            made_at=work.now,
            settled_by=None,
        )
        work.tally(rig.plan.slug, tallies.period_at(rig.plan, work.now), row["unit_id"] or 0, tallies.RECEIVED, 1, paid)
    return str(row["code"])


def line(work: Work, rig: Rig, before: tuple[int, bytes], sort: str, **more: Any) -> tuple[int, bytes]:
    """A line of the ledger behind (number, hash), as anything might have written it; returns its own."""
    number = before[0] + 1
    cash, about, reason = more.get("cash", Cash(0)), more.get("about", ""), more.get("reason", "")
    day = work.now.astimezone(rig.zone).date().isoformat()
    one = ledger.LedgerEntry(rig.plan.slug, number, work.now, day, sort, about, reason, None, cash.minor, cash.currency)
    sealed = ledger.hashed(before[1], ledger.told(rig.secrecy, one))
    work.add(entries, **msgspec.structs.asdict(one), hash=sealed)
    return number, sealed
