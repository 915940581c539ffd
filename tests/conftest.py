"""What tests share: readable failures of the helpers, a running app, and the option that writes transcripts anew."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

# In CI a green run stays green; at home every run tries something new.
settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("ci")

pytest.register_assert_rewrite("tests.chat.paper", "tests.support.rig", "tests.support.transcript")

if TYPE_CHECKING:
    from tests.support.rig import Rig


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-transcripts",
        action="store_true",
        help="write what the bot says now into tests/transcripts/*.chat; read the difference before you keep it",
    )


@pytest.fixture(params=["sqlite", "postgres"])
async def rig(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Rig]:
    """The app on the plan of Thanh Oai, on the Monday before the second report is due, at nine; on both engines."""
    from tests.support.rig import Rig  # the whole house, which most tests do without

    async with Rig(tmp_path, engine=request.param) as running:
        yield running
