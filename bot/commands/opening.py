"""Opens what a command works on: the right kind of database, the drive that is served, and the time it is there."""

from __future__ import annotations

from bot.app import App, chosen, loaded_plans, open_database, wall_clock
from bot.demo import people as demo
from bot.demo.moved_clock import DemoClock, remembered
from bot.demo.neighbours import NEIGHBOURS
from bot.demo.trial_plan import OF, trial_plan
from bot.programme.calendar import drives
from bot.programme.plan import read_plan
from bot.programme.world import Now
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.marks import NotThisKind, keep_kind, kind_of
from bot.storage.work import Work


async def open_app(settings: Settings, now: Now = wall_clock, *, alone: bool = False) -> App:
    """The app without its messengers; for a demonstration set up with its plan, its people and its own clock.

    With `alone` nobody else may serve the database. Raises HeldElsewhere, NotThisKind, NoDrive, KeyMissing,
    DatabaseForeign.
    """
    database, secrecy = await open_database(settings, alone=alone)
    try:
        kind, found = "demo" if settings.demo else "real", await kind_of(database)
        if found not in (None, kind):
            raise NotThisKind(found)
        if settings.demo:
            now = await _set_up_demo(database)
        plans = await loaded_plans(database)
        drive = chosen(plans, settings.drive)
        await keep_kind(database, kind, now())
        here = f"http://{settings.http_host}:{settings.http_port}" if settings.demo else ""
        return App(database, secrecy, plans, drive, now, settings.public_url or here)
    except BaseException:
        await database.close()
        raise


async def _set_up_demo(database: Database) -> DemoClock:
    plans = await loaded_plans(database)
    plan = plans.get(OF) or read_plan(trial_plan().encode())
    clock = DemoClock(await remembered(database, plan))
    if OF not in plans:
        async with database.write() as connection:
            work = Work(connection, clock())
            await drives.load(work, plan, trial_plan())
            await work.flush()
    await demo.settle_in(database, plan, clock(), NEIGHBOURS)
    return clock
