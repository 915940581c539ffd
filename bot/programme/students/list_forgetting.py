"""What a school sent as a list is forgotten once it is needed no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select, update

from bot.messages import Incoming
from bot.programme.calendar import tidying
from bot.programme.calendar.every_day import every_day
from bot.programme.calendar.occasions import Due, occasion
from bot.programme.plan import Plan
from bot.programme.students import list_news
from bot.programme.students.forgetting import kept_until
from bot.programme.students.lists import lay, settle
from bot.programme.world import World
from bot.storage.tables import list_imports, list_rows

UNDECIDED: Final = timedelta(days=7)
"""How long a list that was read waits for a yes or a no, and its rows that are to be looked at."""


def list_times(plan: Plan, after: datetime, until: datetime) -> Iterator[Due]:
    """Every night, when other things are forgotten too."""
    if plan.students is not None:
        for at in every_day(plan, tidying.AT, 0, after, until):
            yield Due(at, f"student_lists:{plan.slug}:{at:%Y-%m-%d}", "forget_lists", plan.slug)


@occasion("forget_lists", times=list_times)
async def forget_lists(tx: World, _happened: Incoming) -> None:
    """Drops lists on which nobody has decided for a week and says so; papers go when the drive's particulars go."""
    mine, since = list_imports.c.drive == tx.drive, tx.now - UNDECIDED
    waiting = mine & list_imports.c.status.in_(("read", "asking")) & (list_imports.c.made_at < since)
    for row in await tx.work.rows(select(list_imports).where(waiting)):
        await settle(tx, row, "dropped")
        await list_news.put_away(tx, row)
    looked_at = select(list_imports.c.id).where(mine, list_imports.c.settled_at < since)
    await tx.work.execute(delete(list_rows).where(list_rows.c.list_id.in_(looked_at)))
    until = kept_until(tx.plan)
    if until is not None and tx.now >= until:
        papers = mine & (list_imports.c.status == "paper") & (list_imports.c.file != "")
        for row in await tx.work.rows(select(list_imports).where(papers)):
            await lay(tx, row, "forget")
        await tx.work.execute(update(list_imports).where(papers).values(file="", name=""))
