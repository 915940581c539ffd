"""`plan load`: brings a drive's plan into the database."""

from __future__ import annotations

from sqlalchemy import select

from bot import texts
from bot.app import open_database, wall_clock
from bot.chat.phrase import _
from bot.commands.plan import check
from bot.programme.calendar import drives
from bot.programme.plan import load_plan, plan_bytes
from bot.settings import Settings
from bot.storage.holding import holder
from bot.storage.tables import accounts
from bot.storage.work import Work


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
