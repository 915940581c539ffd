"""A copy is there whole or not at all: the next start takes a file of that name for the copy it wants."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bot.storage.copying import copy_into


def written(path: Path) -> None:
    """A database of some hundred pages."""
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("CREATE TABLE words (word TEXT)")
        connection.executemany("INSERT INTO words VALUES (?)", [("x" * 1_000,)] * 1_000)
    connection.close()


async def test_what_was_broken_off_before_is_in_nobodys_way(tmp_path: Path) -> None:
    written(tmp_path / "a.db")
    (tmp_path / "copy.db.part").write_bytes(b"half of it")
    await copy_into(str(tmp_path / "a.db"), tmp_path / "copy.db")
    connection = sqlite3.connect(tmp_path / "copy.db")
    assert connection.execute("SELECT count(*) FROM words").fetchone() == (1_000,)
    connection.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.db", "copy.db"]


async def test_half_a_copy_is_none(tmp_path: Path) -> None:
    written(tmp_path / "a.db")
    pages = bytearray((tmp_path / "a.db").read_bytes())
    pages[len(pages) // 2 : len(pages) // 2 + 20_000] = b"\xff" * 20_000
    (tmp_path / "a.db").write_bytes(pages)
    with pytest.raises(Exception, match="malformed"):
        await copy_into(str(tmp_path / "a.db"), tmp_path / "copy.db")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.db"]
