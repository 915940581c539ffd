"""What tests share: readable failures of the helpers, a running app, and the option that writes transcripts anew."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

# In CI a green run stays green; at home every run tries something new. A busy machine is no fault anywhere.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("home", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "home")

# A run starts some hundred processes; none of them compiles the house anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

pytest.register_assert_rewrite("tests.chat.paper", "tests.support.rig", "tests.support.transcript")

if TYPE_CHECKING:
    from tests.support.rig import Rig


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-transcripts",
        action="store_true",
        help="write what the bot says now into tests/transcripts/*.chat; read the difference before you keep it",
    )


def pytest_collection_finish() -> None:
    """What is there by now stays to the end: nobody looks through it for garbage a thousand times."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(params=["sqlite", "postgres"])
async def rig(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Rig]:
    """The app on the plan of Thanh Oai, on the Monday before the second report is due, at nine; on both engines."""
    from tests.support.rig import Rig  # the whole house, which most tests do without

    async with Rig(tmp_path, engine=request.param) as running:
        yield running
