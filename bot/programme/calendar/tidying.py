"""Every night what is no longer needed is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from bot.messages import Incoming
from bot.programme.calendar.every_day import every_day
from bot.programme.calendar.occasions import Due, occasion
from bot.programme.plan import Plan
from bot.programme.world import World
from bot.storage import inbox, outbox, talks

KEEP: Final = timedelta(days=30)
AT: Final = 3  # o'clock


def tidying_times(plan: Plan, after: datetime, until: datetime) -> Iterator[Due]:
    """Every night, also before the drive opens and after it has closed."""
    for at in every_day(plan, AT, 0, after, until):
        yield Due(at, f"tidy:{plan.slug}:{at:%Y-%m-%d}", "tidy", plan.slug)


@occasion("tidy", times=tidying_times)
async def tidy(tx: World, _update: Incoming) -> None:
    """Forgets old updates, delivered messages, and ended talks with their journals."""
    await inbox.prune(tx.work, tx.now, KEEP)
    await outbox.prune(tx.work, tx.now, KEEP)
    await talks.prune(tx.work, tx.now, KEEP)
