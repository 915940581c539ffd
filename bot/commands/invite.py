"""`invite`: makes a one-time code for a role in a unit, and the link that uses it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from bot.app import chosen, loaded_plans, open_database, wall_clock
from bot.programme import invites
from bot.programme.plan.terms import ROLES_WITHOUT_UNIT, Role
from bot.settings import Settings
from bot.storage.tables import units
from bot.storage.work import Work


async def invite(settings: Settings, role: str, unit: str, days: int) -> int:
    """Prints the code once; only its fingerprint is kept."""
    roles = Role.__args__  # type: ignore[attr-defined]
    if role not in roles:
        print(f"there is no role {role!r}; choose one of: {', '.join(roles)}")
        return 1
    database, secrecy = await open_database(settings)
    try:
        drive = chosen(await loaded_plans(database), settings.drive)
        async with database.write() as connection:
            work = Work(connection, wall_clock())
            row = await work.one(select(units.c.id, units.c.name).where(units.c.drive == drive, units.c.key == unit))
            if row is None and (unit or role not in ROLES_WITHOUT_UNIT):
                print(f"the drive {drive} has no unit {unit!r}; its keys stand in the plan")
                return 1
            code = invites.make(
                work, secrecy, role=role, drive=drive, unit=row.id if row else None, valid=timedelta(days=days)
            )
            await work.flush()
    finally:
        await database.close()
    where = row.name if row else "-"
    print(f"{code[:5]}-{code[5:]}  {role}, {where}, {days} days")
    print(f"{settings.public_url or f'http://{settings.http_host}:{settings.http_port}'}/chat?start={code}")
    return 0
