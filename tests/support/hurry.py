"""Databases for tests that are not about databases: neither the disk nor a thread nor a compiler is waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from aiosqlite import Connection
from sqlalchemy import event, make_url

from bot import app
from bot.storage import database
from bot.storage.columns import KEYS
from bot.storage.database import Database

PATIENCE: Final = 5_000
"""How often a locked database is asked again: as good as for ever, unless nobody is going to unlock it."""

_SHELF: Final[dict[str, list[Lent]]] = {"sqlite": [], "postgresql": []}


class Lent(Database):
    """A database that is lent again for another file once it was closed: its engines keep the SQL they compiled."""

    def __init__(self, url: str):
        super().__init__(url)
        for engine in (self.writer, self.reader):
            event.listen(engine.sync_engine, "do_connect", self._where)

    def _where(self, dialect: Any, _record: Any, given: list[Any], named: dict[str, Any]) -> None:
        given[:], more = dialect.create_connect_args(self.url)
        named.update(more)

    async def close(self) -> None:
        await super().close()
        KEYS.pop(self.writer.dialect, None)
        KEYS.pop(self.reader.dialect, None)
        if self not in (shelf := _SHELF[self.url.get_backend_name()]):
            shelf.append(self)


def _lend(url: str) -> Database:
    shelf = _SHELF[make_url(url).get_backend_name()]
    if not shelf:
        return Lent(url)
    lent = shelf.pop()
    lent.url = make_url(url)
    return lent


@contextmanager
def lending() -> Iterator[None]:
    """Every app opens such a database while this lasts."""
    with _changed((app, "Database", _lend)):
        yield


@contextmanager
def hurried() -> Iterator[None]:
    """The same, and nothing waits for the disk or for a thread: what is thrown away need not survive a power cut."""
    soon = (*database.PRAGMAS, "PRAGMA synchronous=OFF", "PRAGMA busy_timeout=0")
    with lending(), _changed((database, "PRAGMAS", soon), (Connection, "_execute", _at_once)):
        yield


@contextmanager
def _changed(*wanted: tuple[Any, str, Any]) -> Iterator[None]:
    kept = [(owner, name, getattr(owner, name)) for owner, name, _new in wanted]
    for owner, name, new in wanted:
        setattr(owner, name, new)
    try:
        yield
    finally:
        for owner, name, old in kept:
            setattr(owner, name, old)


async def _at_once(connection: Connection, work: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """Half the time of a small statement is the way to the connection's thread and back; others still get between."""
    if not connection._running or not connection._connection:
        raise ValueError("Connection closed")
    if work.__name__ not in ("execute", "executemany", "commit"):  # a cursor made, read or closed is no step of its own
        return work(*given, **named)
    for _turn in range(PATIENCE):
        await asyncio.sleep(0)
        try:
            return work(*given, **named)
        except Exception as trouble:
            if "database is locked" not in str(trouble):  # by another app on this loop, which needs its turns
                raise
    return work(*given, **named)
