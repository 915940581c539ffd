"""Small facts about the database itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from bot.storage.database import Database
from bot.storage.tables import marks
from bot.storage.work import Work


class NotThisKind(Exception):
    """A demonstration's database is to be used for real, or the other way round."""


async def kind_of(database: Database) -> str | None:
    """What this database is for: "demo" or "real"; None while it is new."""
    async with database.read() as connection:
        kind: str | None = (await connection.execute(select(marks.c.value).where(marks.c.name == "kind"))).scalar()
    return kind


async def keep_kind(database: Database, kind: str, now: datetime) -> None:
    """Remembers what this database is for; the first word stands."""
    async with database.write() as connection:
        work = Work(connection, now)
        await work.execute(work.upsert(marks).values(name="kind", value=kind).on_conflict_do_nothing())
