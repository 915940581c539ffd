"""How long it takes to find whether a new student is on the list already, among a million.

Alone: `python -m bench.duplicates --rows 50000` for a smaller list.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

from sqlalchemy import Connection, select

from bench.students import invented_students
from bot.programme.calendar import drives
from bot.programme.plan import Plan, load_plan, plan_bytes
from bot.programme.students import registering
from bot.programme.students.consents import NOTICE
from bot.programme.students.likeness import Features, alike, found_by
from bot.programme.students.particulars import Particulars
from bot.programme.world import World
from bot.storage.bulk import insert_rows
from bot.storage.database import Database
from bot.storage.ids import new_id
from bot.storage.secrecy import Secrecy
from bot.storage.tables import contacts, people, students, units
from bot.storage.upgrade import upgrade
from bot.storage.work import Work

ROWS: Final = 1_000_000
AT_ONCE: Final = 20_000
ASKED: Final = 300
PATIENCE: Final = 30  # s, however slow the look-up is
GOAL: Final = 10.0  # ms


def measure(rows: int = ROWS) -> None:
    """Prints one line with the figures."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measure(Path(folder), rows))


async def _measure(folder: Path, rows: int) -> None:
    plan, secrecy = load_plan("thanh-oai"), Secrecy(bytes(32))
    now = plan.window.opens
    database = Database(f"sqlite+aiosqlite:///{folder / 'pupils.db'}")
    start = time.perf_counter()
    await build(database, plan, secrecy, rows)
    built = time.perf_counter() - start
    size = (folder / "pupils.db").stat().st_size / 1e6
    times, asked, until = [], 0, time.perf_counter() + PATIENCE
    for student in invented_students(ASKED, seed=2):
        async with database.read() as connection:
            world = World(Work(connection, now), {plan.slug: plan}, plan.slug, secrecy)
            await world.work.one(select(students.c.id).limit(1))  # a turn has long begun when it looks for students
            start = time.perf_counter()
            asked += bool(await registering.likely(world, student))
            times.append((time.perf_counter() - start) * 1_000)
        if len(times) > 1 and time.perf_counter() > until:
            break
    await database.close()
    print(
        f"duplicate look-up among {rows:,} pupils: median {median(times):.1f} ms, "
        f"p95 {quantiles(times, n=20)[-1]:.1f} ms (goal {GOAL:g}); alike() {_compared():.1f} µs a pair (goal 5); "
        f"{asked / len(times):.1%} of {len(times)} new pupils asked about; built in {built:.0f} s, {size:.0f} MB"
    )


def _compared() -> float:
    """Microseconds for one pair of a birthday's students."""
    born = date(2012, 9, 5)
    new, *others = (Features(student.name, born, student.phone) for student in invented_students(2_001, seed=3))
    took = []
    for _run in range(7):
        start = time.perf_counter()
        for other in others:
            alike(new, other)
        took.append((time.perf_counter() - start) / len(others) * 1e6)
    return median(took)


async def build(database: Database, plan: Plan, secrecy: Secrecy, rows: int) -> None:
    """Fills an empty database with that many students of one school, hidden as `students.register` hides them."""
    await upgrade(database)
    database.unlock(secrecy)
    now = plan.window.opens
    async with database.write() as connection:
        work = Work(connection, now)
        await drives.load(work, plan, plan_bytes("thanh-oai").decode())
        school = (await work.one(units.select().where(units.c.drive == plan.slug).limit(1))).id
        person, contact = new_id(), new_id()
        work.add(people, id=person, name="An", made_at=now)
        work.add(contacts, id=contact, address="x:1", channel="x", chat="1", person_id=person, language="vi",
                 group_chat=False, offers="[]", unreachable=None, made_at=now)  # fmt: skip
        await work.flush()
        await connection.run_sync(_without_indexes)
        common = {"drive": plan.slug, "school_id": school, "contact_id": contact, "household": "poor", "made_at": now,
                  "needs_device": True, "needs_line": False, "status": "listed"}  # fmt: skip
        lines = _lines(invented_students(rows, seed=1), secrecy, now, common)
        while chunk := list(islice(lines, AT_ONCE)):
            await insert_rows(connection, students, chunk)
        await connection.run_sync(_with_indexes)


def _lines(
    all_students: Iterable[Features], secrecy: Secrecy, now: datetime, common: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    for id, student in enumerate(all_students, 1):
        secret = Particulars(student.name, student.birth, "5A", "Nguyễn Văn Bình", student.phone, "paper", now, NOTICE)
        line = {"id": id, "code": f"HS{id:09}", "secret": secrecy.hide(secret, id), **common}
        for purpose, text in found_by(student).items():
            line[f"by_{purpose}"] = secrecy.blind(purpose, text)
        yield line


def _without_indexes(connection: Connection) -> None:
    """Indexes grown row by row from random keys would take most of the time."""
    for index in students.indexes:
        index.drop(connection)


def _with_indexes(connection: Connection) -> None:
    for index in students.indexes:
        index.create(connection)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.duplicates")
    parser.add_argument("--rows", type=int, default=ROWS)
    measure(parser.parse_args().rows)
