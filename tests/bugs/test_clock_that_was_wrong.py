"""A clock that was wrong for a minute costs neither digest nor reminder nor anybody's messages."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from bot.app import open_database
from bot.storage import history
from bot.storage.ids import Ids
from bot.storage.tables import outbox, receipts
from tests.support.rig import Rig

WEEK = timedelta(days=7)


async def test_numbers_go_on_above_the_highest_of_any_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with Rig(tmp_path) as rig:
        await rig.says("an", "/start")
        ahead = time.time_ns() // 1_000 + 7 * 86_400 * 1_000_000
        async with rig.work() as work:
            newest = (await work.one(select(func.max(outbox.c.id))))[0]
            await work.execute(update(outbox).where(outbox.c.id == newest).values(id=ahead))
        begun_anew = Ids()  # as in a process that has just begun
        monkeypatch.setattr("bot.app.new_id", begun_anew)
        assert begun_anew() < ahead
        database, _secrecy = await open_database(rig.settings)
        assert begun_anew() == ahead + 1
        await database.close()


async def test_an_empty_database_takes_numbers_from_the_clock(tmp_path: Path) -> None:
    async with Rig(tmp_path) as rig:
        begun_anew = Ids()
        async with rig.database.read() as connection:
            await begun_anew.go_on_from(connection)
        assert abs(begun_anew() - time.time_ns() // 1_000) < 60_000_000
        assert receipts.name  # a table whose numbers count too, though nobody has written a row


async def test_what_was_said_by_a_wrong_clock_stays_where_it_was_said(tmp_path: Path) -> None:
    async with Rig(tmp_path) as rig:
        rig.language = "en"
        said: list[str] = []
        for text, ahead in (("/menu", 0), ("/progress", 7), ("/help", 0), ("/language", 0), ("/menu", 0)):
            rig.clock.moment += timedelta(minutes=1, days=ahead)
            said += [message.text for message in await rig.says("an", text)]
            rig.clock.moment -= timedelta(days=ahead)
        for limit in (1, 2, 40):
            together: list[str] = []
            before = None
            while page := await history.page(rig.database, "web:an", before, limit):
                ours = [item.message for item in page if item.message is not None]
                together = [*(message.text for message in ours), *together]
                before = ours[0].id if ours else 0
            assert together == said


def test_numbers_never_stand_still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: 5_000)
    new = Ids()
    assert [new(), new(), new()] == [5, 6, 7]
