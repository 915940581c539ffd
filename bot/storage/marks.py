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
    return await _kept(database, "key") in (None, _mark_of(secrecy))


def _mark_of(secrecy: Secrecy) -> str:
    return secrecy.blind("key", "own").hex()


async def _kept(database: Database, name: str) -> str | None:
    async with database.read() as connection:
        value: str | None = (await connection.execute(select(marks.c.value).where(marks.c.name == name))).scalar()
    return value


async def own_key(database: Database, secrecy: Secrecy, path: str, now: datetime) -> None:
    """Raises WrongKey unless this is the key the database was first written with; the first word stands."""
    mine, kept = _mark_of(secrecy), await _kept(database, "key")
    if kept is None:
        async with database.write() as connection:
            work = Work(connection, now)
            await work.execute(work.upsert(marks).values(name="key", value=mine).on_conflict_do_nothing())
    elif kept != mine:
        raise WrongKey(path)


async def kind_of(database: Database) -> str | None:
    """What this database is for: "demo" or "real"; None while it is new."""
    return await _kept(database, "kind")


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
    kept = await _kept(database, DOUBT)
    if kept is None:
        return None
    says, expected = map(datetime.fromisoformat, kept.split())
    return says, expected


async def last_look(database: Database) -> datetime | None:
    """Up to when everything was seen to that falls due; None before the first look."""
    async with database.read() as connection:
        looked = select(func.max(marks.c.value)).where(marks.c.name.startswith("clock:"))
        found = (await connection.execute(looked)).scalar()
    return None if found is None else datetime.fromisoformat(found)
