"""What happens by itself: writes updates into the inbox when something falls due, each once, also after an outage."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import select

from bot.messages import Accept, Incoming
from bot.programme.calendar import occasions
from bot.programme.calendar.occasions import Due
from bot.programme.plan import Plan
from bot.programme.world import Now
from bot.storage import talks
from bot.storage.database import Database
from bot.storage.tables import drives, marks
from bot.storage.work import Work

log = logging.getLogger(__name__)
EVERY_SECONDS: Final = 20


class Clock:
    """Looks again and again whether something is due. Every occasion has a unique name, so two clocks do no harm."""

    def __init__(
        self,
        database: Database,
        plans: Mapping[str, Plan],
        now: Now,
        accept: Accept,
        wake: Callable[[], None] = lambda: None,
    ):
        self.database, self.plans, self.now, self.accept, self.wake = database, plans, now, accept, wake
        self._scheduler: AsyncIOScheduler | None = None

    def start(self) -> None:
        """Begins to look by itself."""
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        # A late look makes up for missed ones: never two at once, never dropped for being late.
        self._scheduler.add_job(
            self.sweep, IntervalTrigger(seconds=EVERY_SECONDS), max_instances=1, coalesce=True, misfire_grace_time=None
        )
        self._scheduler.start()

    def stop(self) -> None:
        """Looks no more."""
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)

    async def sweep(self) -> None:
        """Everything that fell due since the last look becomes an update."""
        now = self.now()
        self.wake()  # what has waited for the morning goes before what the morning brings
        for slug, plan in self.plans.items():
            after = await self._looked(slug)
            for one in occasions.due(plan, after, now):
                await self.accept(_update(one))
            await self._note(slug, occasions.seen(plan, after, now))
        async with self.database.read() as connection:
            waiting = await talks.silent(Work(connection, now), now)
        for address, talk, seq in waiting:
            about = {"address": address, "talk": talk, "seq": seq}
            await self.accept(Incoming(channel="clock", chat="", id=f"silence:{talk}:{seq}", at=now, about=about))

    async def next_due(self, until: datetime) -> datetime | None:
        """When the next thing falls due, for a clock that is moved by hand; None up to `until`."""
        times = [due.at for slug, plan in self.plans.items()
                 for due in occasions.planned(plan, max(await self._looked(slug), self.now()), until)]  # fmt: skip
        return min(times, default=None)

    async def _looked(self, slug: str) -> datetime:
        """Up to when everything of a drive has been seen to; at first, since its plan was loaded."""
        async with self.database.read() as connection:
            seen = (await connection.execute(select(marks.c.value).where(marks.c.name == f"clock:{slug}"))).scalar()
            if seen is not None:
                return datetime.fromisoformat(seen)
            loaded = select(drives.c.loaded_at).where(drives.c.slug == slug)
            found: datetime = (await connection.execute(loaded)).scalar_one()
            return found

    async def _note(self, slug: str, seen: datetime) -> None:
        async with self.database.write() as connection:
            work = Work(connection, self.now())
            statement = work.upsert(marks).values(name=f"clock:{slug}", value=seen.isoformat())
            await work.execute(
                statement.on_conflict_do_update(index_elements=["name"], set_={"value": seen.isoformat()})
            )


def _update(due: Due) -> Incoming:
    about = {"occasion": due.sort, "drive": due.drive, **due.about}
    return Incoming(channel="clock", chat="", id=due.key, at=due.at, about=about)
