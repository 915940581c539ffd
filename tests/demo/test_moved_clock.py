"""The demonstration's clock goes on where it was, however the bot ended."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.commands.opening import open_app
from bot.demo.moved_clock import first_moment, remember
from bot.messages import Incoming
from bot.settings import Settings


async def _opened(folder: Path) -> Any:
    return await open_app(Settings(data_dir=folder, demo=True))


async def test_it_begins_on_the_monday_before_the_second_report(tmp_path: Path) -> None:
    app = await _opened(tmp_path)
    assert app.now() - first_moment(app.plan) < timedelta(minutes=5)
    await app.stop()


async def test_it_goes_on_from_where_it_was_moved_to(tmp_path: Path) -> None:
    app = await _opened(tmp_path)
    later = app.now() + timedelta(days=3)
    await remember(app.database, later)
    await app.stop()
    app = await _opened(tmp_path)
    assert app.now() >= later
    await app.stop()


async def test_after_a_power_cut_it_is_not_before_anything_that_was_said(tmp_path: Path) -> None:
    app = await _opened(tmp_path)
    later = app.now() + timedelta(minutes=11)
    await app.turn.take([Incoming(channel="web", chat="demo-a", id="1", at=later, text="chào")])
    await app.stop()  # which remembers nothing: the command that runs it does
    app = await _opened(tmp_path)
    assert app.now() >= later
    await app.stop()
