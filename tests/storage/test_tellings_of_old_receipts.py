"""What migration 0004 writes for receipts that were booked before tellings were kept, on both engines."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.storage import upgrade as module
from bot.storage.database import Database
from bot.storage.upgrade import upgrade
from tests.support import postgres

PLAN = '[cash]\n[[cash.accounts]]\nbank = "VCB"\nnumber = "0011"\n'
MANY = 2_100
"""More than are written at once."""


def micro(when: str) -> int:
    return int(datetime.fromisoformat(when).replace(tzinfo=UTC).timestamp()) * 1_000_000


MORNING, NIGHT, LOADED = micro("2021-09-27 01:00"), micro("2021-09-27 18:00"), micro("2021-09-20 00:00")


@pytest.fixture(params=["sqlite", "postgres"])
async def at_0003(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Database]:
    """A database as the release before 0004 left it, empty; `upgrade` brings it to today."""
    now, earlier = module.FOLDER, tmp_path / "earlier"
    shutil.copytree(now, earlier)
    for later in list((earlier / "versions").glob("[0-9]*.py")):
        if later.name[:4] > "0003":
            later.unlink()
    name = postgres.fresh() if request.param == "postgres" else ""
    database = Database(postgres.url(name) if name else f"sqlite+aiosqlite:///{tmp_path / 'a.db'}")
    monkeypatch.setattr(module, "FOLDER", earlier)
    await upgrade(database)
    monkeypatch.setattr(module, "FOLDER", now)
    yield database
    await database.close()
    if name:
        postgres.drop(name)


async def fill(database: Database, *receipts: dict[str, object]) -> None:
    """A drive with a plan, one contact, one statement, and these receipts."""
    async with database.write() as connection:
        for statement, values in (
            ("INSERT INTO drives (slug, plan, loaded_at) VALUES ('to', :plan, :at)", {"plan": PLAN, "at": LOADED}),
            ("INSERT INTO drives (slug, plan, loaded_at) VALUES ('torn', '[[', :at)", {"at": LOADED}),
            ("INSERT INTO people (id, name, made_at) VALUES (1, 'An', 1)", {}),
            ("INSERT INTO contacts (id, address, channel, chat, person_id, language, group_chat, offers, made_at) "
             "VALUES (1, 'web:a', 'web', 'a', 1, 'vi', 0, :none, 1)", {"none": b""}),
            ("INSERT INTO statements (id, drive, contact_id, file, name, account, status, made_at) "
             "VALUES (5, 'to', 1, 'web:x', :none, '0011', 'taken', 1)", {"none": b""}),
        ):  # fmt: skip
            await connection.execute(text(statement), values)
        usual = {"drive": "to", "account": "0011", "statement_id": None, "parent_id": None, "source": "gift",
                 "likely": "[]", "asked": "{}", "minor": 500_000, "currency": "VND", "vnd": 500_000, "purpose": "",
                 "memo": b"", "payer": b"", "moved_at": MORNING, "late": 0, "status": "open", "made_at": 1}  # fmt: skip
        rows = [usual | receipt for receipt in receipts]
        names = ", ".join(rows[0])
        marks = ", ".join(f":{name}" for name in rows[0])
        await connection.execute(text(f"INSERT INTO receipts ({names}) VALUES ({marks})"), rows)


async def rows(database: Database, statement: str) -> list[tuple[object, ...]]:
    async with database.read() as connection:
        return [tuple(row) for row in (await connection.execute(text(statement))).all()]


async def test_each_receipt_of_a_bank_gets_the_telling_it_was_made_of(at_0003: Database) -> None:
    await fill(
        at_0003,
        {"id": 1, "reference": "5078 - 93023"},
        {"id": 2, "reference": "FT21270002@2021-05-10", "statement_id": 5, "minor": -200_000},
        {"id": 3, "reference": "0123456789abcdef", "moved_at": NIGHT},
        {"id": 4, "reference": "sepay:92704", "status": "split"},
        {"id": 5, "reference": "sepay:92704#1", "parent_id": 4},
        {"id": 6, "reference": "7", "account": "till:3"},
        {"id": 7, "reference": "FT9", "status": "unknown"},
    )
    assert await upgrade(at_0003) == "0003"
    told = "SELECT receipt_id, source, told_id, account, day, minor, number, reference, state FROM tellings ORDER BY id"
    assert await rows(at_0003, told) == [
        (1, "earlier", "receipt:1", "0011", "2021-09-27", 500_000, "507893023", "5078 - 93023", "first"),
        (2, "statement:5", "receipt:2", "0011", "2021-09-27", -200_000, "21270002", "FT21270002@2021-05-10", "first"),
        (3, "earlier", "receipt:3", "0011", "2021-09-28", 500_000, "", "0123456789abcdef", "first"),
        (4, "earlier", "receipt:4", "0011", "2021-09-27", 500_000, "", "sepay:92704", "first"),
        (7, "earlier", "receipt:7", "0011", "2021-09-27", 500_000, "", "FT9", "first"),
    ]
    nothing = "SELECT count(*) FROM tellings WHERE memo IS NOT NULL OR payer IS NOT NULL OR fingerprint IS NOT NULL"
    assert await rows(at_0003, nothing) == [(0,)]
    same = "SELECT count(*) FROM tellings t JOIN receipts r ON r.id = t.receipt_id AND r.moved_at = t.at"
    assert await rows(at_0003, same) == [(5,)]


async def test_accounts_are_those_of_the_plan_and_those_that_money_came_in_on(at_0003: Database) -> None:
    await fill(
        at_0003,
        {"id": 1, "reference": "FT1"},
        {"id": 2, "reference": "FT2", "account": "0022"},
        {"id": 3, "reference": "FT3", "account": "0022", "moved_at": NIGHT},
        {"id": 4, "reference": "1", "account": "till:3"},
    )
    await upgrade(at_0003)
    assert await rows(at_0003, "SELECT drive, number, since, until FROM accounts ORDER BY number") == [
        ("to", "0011", LOADED, None),
        ("to", "0022", MORNING, NIGHT),
    ]


async def test_none_of_many_is_left_behind_and_a_number_may_come_again(at_0003: Database) -> None:
    await fill(at_0003, *({"id": number, "reference": f"FT{number:08}"} for number in range(1, MANY + 1)))
    await upgrade(at_0003)
    assert await rows(at_0003, "SELECT count(*), count(DISTINCT receipt_id) FROM tellings") == [(MANY, MANY)]
    async with at_0003.write() as connection:
        again = text("UPDATE receipts SET reference = 'FT00000001' WHERE id = 2")
        assert (await connection.execute(again)).rowcount == 1
