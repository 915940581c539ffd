"""`plan load` and `unload`: brings a drive's plan into the database, and takes it out while nothing hangs on it."""

from __future__ import annotations

import sys

from sqlalchemy import delete, select

from bot import texts
from bot.app import open_database, wall_clock
from bot.chat.phrase import _
from bot.commands.plan import check
from bot.programme.calendar import drives
from bot.programme.plan import load_plan, plan_bytes
from bot.settings import Settings
from bot.storage.holding import holder
from bot.storage.tables import accounts, anchors, invites, marks, metadata, units
from bot.storage.tables import drives as drive_rows
from bot.storage.work import Work

OWN = (units, accounts, invites, anchors)
"""What a drive has before anybody takes part; the marks of its empty ledger, too."""


async def load(settings: Settings, path: str, language: str) -> int:
    """Loads a plan into the database; again and again without harm."""
    if check(path, language):
        return 1
    database, _secrecy = await open_database(settings)
    plan = load_plan(path)
    async with database.write() as connection:
        work = Work(connection, wall_clock())
        await drives.load(work, plan, plan_bytes(path).decode())
        await work.flush()
        mine = [one.number for one in plan.cash.accounts] if plan.cash else []
        others = (accounts.c.drive != plan.slug) & accounts.c.number.in_(mine)
        shared = await work.rows(select(accounts.c.number, accounts.c.drive).where(others))
    await database.close()
    print(f"{plan.slug}: {len(plan.units)} units")
    if await holder(settings.database):
        said = _("The bot that runs goes on with the plan it began with: restart it.")
        print(f"{plan.slug}: {texts.plain(said, language)}")
    for number, other in shared:
        said = _("The account {number} is also that of the drive {other}: money goes to the drive whose code it bears, "
                 "else to the one that DRIVE names.", number=number, other=other)  # fmt: skip
        print(f"{plan.slug}: {texts.plain(said, language)}")
    return 0


async def unload(settings: Settings, slug: str) -> int:
    """Takes a drive out that was loaded by mistake; refused where anything has been done in it, or a bot runs."""
    if serving := await holder(settings.database):
        return _no(f"{serving} serves this database: stop it first")
    database, _secrecy = await open_database(settings)
    try:
        async with database.write() as connection:
            work = Work(connection, wall_clock())
            if not await work.one(select(drive_rows.c.slug).where(drive_rows.c.slug == slug)):
                return _no(f"no drive {slug!r} is loaded; `doctor` names them")
            used = [table.name for table in metadata.sorted_tables if table not in OWN and "drive" in table.c
                    and await work.one(select(table).where(table.c.drive == slug).limit(1))]  # fmt: skip
            if used:
                return _no(f"{slug} stays: it has {', '.join(used)}")
            for table in reversed(OWN):
                await work.execute(delete(table).where(table.c.drive == slug))
            await work.execute(delete(marks).where(marks.c.name == f"clock:{slug}"))
            await work.execute(delete(drive_rows).where(drive_rows.c.slug == slug))
    finally:
        await database.close()
    print(f"{slug} is taken out")
    return 0


def _no(why: str) -> int:
    print(why, file=sys.stderr)
    return 1
