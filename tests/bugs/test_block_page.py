"""A page of somebody between us and Telegram was taken for a person who had blocked the bot; it is about the way."""

from __future__ import annotations

from itertools import product

import pytest

from bot.delivery.pace import Pace
from bot.handlers.telegram.wire import Wire
from bot.messages import Passing, Permanent
from tests.telegram_api.server import TOKEN, BotApi, Trouble

PAGES = [
    b"<html>Forbidden</html>",
    b"",
    b"[]",
    b'{"message":"blocked"}',
    b'{"ok":false}',
    b'{"ok":false,"description":3}',
    b"[" * 100_000,
]
POLICY = b'{"ok":false,"error_code":403,"description":"Forbidden by policy"}'


@pytest.mark.parametrize(("status", "page"), [*product((400, 403, 409), PAGES), (403, POLICY)])
async def test_a_refusal_that_is_not_telegrams_passes(status: int, page: bytes) -> None:
    async with BotApi() as api:
        wire = Wire(api.base, TOKEN, Pace(0))
        await wire.open()
        api.troubles.append(Trouble(status=status, body=page))
        with pytest.raises(Passing) as passing:
            await wire.call("sendMessage", {"chat_id": 1, "text": "x"})
        await wire.close()
    assert passing.value.everyone
    assert not passing.value.unknown, "Telegram has not seen it"


async def test_a_block_that_telegram_tells_is_one() -> None:
    async with BotApi() as api:
        wire = Wire(api.base, TOKEN, Pace(0))
        await wire.open()
        api.troubles.append(Trouble(code=403, description="Forbidden: bot was blocked by the user"))
        with pytest.raises(Permanent) as blocked:
            await wire.call("sendMessage", {"chat_id": 1, "text": "x"})
        await wire.close()
    assert blocked.value.gone
