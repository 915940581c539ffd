"""Fixtures for tests that live a drive; a test file takes them with pytest_plugins = ("tests.support.living",)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.lived import Drive, prepare


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One prepared database for all tests."""
    return asyncio.run(prepare(tmp_path_factory.mktemp("template")))


@pytest.fixture
def live(template: Path, tmp_path: Path) -> Callable[..., Drive]:
    """Makes drives on a copy of it; the same folder again, so that a second one finds what the first has left."""

    def drive(**more: Any) -> Drive:
        return Drive(template, tmp_path / "drive", **more)

    return drive
