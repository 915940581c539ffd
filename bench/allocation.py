"""A round of 100,000 students over 100,000 devices: order, matching and every row of it, recomputed by a stranger."""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select

from bench.machine import slowness
from bot.long_lived import lasting
from bot.programme.allocation import proposing, rounds
from bot.programme.allocation.public_file import written
from bot.programme.allocation.public_rounds import public_round
from bot.programme.allocation.verifying import recompute
from bot.programme.calendar import drives
from bot.programme.plan import Plan, load_plan, plan_bytes
from bot.programme.world import World
from bot.storage import talks
from bot.storage.bulk import insert_rows
from bot.storage.database import Database
from bot.storage.ids import new_id
from bot.storage.secrecy import Secrecy
from bot.storage.tables import devices, roles, students, units
from bot.storage.upgrade import upgrade
from bot.storage.work import Work
from tests.support import stranger

MANY: Final = 100_000
GOAL: Final = 5.0
"""Seconds of CPU where the goals were set."""
CHUNK: Final = 10_000


def measure() -> None:
    """Prints the figures."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measure(Path(folder)))


async def _measure(folder: Path) -> None:
    with lasting():  # as the bot itself runs
        plan = load_plan("thanh-oai")
    now = plan.window.opens + timedelta(days=20)
    secrecy = Secrecy(bytes(32))
    database = Database(f"sqlite+aiosqlite:///{folder / 'allocation.db'}")
    await upgrade(database)
    database.unlock(secrecy)
    await _fill(database, plan)

    async def act(deed: Any, **given: Any) -> Any:
        async with database.write() as connection:
            work = Work(connection, now)
            me = (await talks.load(work, ["x:office"]))["x:office"]
            done = await deed(World(work, {plan.slug: plan}, plan.slug, secrecy, me), **given)
            await work.flush()
            return done

    await act(rounds.open_list, need="device")
    began, cpu = time.perf_counter(), time.process_time()
    made = await act(proposing.propose, need="device")
    took, cpu = time.perf_counter() - began, time.process_time() - cpu
    assert made.tally.given == MANY
    slower = slowness()
    print(
        f"allocation of {MANY:,} needs over {MANY:,} devices, laid down: {cpu / slower.cpu:.1f} s of CPU "
        f"(goal {GOAL:.0f}; on this machine {cpu:.1f}, {took:.1f} by the clock)"
    )
    async with database.read() as connection:
        found = await public_round(World(Work(connection, now), {plan.slug: plan}, plan.slug, secrecy), "device-1")
    assert found is not None
    text = written(found)
    began = time.process_time()
    assert stranger.complaints(text) == []
    assert recompute(found).faults == []
    print(f"  recomputed from its file of {len(text) / 1e6:.0f} MB, by us and by a stranger: "
          f"{time.process_time() - began:.1f} s of CPU")  # fmt: skip
    await database.close()


async def _fill(database: Database, plan: Plan) -> None:
    """An office, and as many approved students of all its schools as devices of all kinds in all its communes."""
    chance = random.Random(1)
    async with database.write() as connection:
        work = Work(connection, plan.window.opens)
        await drives.load(work, plan, plan_bytes(plan.slug).decode())
        me = talks.greet(work, channel="x", chat="office", name="An", language="vi", group=False)
        rows = await work.rows(select(units.c.id, units.c.key, units.c.kind))
        office = next(row.id for row in rows if row.key == plan.organiser.unit)
        schools = [row.id for row in rows if row.kind == "school"]
        places = [row.id for row in rows if row.kind in ("commune", "town")] + [office] * 8
        work.add(roles, id=new_id(), person_id=me.person_id, contact_id=me.id, role="coordinator", drive=plan.slug,
                 unit_id=office, granted_at=work.now, ended_at=None, ended_by=None)  # fmt: skip
        await work.flush()
        kinds = [item.key for item in plan.catalogue if item.meets == "device"]
        classes = [one.key for one in plan.students.priorities] if plan.students else []
        common = {"drive": plan.slug, "contact_id": me.id, "secret": b"", "by_name": b"", "by_birth": b"",
                  "by_phone": b"", "needs_device": True, "needs_line": False, "status": "approved", "step": None,
                  "step_at": None, "reason": None, "made_at": work.now}  # fmt: skip
        thing = {"drive": plan.slug, "serial": None, "pledge_id": None, "unit_id": None, "transfer_id": None,
                 "giver": "", "photo": None, "condition": "{}", "verdict": "usable", "used": False, "wiped": True,
                 "unlocked": True, "note": "", "status": "ready", "late": False, "made_by": me.id,
                 "made_at": work.now, "changed_at": work.now}  # fmt: skip
        days = [work.now + timedelta(days=day) for day in range(15)]
        for first in range(0, MANY, CHUNK):
            numbers = range(first, first + CHUNK)
            await insert_rows(connection, students, [
                {**common, "id": new_id(), "code": f"HS{n:07}", "slot": f"SL{n:07}",
                 "school_id": chance.choice(schools), "household": chance.choice(classes),
                 "verified_at": chance.choice(days)}
                for n in numbers
            ])  # fmt: skip
            await insert_rows(connection, devices, [
                {**thing, "id": new_id(), "tag": f"TOM{n:07}", "item": chance.choice(kinds),
                 "holder_id": chance.choice(places)}
                for n in numbers
            ])  # fmt: skip
