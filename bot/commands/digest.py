"""`digest`: the digest as of now, in the terminal."""

from __future__ import annotations

from bot import texts
from bot.app import App, chosen, loaded_plans, open_database, wall_clock
from bot.programme import digest as digests
from bot.settings import Settings


async def digest(settings: Settings, language: str) -> int:
    """Prints the lines that officials get."""
    database, secrecy = await open_database(settings)
    plans = await loaded_plans(database)
    app = App(database, secrecy, plans, chosen(plans, settings.drive), wall_clock)
    found = await app.ask(digests.compose)
    print(texts.plain(digests.lines(found), language, app.plan_zone))
    await database.close()
    return 0
