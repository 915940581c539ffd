"""One program serves a database at a time: two would each carry out what waits in the outbox.

This is the one place that says so. SQLite: a lock on a file beside the database. PostgreSQL: an advisory lock on a
connection of its own. Either ends with the process that holds it, however that ends. Commands that only look or write
a few rows need no hold: they go on beside a running bot.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

NUMBER: Final = 0x7469_6570_736F_6E67
"""The advisory lock's number: "tiepsong"."""
ENDING: Final = ".serving"
"""How the lock's file ends; it holds the number of the process, and stays when the lock has gone."""


class HeldElsewhere(Exception):
    """Another program serves this database."""


class Hold:
    """The right to serve a database, until it is given back."""

    def __init__(self, url: str):
        self.url = make_url(url)
        self._file: int | None = None
        self._connection: AsyncConnection | None = None

    @property
    def held(self) -> bool:
        """Whether this one has it."""
        return self._file is not None or self._connection is not None

    async def take(self) -> None:
        """Takes it, once; raises HeldElsewhere."""
        if self.held:
            return
        if self.url.get_backend_name() != "sqlite":
            await self._take_advisory()
        elif self.url.database:  # one in memory has nobody else
            self._take_file(Path(self.url.database + ENDING))

    async def give_back(self) -> None:
        """Lets others have it."""
        file, self._file = self._file, None
        if file is not None:
            os.close(file)
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()
            await connection.engine.dispose()

    def _take_file(self, path: Path) -> None:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(file)
        except BlockingIOError:
            holder = os.pread(file, 20, 0).decode("ascii", "replace").strip()
            os.close(file)
            raise HeldElsewhere(f"process {holder}" if holder else "another process") from None
        except BaseException:
            os.close(file)
            raise
        os.ftruncate(file, 0)
        os.pwrite(file, f"{os.getpid()}\n".encode(), 0)
        self._file = file

    async def _take_advisory(self) -> None:
        engine = create_async_engine(self.url, poolclass=NullPool, isolation_level="AUTOCOMMIT", hide_parameters=True)
        connection = await engine.connect()
        if (await connection.execute(text(f"SELECT pg_try_advisory_lock({NUMBER})"))).scalar():
            self._connection = connection
            return
        await connection.close()
        raise HeldElsewhere("another process, perhaps on another machine")


def _lock(file: int) -> None:
    if sys.platform == "win32":
        return  # it has no such lock; there two programs are the operator's care
    import fcntl

    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


async def holder(url: str) -> str | None:
    """Who serves a database now; None where nobody does."""
    hold = Hold(url)
    if hold.url.get_backend_name() == "sqlite" and not Path(f"{hold.url.database}{ENDING}").exists():
        return None  # looking leaves no trace
    try:
        await hold.take()
    except HeldElsewhere as other:
        return str(other)
    await hold.give_back()
    return None
