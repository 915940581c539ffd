"""SQLite for tests that are not about it: nothing waits for the disk, and no statement travels to another thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from aiosqlite import Connection

from bot.storage import database


@contextmanager
def hurried() -> Iterator[None]:
    """Every SQLite connection works so while this lasts; what is thrown away need not survive a power cut."""
    kept = database.PRAGMAS, Connection._execute
    setattr(database, "PRAGMAS", (*database.PRAGMAS, "PRAGMA synchronous=OFF"))  # noqa: B010
    setattr(Connection, "_execute", _at_once)  # noqa: B010
    try:
        yield
    finally:
        setattr(database, "PRAGMAS", kept[0])  # noqa: B010
        setattr(Connection, "_execute", kept[1])  # noqa: B010


async def _at_once(connection: Connection, work: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """Half the time of a small statement is the way to the connection's thread and back; others still get between."""
    if not connection._running or not connection._connection:
        raise ValueError("Connection closed")
    await asyncio.sleep(0)
    return work(*given, **named)
