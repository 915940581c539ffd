"""A fresh database for tests of the storage."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.storage.database import Database
from bot.storage.secrecy import Secrecy
from bot.storage.upgrade import upgrade
from tests.support import postgres

NOW = datetime(2021, 9, 27, 2, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgres"])
async def database(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """All tables and nothing in them, in an SQLite file and in a PostgreSQL."""
    name = postgres.fresh() if request.param == "postgres" else ""
    opened = Database(postgres.url(name) if name else f"sqlite+aiosqlite:///{tmp_path / 'tiepsong.db'}")
    await upgrade(opened)
    opened.unlock(Secrecy(bytes(32)))
    yield opened
    await opened.close()
    if name:
        postgres.drop(name)


@pytest.fixture
async def in_file(tmp_path: Path) -> AsyncIterator[Database]:
    """An SQLite file, for what only SQLite has."""
    opened = Database(f"sqlite+aiosqlite:///{tmp_path / 'tiepsong.db'}")
    await upgrade(opened)
    opened.unlock(Secrecy(bytes(32)))
    yield opened
    await opened.close()
