"""The process is killed at every numbered point of a promise being made; told again, it ends as if nothing had been."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

from tests.kill.feeding import Nursery, copied, rows, sound

MOMENT = "2021-09-27T10:00:00+07:00"
TALK = ["/give_cash", "5 triệu", "4", "phong noi vu", "1", "1"]
UPDATES: list[dict[str, Any]] = [{"id": f"u{n}", "chat": "giver", "text": text} for n, text in enumerate(TALK)]
CODES = re.compile(r"TO-?[0-9A-Z]{4}-?[0-9A-Z]{3}")


async def told(
    nursery: Nursery, folder: Path, *, kill_at: int = 0, since: int = 0, **orders: Any
) -> tuple[int, list[str]]:
    """Feeds a life one update after the other, each once the one before is acknowledged.

    Returns how many were acknowledged when it ended, and its points if it ended in order.
    """
    said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    life = await nursery.bear(folder, MOMENT, said.put_nowait, kill_at=kill_at, **orders)
    acknowledged = since
    while acknowledged < len(UPDATES):
        life.feed(UPDATES[acknowledged])
        if not await _acknowledged(life.listening, said, UPDATES[acknowledged]["id"]):
            break
        acknowledged += 1
    else:
        life.feed({"stop": True})
    await life.ended()
    await nursery.buried()
    return acknowledged, life.points or []


async def _acknowledged(listening: asyncio.Task[None], said: asyncio.Queue[dict[str, Any]], id: str) -> bool:
    while True:
        waiting = asyncio.create_task(said.get())
        await asyncio.wait({waiting, listening}, return_when=asyncio.FIRST_COMPLETED)
        if not waiting.done():
            waiting.cancel()
            return False
        if waiting.result().get("ack") == id:
            return True


def end_of(folder: Path) -> dict[str, Any]:
    """All that a talk leaves behind, without what is drawn by lot."""
    texts = [row[0] for row in rows(folder, "select body from outbox where chat = 'giver' order by id")]
    return {
        "pledges": rows(folder, "select kind, donor, minor, currency, vnd, status from pledges"),
        "tallies": rows(folder, "select period, item, gifts, amount from tallies"),
        "inbox": rows(folder, "select channel, id, state from inbox order by id"),
        "talks": rows(folder, "select flow, status, seq, step from talks order by id"),
        "contacts": rows(folder, "select address from contacts order by address"),
        "outbox": [re.sub(r"\d{10,}", "#", CODES.sub("CODE", text)) for text in texts],
        "states": rows(folder, "select distinct state from outbox"),
        "reminders": rows(folder, "select state from reminders"),
    }


async def test_killed_at_any_point_of_a_promise_it_loses_nothing_and_repeats_nothing(
    kill_template: Path, tmp_path: Path
) -> None:
    async with Nursery(tmp_path).open() as nursery:
        whole = copied(kill_template, tmp_path / "whole")
        _acknowledged, points = await told(nursery, whole, count=True)
        wanted = end_of(whole)
        assert wanted["pledges"] == [("cash", "anonymous", 5_000_000, "VND", 5_000_000, "promised")]
        assert wanted["states"] == [("sent",)]
        print(len(points))
        assert len(points) > 60
        assert {"before the commit", "after the commit", "before a delivery", "before the acknowledgement"} <= set(
            points
        )
        killed = 0
        for number in range(1, len(points) + 1):
            folder = copied(kill_template, tmp_path / "killed")
            acknowledged, rest = await told(nursery, folder, kill_at=number)
            killed += not rest
            sound(folder)
            again = max(0, acknowledged - 1)  # the last one acknowledged comes once more, too
            await told(nursery, folder, since=again)
            sound(folder)
            assert end_of(folder) == wanted, f"killed at point {number}: {points[number - 1]}"
            _forget(folder)
        assert killed > 0.9 * len(points), "nearly every life reaches its point"


def _forget(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
