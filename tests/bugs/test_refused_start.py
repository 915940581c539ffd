"""A refusal in the bot's first second left it deaf or nameless until the next start."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from tests.handlers.telegram.telegram_world import Turn, telegram, until
from tests.support.jumping import jumping
from tests.telegram_api.server import BotApi
from tests.telegram_api.updates import GROUP, message

WEBHOOK: dict[str, Any] = {"mode": "webhook", "webhook_url": "https://bot.example.vn"}
STEPS = ["getMe", "setWebhook", "deleteWebhook", "setMyCommands"]


@pytest.mark.parametrize("method", STEPS)
def test_what_was_refused_is_tried_again_until_it_holds(method: str, caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        async with BotApi() as api:
            refusal = "Bad Request: bad webhook: Failed to resolve host: Name or service not known"
            api.trouble(400, refusal, method=method, times=20)
            turn = Turn()
            more: dict[str, Any] = WEBHOOK if method == "setWebhook" else {}
            async with telegram(api, turn, **more) as handler:
                await until(lambda: len(api.of(method)) >= (3 if method == "setMyCommands" else 1), 40_000)
                assert handler.link("x") == "https://t.me/song_test_bot?start=x"
                if method == "setWebhook":
                    assert api.webhook == "https://bot.example.vn/telegram"
                else:
                    api.push(message(chat=GROUP, text="/menu@song_test_bot"))
                    await until(lambda: turn.taken)
            times = [call.at for call in api.calls if call.method == method]
            waits = [round(later - earlier, 3) for earlier, later in pairwise(times) if later - earlier > 0.5]
            assert waits == sorted(waits)
            assert waits[0] <= 1.1
            assert waits[-1] <= 3601

    jumping(main())
    assert sum(f"refuses {method}" in record.message for record in caplog.records) == 1


def test_a_page_of_somebody_else_in_the_first_second_is_got_over() -> None:
    async def main() -> None:
        async with BotApi() as api:
            for method in ("getMe", "setWebhook", "setMyCommands"):
                api.trouble(body=b"<html>Forbidden</html>", status=403, method=method)
            async with telegram(api, **WEBHOOK) as handler:
                await until(lambda: api.webhook and len(api.of("setMyCommands")) == 3, 60)
                assert handler.link("x")

    jumping(main())


def test_one_menu_that_is_refused_does_not_cost_the_others() -> None:
    async def main() -> None:
        async with BotApi() as api:
            api.trouble(400, "Bad Request: BOT_COMMAND_INVALID", method="setMyCommands", times=1)
            async with telegram(api):
                await until(lambda: len(api.of("setMyCommands")) == 3)
            assert [call.params.get("language_code") for call in api.of("setMyCommands")] == ["vi", "en", None]

    jumping(main())
