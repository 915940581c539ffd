"""A person at each messenger, with the real app behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio

from bot.commands import run
from bot.delivery import sender
from bot.handlers import terminal
from bot.handlers.web import Limits
from tests.handlers.conformance.messenger import House, Messenger
from tests.handlers.conformance.messengers import MESSENGERS
from tests.support.lived import prepare


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the plan of Thanh Oai is loaded."""
    return await prepare(tmp_path_factory.mktemp("house") / "data")


@pytest.fixture(params=MESSENGERS, ids=lambda messenger: messenger.name)
async def messenger(
    request: pytest.FixtureRequest, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Messenger]:
    """A person at each messenger, who has just come and been greeted."""
    monkeypatch.setattr(sender, "LINGER", 0.0)
    monkeypatch.setattr(terminal, "PAUSE", 0.01)
    monkeypatch.setattr(run, "Limits", partial(Limits, rate=10_000, burst=10_000))  # these people type fast
    kind: type[Messenger] = request.param
    async with kind(House(template, tmp_path, **kind.settings)) as opened:
        await opened.come()
        await opened.house.idle()
        yield opened
