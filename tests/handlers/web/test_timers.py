"""One timer for all pages: each chat is shown the dots once, when it has waited long enough."""

from __future__ import annotations

import asyncio

from bot.handlers.web.timers import Thinking
from tests.support.jumping import jumping


def test_each_chat_that_waits_too_long_is_shown_once_and_in_time() -> None:
    shown: list[tuple[str, float]] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        thinking = Thinking(1.0, lambda chat: shown.append((chat, round(loop.time() - began, 2))))
        thinking.begin("lan")
        await asyncio.sleep(0.5)
        thinking.begin("lan")
        thinking.begin("minh")
        thinking.begin("an")
        thinking.end("an")
        await asyncio.sleep(5)
        thinking.begin("lan")
        thinking.stop()
        await asyncio.sleep(5)

    jumping(main())
    assert shown == [("lan", 1.0), ("minh", 1.5)]
