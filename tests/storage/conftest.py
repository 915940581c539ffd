"""A fresh database for tests of the storage."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.storage.database import Database
from bot.storage.upgrade import upgrade

NOW = datetime(2021, 9, 27, 2, 0, tzinfo=UTC)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """An SQLite file with all tables and nothing in them."""
    opened = Database(f"sqlite+aiosqlite:///{tmp_path / 'tiepsong.db'}")
    await upgrade(opened)
    yield opened
    await opened.close()
