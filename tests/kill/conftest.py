"""Names the marker of tests that take minutes, and prepares the database that is killed."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.lived import Drive, prepare


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "heavy: takes minutes")


@pytest.fixture(scope="session")
def kill_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A drive with a teacher and a deputy for some chats, and people who only listen."""
    folder = asyncio.run(prepare(tmp_path_factory.mktemp("kill")))

    async def set_up() -> None:
        async with Drive(folder, folder, now="2021-09-27 09:00", channel="wire") as drive:
            for number in range(4):
                await drive.holds(f"teacher-{number}", "school_contact", "thcs-cao-vien")
            for number, unit in enumerate(("hoi-ctd", "hoi-nct", "hoi-ccb", "hoi-lhpn")):
                await drive.holds(f"reporter-{number}", "deputy", unit)
                await drive.holds(f"listener-{number}", "unit_contact", unit)
            await drive.holds("official", "official", "huyen-uy")

    asyncio.run(set_up())
    return folder
