"""`invite`: makes a one-time code for a role in a unit, and the link that uses it."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import get_args

from sqlalchemy import select

from bot.commands.opening import open_app
from bot.programme.people import invites
from bot.programme.plan import idle
from bot.programme.plan.terms import ROLES_WITHOUT_UNIT, Role
from bot.settings import Settings
from bot.storage.tables import units
from bot.storage.work import Work


async def invite(settings: Settings, role: str, unit: str, days: int) -> int:
    """Prints the code once; only its fingerprint is kept."""
    roles = get_args(Role)
    if role not in roles:
        print(f"there is no role {role!r}; choose one of: {', '.join(roles)}", file=sys.stderr)
        return 1
    app = await open_app(settings)
    try:
        async with app.database.write() as connection:
            work = Work(connection, app.now())
            mine = (units.c.drive == app.drive) & (units.c.key == unit)
            row = await work.one(select(units.c.id, units.c.name).where(mine))
            if row is None and (unit or role not in ROLES_WITHOUT_UNIT):
                named = f"has no unit {unit!r}" if unit else f"gives the role {role} only for a unit; name its key"
                print(f"the drive {app.drive} {named}; the keys stand in the plan", file=sys.stderr)
                return 1
            code = invites.make(
                work,
                app.secrecy,
                role=role,
                drive=app.drive,
                unit=row.id if row else None,
                valid=timedelta(days=days),
            )
            await work.flush()
    finally:
        await app.database.close()
    where = row.name if row else "-"
    print(f"{code[:5]}-{code[5:]}  {role}, {where}, {days} days")
    print(f"{settings.public_url or f'http://{settings.http_host}:{settings.http_port}'}/chat?start={code}")
    if idle(role):
        print(f"nothing follows from the role {role} yet: whoever takes it up can do no more here than any visitor")
    return 0
