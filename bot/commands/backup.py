"""`backup` and `restore`: the whole database into one file while the bot runs, and back into an empty place."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.settings import Settings
from bot.storage.copying import copy_into
from bot.storage.database import Database
from bot.storage.upgrade import revision


async def backup(settings: Settings, to: str) -> int:
    """Writes a consistent copy of the database; the key to personal data is kept apart on purpose."""
    database = Database(settings.database)
    if not database.sqlite:
        print("this database is a PostgreSQL; use pg_dump, and keep the data key apart")
        return 1
    if Path(to).exists():
        print(f"{to} exists already; choose another name")
        return 1
    if await revision(database) is None:
        print("there is no database yet")
        return 1
    await copy_into(str(database.url.database), Path(to))
    await database.close()
    print(f"{to}: {Path(to).stat().st_size:,} bytes")
    print(f"keep a copy of the key {settings.key_file} too, but not in the same place")
    return 0


async def restore(settings: Settings, source: str) -> int:
    """Puts a copy in place of a database that is not there (any more), after looking whether it is whole."""
    target = Database(settings.database)
    path = target.url.database
    await target.close()
    if not target.sqlite or path is None:
        print("this database is a PostgreSQL; use pg_restore")
        return 1
    if Path(path).exists():
        print(f"{path} is there; move it away first, nothing is overwritten")
        return 1
    if not Path(source).exists():
        print(f"there is no file {source}")
        return 1
    copy = Database(f"sqlite+aiosqlite:///{source}")
    async with copy.read() as connection:
        whole = (await connection.exec_driver_sql("PRAGMA integrity_check")).scalar()
    await copy.close()
    if whole != "ok":
        print(f"{source} is damaged: {whole}")
        return 1
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, path)
    if not settings.key_file.exists():
        print(f"put the key back as well: {settings.key_file}")
    print(f"{path}: restored")
    return 0
