"""Where something was to be fetched, and whom to call: deleted once the pledge has ended and nobody may object."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select, update

from bot.messages import Incoming
from bot.programme.calendar.every_day import every_day
from bot.programme.calendar.occasions import Due, occasion
from bot.programme.plan import Plan
from bot.programme.world import World
from bot.storage.tables import pledge_goods, pledges

AT: Final = 3  # o'clock


def forgetting_times(plan: Plan, after: datetime, until: datetime) -> Iterator[Due]:
    """Every night, also after the drive has closed."""
    if "devices" in plan.modules:
        for at in every_day(plan, AT, 0, after, until):
            yield Due(at, f"forget_addresses:{plan.slug}:{at:%Y-%m-%d}", "forget_addresses", plan.slug)


@occasion("forget_addresses", times=forgetting_times)
async def forget_addresses(tx: World, _update: Incoming) -> None:
    """Empties the addresses of pledges that came in or were cancelled longer ago than the plan lets people object."""
    objection = timedelta(hours=tx.plan.students.objection_hours if tx.plan.students is not None else 0)
    ended = (
        (pledges.c.drive == tx.drive) & (pledges.c.status != "promised") & (pledges.c.ended_at <= tx.now - objection)
    )
    theirs = pledge_goods.c.pledge_id.in_(select(pledges.c.id).where(ended)) & pledge_goods.c.fetch_from.is_not(None)
    await tx.work.execute(update(pledge_goods).where(theirs).values(fetch_from=None))
