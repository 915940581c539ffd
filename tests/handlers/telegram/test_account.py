"""What Telegram says of our bot, asked through the stand-in; the token is never in what is told."""

from __future__ import annotations

import pytest

from bot.handlers.telegram.account import BotAccount, account
from tests.telegram_api.server import NAME, TOKEN, BotApi, Trouble

HOOK = "https://tiepsong.example.org/telegram"


async def test_a_bot_that_waits_to_be_asked() -> None:
    async with BotApi() as api:
        assert await account(TOKEN, api.base) == BotAccount(name=NAME)


async def test_a_bot_that_is_called_and_the_last_call_that_failed() -> None:
    info = (
        b'{"ok":true,"result":{"url":"%s","has_custom_certificate":false,"pending_update_count":7,'
        b'"last_error_date":1632790800,"last_error_message":"Connection refused"}}' % HOOK.encode()
    )
    async with BotApi() as api:
        api.troubles.append(Trouble(body=info, method="getWebhookInfo"))
        seen = await account(TOKEN, api.base)
    assert (seen.name, seen.fault, seen.webhook, seen.waiting) == (NAME, "", HOOK, 7)
    assert seen.last_error == "2021-09-28 01:00 UTC, Connection refused"


@pytest.mark.parametrize(
    ("trouble", "refused", "words"),
    [
        (Trouble(code=401, description="Unauthorized", method="getMe"), True, "does not know it"),
        (Trouble(body=b"<html>blocked</html>", method="getMe"), False, ""),
        (Trouble(code=500, description="Internal Server Error", method="getMe"), False, ""),
    ],
)
async def test_what_goes_wrong_is_told_in_words_and_without_the_token(
    trouble: Trouble, refused: bool, words: str
) -> None:
    async with BotApi() as api:
        api.troubles.append(trouble)
        seen = await account(TOKEN, api.base)
    assert seen.refused is refused
    assert seen.fault
    assert words in seen.fault
    assert TOKEN not in seen.fault


async def test_nobody_answers() -> None:
    async with BotApi() as api:
        base = api.base
    seen = await account(TOKEN, base)
    assert (seen.refused, seen.name) == (False, "")
    assert seen.fault
    assert TOKEN not in seen.fault


@pytest.mark.parametrize("token", ["", "no token", "123:", ":abc", "12 3:abc"])
async def test_what_is_no_token_is_not_asked_about(token: str) -> None:
    assert await account(token, "http://127.0.0.1:1") == BotAccount(fault="it does not look like a token", refused=True)
