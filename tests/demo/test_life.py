"""The demonstration's two weeks: its people find their way through every flow, and leave something to be done."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import func, select

from bot.commands.run import build
from bot.demo.life import live
from bot.demo.moved_clock import first_moment
from bot.settings import Settings
from bot.site.drive_facts import page_facts
from bot.storage.tables import certificates, devices, outbox, receipts, reports, students

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lived(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Any, Any, Path]]:
    folder = tmp_path_factory.mktemp("demo") / "data"
    app, application = await build(Settings(data_dir=folder, demo=True))
    async with TestClient(TestServer(application)) as client:
        await app.start(tick=False)
        clock: Any = app.now
        await live(app, clock)
        yield app, client, folder
    await app.stop()


async def _count(app: Any, what: Any) -> int:
    async with app.database.read() as connection:
        return int((await connection.execute(select(func.count()).select_from(what))).scalar_one())


async def test_two_weeks_leave_every_kind_of_thing(lived: tuple[Any, Any, Path]) -> None:
    app, _client, _folder = lived
    found = {table.name: await _count(app, table) for table in (receipts, devices, students, reports, certificates)}
    assert found == {"receipts": 12, "devices": 4, "students": 5, "reports": 33, "certificates": 3}
    facts = await app.ask(lambda tx: page_facts(tx, "vi"))
    assert (facts.cash_received, facts.cash_unmatched) == ("48.810.000\u00a0đ", "850.000\u00a0đ")
    assert facts.donors == 14
    first = first_moment(app.plan)
    assert timedelta(days=14) <= app.now() - first < timedelta(days=14, minutes=5)


async def test_each_person_one_may_play_has_something_to_see(lived: tuple[Any, Any, Path]) -> None:
    app, client, _folder = lived
    known = await (await client.get("/chat/demo")).json()
    assert datetime.fromisoformat(known["now"]).date() == app.now().date()
    digests = [item.message.text for item in await app.history("web:demo-official", None, 10) if item.message]
    assert [text.startswith("<b>DÙNG THỬ · ") for text in digests] == [True, True]
    for chat in ("teacher", "contact-cao-vien", "deputy-cao-vien", "coordinator", "accountant"):
        assert await app.history(f"web:demo-{chat}", None, 10), chat


async def test_no_story_ended_at_a_closed_question(lived: tuple[Any, Any, Path]) -> None:
    app, _client, _folder = lived
    async with app.database.read() as connection:
        bodies = [body for (body,) in await connection.execute(select(outbox.c.body))]
    lost = [body for body in bodies if "Câu hỏi này đã đóng" in body or "Xin lỗi" in body]
    assert not lost


async def test_it_is_lived_once(lived: tuple[Any, Any, Path]) -> None:
    app, _client, _folder = lived
    before = await _count(app, outbox)
    clock: Any = app.now
    await live(app, clock)
    assert await _count(app, outbox) == before
