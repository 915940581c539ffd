"""`plan`: what plans there are, whether one is right, and loading one."""

from __future__ import annotations

from sqlalchemy import select

from bot import texts
from bot.app import open_database, wall_clock
from bot.chat.phrase import _
from bot.commands.unkept import unkept
from bot.programme.calendar import drives
from bot.programme.plan import PlanFault, check_plan, in_language, load_plan, plan_bytes, plan_names
from bot.programme.plan.cautions import cautions
from bot.settings import Settings
from bot.storage.tables import accounts
from bot.storage.work import Work


def names() -> int:
    """Lists the plans that come with the house."""
    for name in plan_names():
        print(f"{name:16} {in_language(load_plan(name).name, 'vi')}")
    return 0


def check(path: str, language: str) -> int:
    """Names every fault of a plan with its line and a remedy, else what is not carried out yet; 0 without a fault."""
    try:
        faults = check_plan(plan_bytes(path))
    except PlanFault as none:
        faults = list(none.faults)
    for fault in faults:
        print(f"{path}:{fault.line}: {fault.where}: {texts.plain(fault.what, language)}")
        print(f"    {texts.plain(fault.remedy, language)}")
    print(f"{path}: {len(faults)} faults" if faults else f"{path}: ok")
    if faults:
        return 1
    plan = load_plan(path)
    for caution in cautions(plan):
        print(f"{path}: {texts.plain(caution, language)}")
    for line in unkept(plan, language):
        print(line)
    return 0


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
    for number, other in shared:
        said = _("The account {number} is also that of the drive {other}: money goes to the drive whose code it bears, "
                 "else to the one that DRIVE names.", number=number, other=other)  # fmt: skip
        print(f"{plan.slug}: {texts.plain(said, language)}")
    return 0
