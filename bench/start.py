"""How soon it serves and how much memory it holds, without and with Telegram.

Every start stands beside an import of a fixed weight, made in the same minute, and is told as a multiple of it: so the
figures mean the same on a slow machine and on a busy one. CPU seconds are the second witness.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from statistics import median
from typing import NamedTuple

from bench.child import Child
from bench.dialogue import SECRET, _load_plan, _port, _settings
from bench.machine import slowness
from bench.standin import StandIn

RUNS = 5
GOALS = {"without Telegram": (1.0, 80), "with Telegram": (2.2, 200)}


class Started(NamedTuple):
    """Seconds by the clock and of CPU, and megabytes held afterwards."""

    wall: float
    cpu: float
    held: float


def measure() -> None:
    """Prints the figures as they would be where the goals were set, and how much slower this machine is today."""
    rounds = [(slowness(), {name: asyncio.run(_once("with T" in name)) for name in GOALS}) for _run in range(RUNS)]
    print(
        f"this machine takes {median(slower.cpu for slower, _starts in rounds):.2f} × the CPU of where goals were set"
    )
    for name, (seconds, megabytes) in GOALS.items():
        starts = [(slower, each[name]) for slower, each in rounds]
        print(
            f"start {name}: ready after {median(start.wall / slower.wall for slower, start in starts):.2f} s, "
            f"{median(start.cpu / slower.cpu for slower, start in starts):.2f} s of CPU (goal {seconds}), "
            f"{median(start.held for _slower, start in starts):.0f} MB at rest (goal {megabytes})"
        )


async def _once(telegram: bool) -> Started:
    api = StandIn()
    await api.start()
    with tempfile.TemporaryDirectory() as folder:
        port = _port()
        environment = _settings(folder, port)
        await _load_plan(environment)
        if telegram:
            environment |= {
                "TELEGRAM_TOKEN": "1:x",
                "TELEGRAM_API_BASE": api.address,
                "TELEGRAM_MODE": "webhook",
                "TELEGRAM_WEBHOOK_URL": "https://bench.invalid/telegram",
                "TELEGRAM_WEBHOOK_SECRET": SECRET,
            }
        asked = asyncio.Event()
        api.called = lambda method: asked.set() if method == "setwebhook" else None
        began = time.perf_counter()
        child = await asyncio.to_thread(Child, ["-m", "bot", "run"], environment, f"http://127.0.0.1:{port}/healthz")
        if telegram:
            await asyncio.wait_for(asked.wait(), 60)
        wall, cpu = time.perf_counter() - began, child.cpu()
        await asyncio.sleep(2)
        held = child.megabytes()
        child.stop()
        await api.stop()
    return Started(wall, cpu, held)
