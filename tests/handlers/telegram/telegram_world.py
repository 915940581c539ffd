"""A Telegram handler at a local stand-in for the Bot API, for tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import bot.handlers.telegram.delivery
import bot.handlers.telegram.reading  # noqa: F401  # loaded beforehand: the tests' clock does not wait for a thread
from bot.delivery.pace import Pace
from bot.handlers.telegram.handler import TelegramHandler
from bot.messages import Incoming, Lane, Outgoing
from tests.telegram_api.server import BotApi

COMMANDS = {"vi": [("huy", "Bỏ dở"), ("menu", "Thực đơn")], "en": [("huy", "Cancel"), ("menu", "Menu")]}


class Turn:
    """Takes updates in; `before` may fail or wait as the turn would."""

    def __init__(self) -> None:
        self.tried: list[Incoming] = []
        self.taken: list[Incoming] = []
        self.before: Callable[[Incoming], Any] = lambda _update: None

    async def __call__(self, update: Incoming) -> None:
        self.tried.append(update)
        wish = self.before(update)
        if wish is not None:
            await wish
        self.taken.append(update)

    def words(self) -> list[str | None]:
        return [update.text for update in self.taken]


def draw(recipe: dict[str, Any]) -> tuple[bytes, str]:
    if recipe.get("make") == "nonsense":
        raise KeyError("no such recipe")
    return b"\x89PNG " + repr(recipe).encode(), "application/pdf" if recipe.get("make") == "docx" else "image/png"


def message(number: int = 1, text: str = "Hello", chat: str = "4100", lane: Lane = Lane.REPLY, **more: Any) -> Outgoing:
    return Outgoing(id=number, channel="telegram", chat=chat, lane=lane, text=text, **more)


@asynccontextmanager
async def telegram(
    api: BotApi, turn: Turn | None = None, per_second: int = 0, pace: Pace | None = None, **more: Any
) -> AsyncIterator[TelegramHandler]:
    """A started handler; stopped at the end."""
    pace = pace or Pace(per_second, now=asyncio.get_running_loop().time)
    handler = TelegramHandler(
        more.pop("token", api.token),
        pace,
        more.pop("draw", draw),
        more.pop("commands", COMMANDS),
        base=more.pop("base", api.base),
        **more,
    )
    await handler.start(turn or Turn())
    try:
        yield handler
    finally:
        await handler.stop()


async def until(true: Callable[[], Any], seconds: float = 600) -> None:
    """Waits until something is so, seconds of the loop's clock at most."""
    loop = asyncio.get_running_loop()
    end, pause = loop.time() + seconds, 0.001
    while not true():
        assert loop.time() < end, "it never came about"
        await asyncio.sleep(pause)
        pause = min(2.0, pause * 1.2)
