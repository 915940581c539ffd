"""A consistent copy of an SQLite database, also while it is being written."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path


async def copy_into(source: str, target: Path) -> None:
    """Writes a compact copy to a file that does not exist yet, whole or not at all; raises FileExistsError."""
    if target.exists():
        raise FileExistsError(target)
    await asyncio.to_thread(_copy, source, target)


def _copy(source: str, target: Path) -> None:
    import sqlite3  # the mended build, which bot.storage has put in its place

    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)  # of one that was broken off
    connection = sqlite3.connect(f"file:{source}?mode=rw", uri=True)
    try:
        connection.execute("VACUUM INTO ?", (str(part),))
        with part.open("rb+") as written:
            os.fsync(written.fileno())  # which SQLite leaves to us
        part.rename(target)
    finally:
        connection.close()
        part.unlink(missing_ok=True)
