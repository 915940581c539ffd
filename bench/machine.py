"""How much slower this machine is today than the one where goals were set, by an import of a fixed weight."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from typing import Final, NamedTuple

REFERENCE: Final = 2.3  # seconds that `import aiogram` took where the goals were set


class Took(NamedTuple):
    """Seconds by the clock and of CPU, each as a multiple of what the import took where the goals were set."""

    wall: float
    cpu: float


def slowness() -> Took:
    """Imports it once, in a process of its own."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-c", "import aiogram"], check=True)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Took(wall / REFERENCE, cpu / REFERENCE)
