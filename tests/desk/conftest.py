"""The desk of a running app."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.desk.desk_world import DeskWorld, open_desk
from tests.support.rig import Rig


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[DeskWorld]:
    """The desk of Thanh Oai, on the Monday before the second report is due, at nine."""
    async with Rig(tmp_path) as rig, open_desk(rig, tmp_path) as world:
        yield world
