"""`doctor`: whether all is well, in a few lines, each with what to do if not."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import func, select

from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.secrecy import Secrecy, key_from
from bot.storage.tables import contacts, drives, inbox, outbox
from bot.storage.upgrade import head, revision

MENDED = (3, 51, 3)


async def doctor(settings: Settings) -> int:
    """Prints the findings; the exit code is how many need doing."""
    needs = 0

    def say(fine: bool, what: str, remedy: str = "") -> None:
        nonlocal needs
        needs += not fine
        print(f"{'ok  ' if fine else 'FIX '} {what}" + (f"\n     {remedy}" if not fine and remedy else ""))

    database = Database(settings.database)
    if database.sqlite:
        if database.url.database and not Path(database.url.database).exists():
            say(False, "no database yet", "load a plan: python -m bot plan load thanh-oai")
            return needs
        async with database.read() as connection:
            version = str((await connection.exec_driver_sql("SELECT sqlite_version()")).scalar())
        mended = tuple(map(int, version.split("."))) >= MENDED
        say(mended, f"SQLite {version}", "older than 3.51.3: install the locked requirements, which bring a newer one")
    found = await revision(database)
    say(
        found == head(),
        f"database at revision {found}, program at {head()}",
        "start the bot once to bring it up to date",
    )
    key = settings.key_file
    say(key.exists(), f"the key {key}", "put it back from your backup: without it names and phones cannot be read")
    if key.exists():
        Secrecy(key_from(key, may_make=False))
        private = key.stat().st_mode & 0o077 == 0
        say(private, "the key is readable by its owner only", f"chmod 600 {key}")
    free = shutil.disk_usage(settings.data_dir if settings.data_dir.exists() else Path()).free
    say(free > 1e9, f"{free / 1e9:.1f} GB free", "make room: a full disk stops the bot")
    async with database.read() as connection:

        async def count(table: object, *where: object) -> int:
            return int((await connection.execute(select(func.count()).select_from(table).where(*where))).scalar_one())  # type: ignore[arg-type]

        plans = list((await connection.execute(select(drives.c.slug))).scalars())
        say(bool(plans), f"drives: {', '.join(plans) or 'none'}", "load a plan: python -m bot plan load thanh-oai")
        dead = await count(inbox, inbox.c.state == "dead")
        say(
            dead == 0,
            f"{dead} updates set aside",
            "see the table inbox, state 'dead', for what and why; please report it",
        )
        undelivered = await count(outbox, outbox.c.state == "dead")
        print(f"     {await count(outbox, outbox.c.state == 'queued')} messages waiting, {undelivered} given up")
        print(f"     {await count(contacts, contacts.c.unreachable.is_not(None))} people cannot be reached")
    await database.close()
    return needs
