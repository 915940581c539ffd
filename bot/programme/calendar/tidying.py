"""Every night what is no longer needed is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from bot.messages import FILES, Incoming, Lane, Outgoing
from bot.programme.calendar.every_day import every_day
from bot.programme.calendar.occasions import Due, occasion
from bot.programme.plan import Plan
from bot.programme.world import World
from bot.storage import inbox, outbox, talks
from bot.storage.ids import new_id

KEEP: Final = timedelta(days=30)
UNUSED: Final = timedelta(days=1)
"""How long a file may lie that nothing refers to: whoever sends it may still be answering."""
AT: Final = 3  # o'clock


def tidying_times(plan: Plan, after: datetime, until: datetime) -> Iterator[Due]:
    """Every night, also before the drive opens and after it has closed."""
    for at in every_day(plan, AT, 0, after, until):
        yield Due(at, f"tidy:{plan.slug}:{at:%Y-%m-%d}", "tidy", plan.slug)


@occasion("tidy", times=tidying_times)
async def tidy(tx: World, _update: Incoming) -> None:
    """Forgets old updates, delivered messages, ended talks with their journals, and files that nothing needs."""
    await inbox.prune(tx.work, tx.now, KEEP)
    await outbox.prune(tx.work, tx.now, KEEP)
    await talks.prune(tx.work, tx.now, KEEP)
    before = (tx.now - UNUSED).isoformat()
    job = Outgoing(id=new_id(), channel=FILES, chat=tx.drive, lane=Lane.BULK, text="", document={"before": before})
    outbox.lay(tx.work, job)
    tx.out.append(job)
