"""A server under test: started on a core of its own, and its CPU time and memory read from outside."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

CORE, LOAD_CORE = 0, (os.cpu_count() or 1) - 1


class Child:
    """One process; `ready` is an address that answers once it serves."""

    def __init__(self, arguments: Sequence[str], environment: dict[str, str], ready: str):
        self.began = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, *arguments],
            env={**os.environ, **environment},
            preexec_fn=lambda: os.sched_setaffinity(0, {CORE}),
            stdout=subprocess.DEVNULL,
        )
        while True:
            try:
                with urlopen(ready, timeout=1) as answer:
                    if answer.status == 200:
                        break
            except (URLError, OSError):
                if self._process.poll() is not None:
                    raise RuntimeError(f"{arguments} ended with {self._process.returncode}") from None
                time.sleep(0.005)
        self.ready_after = time.perf_counter() - self.began

    def cpu(self) -> float:
        """Seconds of CPU used so far, user and system."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def megabytes(self) -> float:
        """Memory resident now."""
        pages = int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def stop(self) -> None:
        """Ends it and waits."""
        self._process.terminate()
        self._process.wait(15)
