"""Opens the database: one writer that begins at once, readers beside it, the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import event, make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.storage.columns import KEYS
from bot.storage.holding import Hold
from bot.storage.inline import BEGIN, connect, connect_reader
from bot.storage.secrecy import Secrecy

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # what was acknowledged survives a power cut
    "PRAGMA busy_timeout=5000",
    "PRAGMA foreign_keys=ON",
    "PRAGMA journal_size_limit=67108864",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA secure_delete=ON",  # what was deleted or emptied is no longer in the file either
)


class Database:
    """A writer engine with one connection and a reader engine with a few."""

    def __init__(self, url: str):
        self.url = make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self.hold = Hold(url)
        if self.sqlite:
            self.writer = create_async_engine(
                url,
                pool_size=1,
                max_overflow=0,
                hide_parameters=True,
                connect_args={"async_creator_fn": connect},
            )
            self.reader = create_async_engine(
                url,
                pool_size=4,
                max_overflow=0,
                hide_parameters=True,
                connect_args={"async_creator_fn": connect_reader},
            )
            # The drivers' own transactions silently lose updates: we begin by hand, the writer with its lock in hand.
            _by_hand(self.writer, BEGIN, (*PRAGMAS, "PRAGMA busy_timeout=0"))  # `inline` waits for the lock itself
            _by_hand(self.reader, "BEGIN", (*PRAGMAS, "PRAGMA query_only=ON"))
        else:
            self.writer = create_async_engine(url, pool_size=1, max_overflow=0, hide_parameters=True)
            self.reader = create_async_engine(
                url,
                pool_size=4,
                max_overflow=0,
                hide_parameters=True,
                execution_options={"postgresql_readonly": True},
            )

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """One transaction on the writer; waits for its turn."""
        async with self.writer.begin() as connection:
            yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A consistent view for reading."""
        async with self.reader.connect() as connection:
            yield connection

    def unlock(self, secrecy: Secrecy) -> None:
        """Lets sealed columns be read and written; without it they raise KeyError."""
        KEYS[self.writer.dialect] = KEYS[self.reader.dialect] = secrecy

    async def close(self) -> None:
        """Gives all connections back, and the right to serve it."""
        await self.reader.dispose()
        await self.writer.dispose()
        await self.hold.give_back()


def _by_hand(engine: AsyncEngine, begin: str, pragmas: tuple[str, ...]) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def connect(raw: Any, _record: Any) -> None:
        raw.isolation_level = None
        cursor = raw.cursor()
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)
