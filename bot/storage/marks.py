"""Small facts about the database itself."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import delete, func, select

from bot.storage.database import Database
from bot.storage.secrecy import Secrecy, WrongKey
from bot.storage.tables import marks
from bot.storage.work import Work

DOUBT: Final = "clock in doubt"


class NotThisKind(Exception):
    """A demonstration's database is to be used for real, or the other way round."""


async def holds_data(database: Database) -> bool:
    """Whether anything was ever kept here."""
    async with database.read() as connection:
        return (await connection.execute(select(marks.c.name).limit(1))).first() is not None


async def is_own_key(database: Database, secrecy: Secrecy) -> bool:
    """Whether this key may be used here."""
    return await mark_of(database, "key") in (None, _mark_of(secrecy))


def _mark_of(secrecy: Secrecy) -> str:
    return secrecy.blind("key", "own").hex()


async def mark_of(database: Database, name: str) -> str | None:
    """What is kept under a name."""
    async with database.read() as connection:
        value: str | None = (await connection.execute(select(marks.c.value).where(marks.c.name == name))).scalar()
    return value


async def keep_mark(database: Database, name: str, value: str, now: datetime) -> None:
    """Keeps a fact under a name; the last word stands."""
    async with database.write() as connection:
        await write_mark(Work(connection, now), name, value)


async def write_mark(work: Work, name: str, value: str) -> None:
    """The same within a transaction that goes on."""
    new = work.upsert(marks).values(name=name, value=value)
    await work.execute(new.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


async def own_key(database: Database, secrecy: Secrecy, path: str, now: datetime) -> None:
    """Raises WrongKey unless this is the key the database was first written with; the first word stands."""
    mine, kept = _mark_of(secrecy), await mark_of(database, "key")
    if kept is None:
        async with database.write() as connection:
            work = Work(connection, now)
            await work.execute(work.upsert(marks).values(name="key", value=mine).on_conflict_do_nothing())
    elif kept != mine:
        raise WrongKey(path)


async def kind_of(database: Database) -> str | None:
    """What this database is for: "demo" or "real"; None while it is new."""
    return await mark_of(database, "kind")


async def keep_kind(database: Database, kind: str, now: datetime) -> None:
    """Remembers what this database is for; the first word stands."""
    async with database.write() as connection:
        work = Work(connection, now)
        await work.execute(work.upsert(marks).values(name="kind", value=kind).on_conflict_do_nothing())


async def keep_doubt(database: Database, doubt: tuple[datetime, datetime] | None) -> None:
    """Remembers what the clock of a bot that runs says, and what it should say; None: it goes right."""
    async with database.write() as connection:
        await connection.execute(delete(marks).where(marks.c.name == DOUBT))
        if doubt is not None:
            await connection.execute(marks.insert().values(name=DOUBT, value=" ".join(at.isoformat() for at in doubt)))


async def doubt_of(database: Database) -> tuple[datetime, datetime] | None:
    """What `keep_doubt` remembered last."""
    kept = await mark_of(database, DOUBT)
    if kept is None:
        return None
    says, expected = map(datetime.fromisoformat, kept.split())
    return says, expected


async def last_look(database: Database) -> datetime | None:
    """The latest moment up to which a drive's clock has looked; None before the first look."""
    async with database.read() as connection:
        looked = select(func.max(marks.c.value)).where(marks.c.name.startswith("clock:"))
        found = (await connection.execute(looked)).scalar()
    return None if found is None else datetime.fromisoformat(found)
