"""SQLite without a thread for what takes microseconds: only what may wait or take long goes to aiosqlite's thread.

aiosqlite carries each step of a statement (cursor, execute, fetch, close) to a thread of its own and back, and each way
costs more than a small statement itself. Here such a statement of the writer runs where it is asked for. What waits for
the disk (COMMIT) or works through many rows still goes to the thread, as do the readers' statements, and who waits for
another's lock sleeps, so that the loop goes on meanwhile.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from aiosqlite import Connection

SMALL: Final = ("SELECT", "INSERT", "UPDATE", "PRAGMA")
"""What statements begin with that touch few rows in this house; DELETE tidies up, CREATE and ALTER migrate."""
MANY: Final = 500
"""Rows of one statement from which on it goes to the thread: some milliseconds."""
BEGIN: Final = "BEGIN IMMEDIATE"
PATIENCE, NAP = 30.0, 0.005
"""Seconds the lock of another process is waited for, and between two looks."""


class Inline(Connection):
    """A connection of aiosqlite whose small statements run in the caller's thread; a reader's only begin there."""

    reads = False

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if not self._running or self._connection is None:
            raise ValueError("Connection closed")
        step = fn.__name__
        if step == "execute" and args[0] == BEGIN:
            return await _begun(fn)
        if step in ("cursor", "close", "rollback") or _begins(step, args) or (not self.reads and _small(step, args)):
            return fn(*args, **kwargs)
        return await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]  # the library left it untyped


def _begins(step: str, args: tuple[Any, ...]) -> bool:
    """Whether a reader begins, which takes no lock yet."""
    return step == "execute" and bool(args[0] == "BEGIN")


def _small(step: str, args: tuple[Any, ...]) -> bool:
    match step:
        case "fetchall" | "fetchone" | "fetchmany":
            return True
        case "execute":
            return bool(args[0].startswith(SMALL))
        case "executemany":
            return bool(args[0].startswith(SMALL)) and len(args[1]) <= MANY
        case _:
            return False


async def _begun(execute: Callable[[str], Any]) -> Any:
    """Takes the lock; whoever else holds it is waited for without holding up the loop."""
    clock = asyncio.get_running_loop().time
    until = clock() + PATIENCE
    while True:
        try:
            return execute(BEGIN)
        except sqlite3.OperationalError as busy:
            if "locked" not in str(busy) or clock() >= until:
                raise
        await asyncio.sleep(NAP)


def connect(database: str | Path, **settings: Any) -> Inline:
    """A connection like that of `aiosqlite.connect`, to be awaited: for the writer."""

    def opened() -> sqlite3.Connection:
        made: sqlite3.Connection = sqlite3.connect(str(database), **settings)
        return made

    made = Inline(opened, iter_chunk_size=64)
    made._thread.daemon = True  # as SQLAlchemy does with those it makes itself
    return made


def connect_reader(database: str | Path, **settings: Any) -> Inline:
    """The same for a reader, whose statements may look through much."""
    made = connect(database, **settings)
    made.reads = True
    return made
