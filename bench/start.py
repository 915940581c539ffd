"""How soon it serves and how much memory it holds, without and with Telegram."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from statistics import median

from bench.child import Child
from bench.dialogue import SECRET, _load_plan, _port, _settings
from bench.standin import StandIn

RUNS = 5
GOALS = {"without Telegram": (1.0, 110), "with Telegram": (3.5, 260)}
REFERENCE = 2.3  # seconds that `import aiogram` took where the goals were set


def measure() -> None:
    """Prints the figures, and by how much slower than the reference this machine starts Python code today."""
    slower = median(_import() for _run in range(3)) / REFERENCE
    for name, (seconds, megabytes) in GOALS.items():
        took, held = zip(*(asyncio.run(_once("with T" in name)) for _run in range(RUNS)), strict=True)
        print(
            f"start {name}: ready after {median(took):.2f} s (goal {seconds}; {seconds * slower:.2f} on this machine, "
            f"imports take {slower:.2f} × the reference), {median(held):.0f} MB at rest (goal {megabytes})"
        )


def _import() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import aiogram"], check=True)
    return time.perf_counter() - began


async def _once(telegram: bool) -> tuple[float, float]:
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
            await asyncio.wait_for(asked.wait(), 30)
        took = time.perf_counter() - began
        await asyncio.sleep(0.5)
        held = child.megabytes()
        child.stop()
        await api.stop()
    return took, held
