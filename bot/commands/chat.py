"""`chat`: a talk with the bot in the terminal, on the same database."""

from __future__ import annotations

import asyncio
import contextlib
import io
import logging
import sys
from typing import Final

from bot.commands.opening import open_app
from bot.handlers.terminal import TerminalHandler
from bot.reports.picture import draw
from bot.settings import Settings

PATIENCE: Final = 3.0
"""Seconds in which the last answers are printed after the last line."""


async def chat(settings: Settings, name: str) -> int:
    """Talks until the input ends."""
    logging.getLogger().setLevel(logging.ERROR)
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # what is no UTF-8 must not end the talk
    app = await open_app(settings, alone=True)
    handler = TerminalHandler(now=app.now, draw=draw, pictures=settings.data_dir / "pictures", chat=name)
    app.add(handler)
    try:
        await app.start(tick=False)
        await handler.ended.wait()
        assert app.sender is not None
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(app.sender.idle(), PATIENCE)
    finally:
        await app.stop()
    return 0
