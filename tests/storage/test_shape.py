"""Tables that are others than the code expects are told, on both engines."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import text

from bot.storage.database import Database
from bot.storage.shape import differences
from bot.storage.upgrade import upgrade
from tests.support import postgres


@pytest_asyncio.fixture(params=["sqlite", "postgres"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    name = postgres.fresh() if request.param == "postgres" else ""
    made = Database(postgres.url(name) if name else f"sqlite+aiosqlite:///{tmp_path / 'a.db'}")
    await upgrade(made)
    yield made
    await made.close()
    if name:
        postgres.drop(name)


async def test_what_the_migrations_make_is_what_the_code_expects(database: Database) -> None:
    assert await differences(database) == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DROP TABLE cards", "the table cards is missing"),
        ("ALTER TABLE units DROP COLUMN valid_to", "units: the column valid_to is missing"),
        ("ALTER TABLE units ADD COLUMN colour TEXT", "units: nobody knows the column colour"),
        ("DROP INDEX ix_outbox_state_id", "outbox: the rule ix_outbox_state_id is missing"),
        ("CREATE TABLE of_somebody (a INTEGER)", ""),
        ("CREATE INDEX of_somebody ON units (name)", ""),
    ],
)
async def test_each_difference_is_told(database: Database, statement: str, said: str) -> None:
    async with database.write() as connection:
        await connection.execute(text(statement))
    assert await differences(database) == ([said] if said else [])


MADE_ANEW = "CREATE TABLE people (id INTEGER NOT NULL PRIMARY KEY, {name}, made_at INTEGER NOT NULL)"
ANOTHER = "people: the column name is another"
ONE_ENGINE = [
    ("sqlite", ["DROP TABLE people", MADE_ANEW.format(name="name BIGINT NOT NULL")], ANOTHER),
    ("sqlite", ["DROP TABLE people", MADE_ANEW.format(name="name TEXT")], ANOTHER),
    ("postgres", ["ALTER TABLE people ALTER COLUMN name TYPE BIGINT USING 0"], ANOTHER),
    ("postgres", ["ALTER TABLE people ALTER COLUMN name DROP NOT NULL"], ANOTHER),
    ("postgres", ["ALTER TABLE inbox DROP CONSTRAINT ck_inbox_state"], "inbox: the rule ck_inbox_state is missing"),
    ("postgres", ["ALTER TABLE logins DROP CONSTRAINT uq_logins_link_hash"],
     "logins: the rule uq_logins_link_hash is missing"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("database", "statements", "said"), ONE_ENGINE, indirect=["database"], ids=lambda given: str(given)[:40]
)
async def test_what_each_engine_can_change_by_itself_is_told(
    database: Database, statements: list[str], said: str
) -> None:
    async with database.write() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    assert said in await differences(database)
