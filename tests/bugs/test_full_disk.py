"""On a full disk every refused turn wrote two tracebacks into the log, and /healthz said that all was well."""

from __future__ import annotations

import errno
import logging
import os
from pathlib import Path

import pytest

from bot.commands.seldom import Seldom
from bot.messages import Unwritten
from bot.storage.health import EVERY, Health
from bot.turn.turn import Turn
from tests.support.rig import Rig


class Watch:
    """A clock in seconds, moved by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
async def small(tmp_path: Path) -> Rig:
    rig = Rig(tmp_path, engine="sqlite")
    await rig.__aenter__()
    return rig


async def room(rig: Rig, pages: int) -> None:
    """Lets the database grow to so many pages and no further, as a disk does that is full; 0: to what it has."""
    async with rig.database.write() as connection:
        await connection.exec_driver_sql(f"PRAGMA max_page_count = {pages or 1}")


async def test_a_full_disk_is_one_line_a_minute_and_heals_by_itself(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    watch = Watch()
    async with Rig(tmp_path, engine="sqlite") as rig:
        await rig.says("binh", "/start")
        await room(rig, 0)
        caplog.handler.addFilter(seldom := Seldom(clock=watch))
        updates = [rig.update("binh", "x" * 4000) for _n in range(40)]
        for update in updates:
            with pytest.raises(Unwritten):
                await rig.app.turn.accept(update)
        watch.seconds += 61
        with pytest.raises(Unwritten):
            await rig.app.turn.accept(updates[0])
        caplog.handler.removeFilter(seldom)
        await room(rig, 1_000_000)
        await rig.take(updates[0])
        assert rig.heard("binh")
    lines = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert [record.getMessage() for record in lines] == [
        "the database could not take a turn: database or disk is full",
        "the database could not take a turn: database or disk is full (39 more since the last such line)",
    ]
    assert not any(record.exc_info for record in lines)
    assert all(record.name == Turn.__module__ for record in lines)


async def test_a_database_that_is_gone_or_another_one_is_told(tmp_path: Path) -> None:
    async with Rig(tmp_path, engine="sqlite") as rig:
        assert rig.database.url.database is not None
        file, watch = Path(rig.database.url.database), Watch()
        health = Health(rig.database, tmp_path, rig.clock, watch)
        aside = file.rename(file.with_suffix(".aside"))
        assert await health.troubles() == ["the database file is missing"]
        file.write_bytes(b"")
        watch.seconds += EVERY
        assert await health.troubles() == ["the database file is not the one it was"]
        aside.rename(file)
        watch.seconds += EVERY
        assert await health.troubles() == []


async def test_a_database_that_may_only_be_read_is_told(rig: Rig, tmp_path: Path) -> None:
    """On either engine: nobody has to write something first."""
    watch = Watch()
    health = Health(rig.database, tmp_path, rig.clock, watch)
    assert await health.troubles() == []
    only_read = "PRAGMA query_only=ON" if rig.database.sqlite else "SET default_transaction_read_only = on"
    async with rig.database.writer.connect() as connection:
        await connection.exec_driver_sql(only_read)
        await connection.commit()
    watch.seconds += EVERY
    [told] = await health.troubles()
    assert told.startswith("the database cannot be written: ")


async def test_a_disk_without_room_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async with Rig(tmp_path, engine="sqlite") as rig:
        watch = Watch()
        (files := tmp_path / "files").mkdir()
        health = Health(rig.database, files, rig.clock, watch)
        assert await health.troubles() == []
        monkeypatch.setattr(os, "fsync", full)
        assert await health.troubles() == [], "an answer stands for a few seconds"
        watch.seconds += EVERY
        assert await health.troubles() == [
            "received files cannot be kept: No space left on device",
            "the database has no room: No space left on device",
        ]
        assert list(files.iterdir()) == [], "nothing is left lying there"
        monkeypatch.undo()
        watch.seconds += EVERY
        assert await health.troubles() == []


async def test_a_folder_for_files_that_is_gone_is_told(tmp_path: Path) -> None:
    async with Rig(tmp_path, engine="sqlite") as rig:
        health = Health(rig.database, tmp_path / "nowhere", rig.clock, Watch())
        assert await health.troubles() == ["received files cannot be kept: No such file or directory"]
