"""`backup` and `restore`: the whole database into one file while the bot runs, and back into an empty place."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from urllib.parse import quote

from bot.settings import Settings
from bot.storage.copying import copy_into
from bot.storage.database import Database
from bot.storage.upgrade import known


async def backup(settings: Settings, to: str) -> int:
    """Writes a consistent copy of the database; the key to personal data is kept apart on purpose."""
    import sqlite3  # the mended build, which bot.storage has put in its place

    source, target = _file(settings), Path(to)
    if source is None:
        return _no("this database is a PostgreSQL; use pg_dump, and keep the data key apart")
    if target.exists():
        return _no(f"{target} exists already; choose another name")
    if not source.exists():
        return _no(f"there is no database yet: {source}")
    if not target.parent.is_dir():
        return _no(f"there is no folder {target.parent}")
    try:
        await copy_into(str(source), target)
    except sqlite3.Error as trouble:
        return _no(f"{source} cannot be copied: {trouble}")
    print(f"{target}: {target.stat().st_size:,} bytes")
    print(f"keep a copy of the key {settings.key_file} too, but not in the same place")
    _files(settings, "are not in it: copy the folder as well; they are encrypted with the same key")
    return 0


async def restore(settings: Settings, source: str) -> int:
    """Puts a copy in place of a database that is not there (any more), after looking whether it is whole."""
    target = _file(settings)
    if target is None:
        return _no("this database is a PostgreSQL; use pg_restore")
    for there in (target, *(target.with_name(target.name + end) for end in ("-wal", "-shm"))):
        if there.exists():
            return _no(f"{there} is there; move it away first, nothing is overwritten")
    if not Path(source).is_file():
        return _no(f"there is no file {source}")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    shutil.copyfile(source, part)
    if fault := _fault(part):
        part.unlink()
        return _no(f"{source} {fault}")
    part.rename(target)
    if not settings.key_file.exists():
        print(f"put the key back as well: {settings.key_file}")
    if not (settings.data_dir / "files").exists():
        print(f"put the received files back as well, if you kept them: {settings.data_dir / 'files'}")
    print(f"{target}: restored")
    return 0


def _files(settings: Settings, what: str) -> None:
    """Says what about the files that people sent, where there are any."""
    folder = settings.data_dir / "files"
    sizes = [path.stat().st_size for path in folder.glob("*") if path.suffix != ".json"] if folder.is_dir() else []
    if sizes:
        print(f"{len(sizes):,} received files ({sum(sizes):,} bytes) in {folder} {what}")


def _file(settings: Settings) -> Path | None:
    """The database's file; None for a PostgreSQL."""
    database = Database(settings.database)
    return Path(database.url.database) if database.sqlite and database.url.database else None


def _fault(copy: Path) -> str:
    """What speaks against a copy; empty if nothing does. Reading leaves no trace beside it."""
    import sqlite3  # the mended build, which bot.storage has put in its place

    try:
        connection = sqlite3.connect(f"file:{quote(str(copy))}?mode=ro&immutable=1", uri=True)
        try:
            whole = connection.execute("PRAGMA integrity_check").fetchone()[0]
            if whole != "ok":
                return f"is damaged: {whole}"
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
            if "alembic_version" not in tables:
                return "is no copy of this program's database"
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            revision = row[0] if row else "none"
        finally:
            connection.close()
    except sqlite3.DatabaseError as trouble:
        return f"is damaged: {trouble}"
    return "" if revision in known() else f"is from a newer or another release (revision {revision}): run that release"


def _no(why: str) -> int:
    print(why, file=sys.stderr)
    return 1
