"""SQLite's statements without a thread: what runs at once, what goes to the thread, and who waits for whom."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest
from aiosqlite import Connection
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.storage import inline
from bot.storage.bulk import insert_rows
from bot.storage.database import Database
from bot.storage.tables import marks
from bot.storage.upgrade import upgrade


@pytest.fixture
async def house(tmp_path: Path) -> Database:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}")
    await upgrade(database)
    return database


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements of the writer that were carried to the thread."""
    carried: list[str] = []
    carry: Any = Connection._execute

    async def noted(self: inline.Inline, fn: object, *args: object, **kwargs: object) -> object:
        carried.append(str(args[0]) if args else getattr(fn, "__name__", ""))
        return await carry(self, fn, *args, **kwargs)

    monkeypatch.setattr(Connection, "_execute", noted)
    return carried


async def test_only_what_waits_or_takes_long_goes_to_the_thread(house: Database, threads: list[str]) -> None:
    async with house.write() as connection:
        await connection.execute(insert(marks), [{"name": "a", "value": "1"}])
        assert (await connection.execute(select(marks.c.value))).scalar() == "1"
        await insert_rows(connection, marks, [{"name": f"m{number}", "value": "x"} for number in range(20)])
        assert threads == []
        await insert_rows(connection, marks, [{"name": f"n{number}", "value": "x"} for number in range(1_000)])
        await connection.execute(text("DELETE FROM marks WHERE name = 'a'"))
    assert [statement.split()[0] for statement in threads] == ["INSERT", "DELETE", "commit"]
    await house.close()


async def test_who_waits_for_the_lock_lets_the_loop_go_on(house: Database, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "a.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    began = asyncio.Event()

    async def write() -> None:
        async with house.write() as connection:
            began.set()
            await connection.execute(insert(marks), [{"name": "mine", "value": "1"}])

    writing = asyncio.create_task(write())
    for _step in range(50):
        await asyncio.sleep(0)
    assert not began.is_set(), "another holds the lock"
    assert asyncio.get_running_loop().is_running()
    other.execute("COMMIT")
    await writing
    assert other.execute("SELECT value FROM marks WHERE name = 'mine'").fetchall() == [("1",)]
    other.close()
    await house.close()


async def test_a_lock_that_is_never_let_go_is_told_as_the_database_s_trouble(
    house: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inline, "PATIENCE", 0.02)
    other = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError):
        async with house.write():
            raise AssertionError("it cannot have begun")
    other.execute("ROLLBACK")
    other.close()
    async with house.write() as connection:
        assert (await connection.execute(select(marks))).all() is not None
    await house.close()


async def test_a_driver_s_error_is_told_as_sqlalchemy_tells_it_and_without_the_values(house: Database) -> None:
    async with house.write() as connection:
        await insert_rows(connection, marks, [{"name": "a", "value": "1"}])
        with pytest.raises(IntegrityError) as refused:
            await insert_rows(connection, marks, [{"name": "a", "value": "a secret"}])
    assert "a secret" not in str(refused.value)
    await house.close()


async def test_a_connection_left_behind_does_not_keep_the_process_alive(house: Database) -> None:
    async with house.write() as connection:
        assert (await connection.execute(select(marks))).all() is not None
    mine = [thread for thread in threading.enumerate() if "_connection_worker" in thread.name]
    assert all(thread.daemon for thread in mine)
    await house.close()
