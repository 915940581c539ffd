"""Whatever a command writes, no other account of the machine can read; what was left open is closed."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.__main__ import main, quiet_libraries
from bot.commands.owner_alone import OTHERS, owner_alone
from bot.settings import Settings
from tests.support.rig import Rig


@pytest.fixture(autouse=True)
def usual_umask() -> Iterator[None]:
    """As on most machines, and as it was afterwards."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> list[str]:
    return [path.name for path in (folder, *folder.rglob("*")) if stat.S_IMODE(path.stat().st_mode) & OTHERS]


def test_a_new_data_folder_and_a_backup_are_the_owner_s_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o700)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    assert main(["plan", "load", "thanh-oai"]) == 0
    assert main(["backup", str(tmp_path / "copy.db")]) == 0
    assert {"data", "copy.db"} <= {path.name for path in tmp_path.iterdir()}
    assert open_to_others(tmp_path) == []


def test_what_an_earlier_release_left_open_is_closed(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data", database_url=f"sqlite+aiosqlite:///{tmp_path}/elsewhere.db")
    for path in ("data/files/a.json", "data/data.key", "elsewhere.db", "elsewhere.db-wal"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x")
    owner_alone(settings)
    tmp_path.chmod(0o700)
    assert open_to_others(tmp_path) == ["a.json"], "nobody else comes through the closed folder"


def test_a_folder_that_is_not_there_yet_is_no_trouble(tmp_path: Path) -> None:
    owner_alone(Settings(data_dir=tmp_path / "none", database_url="postgresql+psycopg://bot@host/name"))


async def test_the_most_talkative_log_tells_no_name(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    names = ("aiosqlite", "sqlalchemy.engine", "sqlalchemy.pool", "psycopg.pool")
    quiet_libraries()
    with caplog.at_level(logging.DEBUG):
        async with Rig(tmp_path) as rig:
            for text in ("/goptien", "1.234.000 đ", "1", "Đặng Thị Kín Đáo"):
                await rig.says("guest", text)
    assert not [record for record in caplog.records if record.name in names]
    assert "Kín Đáo" not in caplog.text
