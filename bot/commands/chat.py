"""`chat`: a talk with the bot in the terminal, on the same database."""

from __future__ import annotations

import logging

from bot import demo
from bot.app import App, chosen, loaded_plans, open_database, wall_clock
from bot.handlers.terminal import TerminalHandler
from bot.reports.picture import draw
from bot.settings import Settings


async def chat(settings: Settings, name: str) -> int:
    """Talks until the input ends."""
    logging.getLogger().setLevel(logging.ERROR)
    database, secrecy = await open_database(settings)
    plans = await loaded_plans(database)
    drive = chosen(plans, settings.drive)
    now = wall_clock
    if settings.demo:
        now = demo.DemoClock(await demo.remembered(database, demo.first_moment(plans[drive])))
    app = App(database, secrecy, plans, drive, now)
    handler = TerminalHandler(now=now, draw=draw, pictures=settings.data_dir / "pictures", chat=name)
    app.add(handler)
    await app.start(tick=False)
    await handler.ended.wait()
    await app.stop()
    return 0
