"""Brings a database to the state this code needs, with a copy of an SQLite file beforehand; refuses a foreign one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.copying import copy_into
from bot.storage.database import Database

FOLDER: Final = Path(__file__).parent / "migrations"


SEALED: Final = "0008"
"""The migration by which names and words lie encrypted; what was copied before holds them in clear."""


class DatabaseForeign(Exception):
    """The database was written by a later version of the program, or by one that was never released."""


def known() -> set[str]:
    """The numbers of all migrations: their files are called 0001_….py, 0002_….py."""
    return {path.name[:4] for path in (FOLDER / "versions").glob("[0-9]*.py")}


def head() -> str:
    """The number of the latest migration."""
    return max(known())


class DanglingReference(Exception):
    """A migration would leave a row that refers to nothing; the database stays as it was."""


async def revision(database: Database) -> str | None:
    """The revision a database is at; None for an empty one, and empty for tables that bear no number."""
    async with database.writer.connect() as connection:
        found = await connection.run_sync(_revision)
        await connection.rollback()
    return found


async def upgrade(database: Database) -> str | None:
    """Migrates where needed; returns the revision it found (None: an empty database). Raises DatabaseForeign, and
    HeldElsewhere while a bot runs on one that would have to change."""
    found = await revision(database)
    if found == head():
        return found
    if found is not None and found not in known():
        raise DatabaseForeign(found)
    held = database.hold.held
    if found is not None:
        await database.hold.take()  # no table changes under a bot that runs
    try:
        await _upgrade(database, found)
    finally:
        if not held:
            await database.hold.give_back()
    return found


async def _upgrade(database: Database, found: str | None) -> None:
    if found is not None and database.sqlite and database.url.database:
        copy = Path(f"{database.url.database}.before-{head()}")
        if not copy.exists():
            await copy_into(database.url.database, copy)
    async with database.writer.connect() as connection:
        async with _rebuilding(connection, database.sqlite), connection.begin():
            await connection.run_sync(_migrate)
            if database.sqlite and (dangling := (await connection.execute(text("PRAGMA foreign_key_check"))).first()):
                raise DanglingReference(f"a row of {dangling[0]} refers to no row of {dangling[2]}")
        if found is not None and database.sqlite:
            await _compact(connection)


@asynccontextmanager
async def _rebuilding(connection: AsyncConnection, sqlite: bool) -> AsyncIterator[None]:
    """Lets SQLite drop and make anew a table that others refer to; that can only be said outside a transaction."""
    if not sqlite:
        yield
        return
    raw = (await connection.get_raw_connection()).driver_connection
    assert raw is not None
    await raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        await raw.execute("PRAGMA foreign_keys=ON")


async def _compact(connection: AsyncConnection) -> None:
    """Writes the file anew: where tables were made anew, the old ones' words may still lie in its free pages."""
    raw = (await connection.get_raw_connection()).driver_connection
    assert raw is not None
    await raw.execute("VACUUM")
    await raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _revision(connection: Connection) -> str | None:
    there = inspect(connection)
    found: str | None = None
    if there.has_table("alembic_version"):
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return "" if found is None and there.has_table("drives") else found


def _migrate(connection: Connection) -> None:
    from alembic import command  # 0.2 s to import, so only where there is something to migrate
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
