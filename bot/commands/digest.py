"""`digest`: the digest as of now, in the terminal."""

from __future__ import annotations

from bot import texts
from bot.commands.opening import open_app
from bot.programme.reporting import digest as digests
from bot.settings import Settings


async def digest(settings: Settings, language: str) -> int:
    """Prints the lines that officials get."""
    app = await open_app(settings)
    try:
        found = await app.ask(digests.compose)
        print(texts.plain(digests.lines(found), language, app.plan_zone))
    finally:
        await app.database.close()
    return 0
