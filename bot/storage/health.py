"""Whether what has to be written down can be, for whoever watches over the bot."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.storage.database import Database
from bot.storage.marks import keep_mark
from bot.storage.troubles import is_the_databases, named

EVERY: Final = 5.0
"""Seconds for which an answer stands, however often it is asked for."""
SAMPLE: Final = bytes(64 * 1024)
"""What must find room: about what a busy turn writes. A row alone may still fit where nothing else does."""


class Health:
    """Writes a little where the bot writes: a row into the database, a file beside it and one beside received files,
    which lie in `folder`."""

    def __init__(
        self,
        database: Database,
        folder: Path,
        now: Callable[[], datetime],
        clock: Callable[[], float] = time.monotonic,
    ):
        self._database, self._folder, self._now, self._clock = database, folder, now, clock
        path = database.url.database if database.sqlite else None
        self._file = Path(path) if path else None
        self._opened = _identity(self._file) if self._file else None
        self._looking = asyncio.Lock()
        self._looked = -EVERY
        self._found: Sequence[str] = ()

    async def troubles(self) -> Sequence[str]:
        """One sentence for each thing that cannot be written; none where all is well."""
        async with self._looking:
            if self._clock() - self._looked >= EVERY:
                self._found = [why for why in (await self._rows(), *await asyncio.to_thread(self._files)) if why]
                self._looked = self._clock()
            return self._found

    async def _rows(self) -> str:
        if self._file is not None and (found := _identity(self._file)) != self._opened:
            return "the database file is missing" if found is None else "the database file is not the one it was"
        try:
            now = self._now()
            await keep_mark(self._database, "health", now.isoformat(), now)
        except Exception as trouble:
            if not is_the_databases(trouble):
                raise
            return f"the database cannot be written: {named(trouble)}"
        return ""

    def _files(self) -> list[str]:
        told = [_written(self._folder, "received files cannot be kept")]
        if self._file is not None:
            told.append(_written(self._file.parent, "the database has no room"))
        return told


def _written(folder: Path, what: str) -> str:
    """What is wrong where a file cannot be written into a folder, and why; empty where it can."""
    sample = folder / "health.part"
    try:
        with sample.open("wb") as out:
            out.write(SAMPLE)
            out.flush()
            os.fsync(out.fileno())
    except OSError as trouble:
        return f"{what}: {named(trouble)}"
    finally:
        with suppress(OSError):
            sample.unlink()
    return ""


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
