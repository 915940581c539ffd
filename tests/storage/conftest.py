"""A fresh database for tests of the storage."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.storage.database import Database
from bot.storage.secrecy import Secrecy
from bot.storage.upgrade import upgrade
from tests.support import postgres

NOW = datetime(2021, 9, 27, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables and nothing in them, to be copied."""
    path = tmp_path_factory.mktemp("storage") / "tiepsong.db"
    asyncio.run(_migrate(_in(path)))
    return path


@pytest.fixture(scope="session")
def migrated_postgres() -> str:
    """The name of such a database in PostgreSQL."""
    name = postgres.fresh()
    asyncio.run(_migrate(postgres.url(name)))
    return name


@pytest.fixture(params=["sqlite", "postgres"])
def copied(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a copy of either lies."""
    if request.param == "sqlite":
        yield _in(shutil.copy(request.getfixturevalue("migrated"), tmp_path))
        return
    name = postgres.fresh(request.getfixturevalue("migrated_postgres"))
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture
async def database(copied: str) -> AsyncIterator[Database]:
    """All tables and nothing in them, in an SQLite file and in a PostgreSQL."""
    async with _opened(copied) as found:
        yield found


@pytest.fixture
async def in_file(migrated: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """An SQLite file, for what only SQLite has."""
    async with _opened(_in(shutil.copy(migrated, tmp_path))) as found:
        yield found


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Database]:
    found = Database(url)
    found.unlock(Secrecy(bytes(32)))
    yield found
    await found.close()


def _in(path: Path | str) -> str:
    return f"sqlite+aiosqlite:///{path}"


async def _migrate(url: str) -> None:
    async with _opened(url) as found:
        await upgrade(found)
