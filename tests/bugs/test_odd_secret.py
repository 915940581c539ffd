"""A secret with a byte that is no text was answered with 500 and a traceback in the log instead of 403."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from bot.handlers.telegram.webhook import HEADER, Webhook
from bot.messages import Incoming


@pytest.mark.parametrize("secret", ["\udcff", "wrong\udc80"])
async def test_a_secret_of_odd_bytes_is_just_a_wrong_one(secret: str) -> None:
    async def accept(_update: Incoming) -> None:
        raise AssertionError("nothing may be taken in")

    request: Any = SimpleNamespace(headers={HEADER: secret})  # as aiohttp gives it: such bytes are half characters
    assert (await Webhook("the right secret", lambda _raw: None, accept).receive(request)).status == 403
