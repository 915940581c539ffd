"""A bank's post finds its way over HTTP into the books, the donor hears of it, and the command line vouches for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select, update

from bot.app import App, open_database
from bot.commands import run
from bot.commands.ledger import verify
from bot.feeds.bank_notices import CASSO, SEPAY
from bot.messages import Incoming
from bot.programme.calendar import drives
from bot.programme.plan import load_plan, plan_bytes
from bot.settings import Settings
from bot.storage.tables import entries, outbox, pledges, receipts
from bot.storage.work import Work

PLAN = load_plan("thanh-oai")
NOW = PLAN.window.opens + timedelta(days=4, hours=9)  # by day: at night the donor is told in the morning
KEY = {"Authorization": "Apikey the-key-of-the-test"}


async def _opened(folder: Path) -> tuple[App, web.Application, Settings]:
    settings = Settings(data_dir=folder, sepay_key="the-key-of-the-test")
    database, _secrecy = await open_database(settings)
    async with database.write() as connection:
        work = Work(connection, NOW)
        await drives.load(work, PLAN, plan_bytes("thanh-oai").decode())
        await work.flush()
    await database.close()
    app, application = await run.build(settings, lambda: NOW)
    await app.start(tick=False)
    return app, application, settings


async def _pledged(app: App) -> str:
    for number, text in enumerate(("/give_cash", "500k", "1", "1", "yes")):
        await app.turn.accept(Incoming(channel="web", chat="an", id=str(number), at=NOW, text=text, language="en",
                                       name="An Nguyen"))  # fmt: skip
    async with app.database.read() as connection:
        return str((await connection.execute(select(pledges.c.code))).scalar_one())


def _post(code: str, at: datetime = NOW) -> dict[str, Any]:
    assert PLAN.cash is not None
    return {
        "id": 1,
        "gateway": "Vietcombank",
        "transactionDate": f"{at:%Y-%m-%d %H:%M:%S}",
        "accountNumber": PLAN.cash.accounts[0].number,
        "code": None,
        "content": f"UNG HO {code} NGUYEN VAN AN",
        "transferType": "in",
        "transferAmount": 500000,
        "accumulated": 0,
        "subAccount": None,
        "referenceCode": "FT212700001",
        "description": "",
    }


async def test_a_bank_tells_of_a_transfer_and_the_donor_hears_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app, application, settings = await _opened(tmp_path)
    try:
        code = await _pledged(app)
        async with TestClient(TestServer(application)) as client:
            assert (await client.post(SEPAY, json=_post(code))).status == 403
            for _time in range(3):  # SePay repeats what it doubts
                answer = await client.post(SEPAY, json=_post(code), headers=KEY)
                assert (answer.status, await answer.json()) == (200, {"success": True})
            assert (await client.post(CASSO, json={}, headers=KEY)).status == 404  # it has no key here
        async with app.database.read() as connection:
            [receipt] = (await connection.execute(select(receipts))).all()
            assert (receipt.status, receipt.minor) == ("matched", 500_000)
            assert (await connection.execute(select(pledges.c.status))).scalar_one() == "received"
            told = (await connection.execute(select(outbox.c.body).order_by(outbox.c.id.desc()))).scalars().first()
            assert "500,000" in str(told)
            assert "has arrived" in str(told)
    finally:
        await app.stop()

    assert await verify(settings) == 0
    assert "ok   500,000 VND in the ledger" in capsys.readouterr().out.replace("\xa0", " ")
    database, _secrecy = await open_database(settings)
    async with database.write() as connection:
        await connection.execute(update(entries).where(entries.c.number == 1).values(minor=5))
    await database.close()
    assert await verify(settings) == 1
    assert "line 1 does not follow" in capsys.readouterr().out
