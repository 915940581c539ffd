"""Progress and digest over a million pledges of five thousand units."""

from __future__ import annotations

import asyncio
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from statistics import median

from bot.programme.calendar import drives
from bot.programme.ledger import tallies
from bot.programme.plan import load_plan, plan_bytes
from bot.programme.reporting import digest, progress
from bot.programme.world import World
from bot.storage.bulk import insert_rows
from bot.storage.database import Database
from bot.storage.ids import new_id
from bot.storage.secrecy import Secrecy
from bot.storage.tables import contacts, people, pledges, units
from bot.storage.upgrade import upgrade
from bot.storage.work import Work

PLEDGES, UNITS, AT_ONCE = 1_000_000, 5_000, 20_000
RUNS, GOAL = 7, 0.2


def measure() -> None:
    """Prints the figures."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measure(Path(folder)))


async def _measure(folder: Path) -> None:
    plan = load_plan("thanh-oai")
    began = plan.window.opens
    database = Database(f"sqlite+aiosqlite:///{folder / 'books.db'}")
    await upgrade(database)
    database.unlock(Secrecy(bytes(32)))
    async with database.write() as connection:
        work = Work(connection, began)
        await drives.load(work, plan, plan_bytes("thanh-oai").decode())
        root = await work.one(units.select().where(units.c.parent_id.is_(None)))
        known = [new_id() for _n in range(UNITS)]
        for number, unit in enumerate(known):
            work.add(units, id=unit, drive=plan.slug, key=f"u{number}", parent_id=root.id, path=f"{root.path}{unit}/",
                     name=f"Đơn vị số {number}", folded=f"don vi so {number}", kind="agency", head_count=30,
                     exempt=False, reports=True, valid_from=None, valid_to=None, successor_id=None)  # fmt: skip
        person, contact = new_id(), new_id()
        work.add(people, id=person, name="An", made_at=began)
        work.add(contacts, id=contact, address="x:1", channel="x", chat="1", person_id=person, language="vi",
                 group_chat=False, offers="[]", unreachable=None, made_at=began)  # fmt: skip
        await work.flush()
        for first in range(0, PLEDGES, AT_ONCE):
            rows = []
            for n in range(first, first + AT_ONCE):
                at = began + timedelta(days=n % 54, seconds=n % 80_000)
                unit, sum = known[n % UNITS], (1 + n % 40) * 50_000
                rows.append({"id": n + 1, "code": f"c{n}", "drive": plan.slug, "contact_id": contact, "kind": "cash",
                             "donor": "self", "donor_name": "An", "unit_id": unit, "minor": sum, "currency": "VND",
                             "vnd": sum, "rate": None, "status": "promised", "made_at": at, "ended_at": None,
                             "reminded": 0, "remind_at": None})  # fmt: skip
                work.tally(plan.slug, tallies.period_at(plan, at), unit, "cash", 1, sum)
            await insert_rows(connection, pledges, rows)
        await work.flush()
    assert plan.window.closes is not None
    now = plan.window.closes - timedelta(days=1)
    for name, fact in (("progress", progress.drive_progress), ("digest", digest.compose)):
        times = []
        for _run in range(RUNS):
            async with database.read() as connection:
                world = World(Work(connection, now), {plan.slug: plan}, plan.slug, Secrecy(bytes(32)))
                start = time.perf_counter()
                await fact(world)
                times.append(time.perf_counter() - start)
        print(f"{name} over {PLEDGES:,} pledges and {UNITS:,} units: {median(times):.3f} s (goal {GOAL})")
    await database.close()
