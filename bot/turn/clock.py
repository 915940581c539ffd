"""What happens by itself: writes updates into the inbox when something falls due, each once, also after an outage."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
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
from bot.storage.marks import keep_doubt, keep_mark, mark_of
from bot.storage.tables import drives
from bot.storage.work import Work
from bot.turn.steadiness import Steadiness

log = logging.getLogger(__name__)
EVERY_SECONDS: Final = 20
AT_ONCE: Final = 50
"""So many things that fell due are done in one transaction: nobody who writes meanwhile waits long."""


class Clock:
    """Looks again and again whether something is due. Every occasion has a unique name, so two clocks do no harm."""

    def __init__(
        self,
        database: Database,
        plans: Mapping[str, Plan],
        now: Now,
        accept: Accept,
        wake: Callable[[], None] = lambda: None,
        steadiness: Steadiness | None = None,
    ):
        self.database, self.plans, self.now, self.accept, self.wake = database, plans, now, accept, wake
        self.steadiness = steadiness  # None where the clock is moved by hand
        self._doubted: bool | None = None  # None: whoever ran before may have left a doubt behind
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
        if self.steadiness is not None and await self._in_doubt(self.steadiness):
            return
        now = self.now()
        self.wake()  # what has waited for the morning goes before what the morning brings
        for slug, plan in self.plans.items():
            after = await self._looked(slug)
            await self._accept_all([_update(one) for one in occasions.due(plan, after, now)])
            await keep_mark(self.database, f"clock:{slug}", occasions.seen(plan, after, now).isoformat(), now)
        async with self.database.read() as connection:
            waiting = await talks.silent(Work(connection, now), now)
        await self._accept_all([
            Incoming(channel="clock", chat="", id=f"silence:{talk}:{seq}", at=now,
                     about={"address": address, "talk": talk, "seq": seq})
            for address, talk, seq in waiting
        ])  # fmt: skip

    async def _accept_all(self, updates: Sequence[Incoming]) -> None:
        """Hands them in together, so that what piled up in a week takes a few transactions and not one each."""
        for start in range(0, len(updates), AT_ONCE):
            taken = updates[start : start + AT_ONCE]
            for done in await asyncio.gather(*map(self.accept, taken), return_exceptions=True):
                if done is not None:
                    raise done

    async def next_due(self, until: datetime) -> datetime | None:
        """When the next thing falls due, for a clock that is moved by hand; None up to `until`."""
        times = [due.at for slug, plan in self.plans.items()
                 for due in occasions.planned(plan, max(await self._looked(slug), self.now()), until)]  # fmt: skip
        return min(times, default=None)

    async def _looked(self, slug: str) -> datetime:
        """Up to when everything of a drive has been seen to; at first, since its plan was loaded."""
        seen = await mark_of(self.database, f"clock:{slug}")
        if seen is not None:
            return datetime.fromisoformat(seen)
        async with self.database.read() as connection:
            loaded = select(drives.c.loaded_at).where(drives.c.slug == slug)
            found: datetime = (await connection.execute(loaded)).scalar_one()
            return found

    async def _in_doubt(self, steadiness: Steadiness) -> bool:
        """Whether the time cannot be believed; what the clock says then is kept for `doctor` as long as it does."""
        doubt = steadiness.doubt()
        if (doubt is not None) != self._doubted:
            await keep_doubt(self.database, doubt)
            self._doubted = doubt is not None
        return doubt is not None


def _update(due: Due) -> Incoming:
    about = {"occasion": due.sort, "drive": due.drive, **due.about}
    return Incoming(channel="clock", chat="", id=due.key, at=due.at, about=about)
