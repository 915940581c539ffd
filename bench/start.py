"""How soon it serves and how much memory it holds, without and with Telegram.

Every start stands beside an import of a fixed weight, made in the same minute, and is told as a multiple of it: so the
figures mean the same on a slow machine and on a busy one. CPU seconds are the second witness.
"""

from __future__ import annotations

import asyncio
import resource
import subprocess
import sys
import tempfile
import time
from statistics import median
from typing import NamedTuple

from bench.child import Child
from bench.dialogue import SECRET, _load_plan, _port, _settings
from bench.standin import StandIn

RUNS = 5
GOALS = {"without Telegram": (1.0, 80), "with Telegram": (2.2, 200)}
REFERENCE = 2.3  # seconds that `import aiogram` took where the goals were set


class Took(NamedTuple):
    """Seconds by the clock and of CPU, and megabytes held afterwards."""

    wall: float
    cpu: float
    held: float = 0


def measure() -> None:
    """Prints the figures as they would be where the goals were set, and how much slower this machine is today."""
    rounds = [(_import(), {name: asyncio.run(_once("with T" in name)) for name in GOALS}) for _run in range(RUNS)]
    slower = median(reference.cpu for reference, _starts in rounds) / REFERENCE
    print(f"start: `import aiogram` takes {slower:.2f} × its {REFERENCE} s of CPU on this machine")
    for name, (seconds, megabytes) in GOALS.items():
        starts = [(reference, each[name]) for reference, each in rounds]
        wall = median(start.wall / reference.wall for reference, start in starts) * REFERENCE
        cpu = median(start.cpu / reference.cpu for reference, start in starts) * REFERENCE
        print(
            f"start {name}: ready after {wall:.2f} s, {cpu:.2f} s of CPU (goal {seconds}), "
            f"{median(start.held for _reference, start in starts):.0f} MB at rest (goal {megabytes})"
        )


def _import() -> Took:
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-c", "import aiogram"], check=True)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Took(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


async def _once(telegram: bool) -> Took:
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
    return Took(wall, cpu, held)
