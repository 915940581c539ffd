"""Many new students looked up together: the very same found as one by one, at a fraction of the cost."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bench.duplicates import build
from bench.students import invented_students
from bot.programme.plan import load_plan
from bot.programme.students.likely_in_bulk import likely_ones
from bot.programme.students.likeness import Features
from bot.programme.students.registering import Found, likely
from bot.programme.world import World
from bot.storage.database import Database
from bot.storage.secrecy import Secrecy
from bot.storage.tables import students
from bot.storage.work import Work

NOW = datetime(2021, 9, 27, tzinfo=UTC)


def slips(one: Features, chance: random.Random) -> Features:
    """The same child as somebody else might type it, or nearly: a letter, a word, a day or a number otherwise."""
    words = one.name.split()
    sort = chance.randrange(8)
    if sort == 0:
        words[chance.randrange(len(words))] += chance.choice("nmhg")
    elif sort == 1:
        chance.shuffle(words)
    elif sort == 2 and len(words) > 2:
        del words[1]
    elif sort == 3:
        words[0] = words[0][0]
    elif sort == 4:
        words = [word.replace("y", "i").replace("Y", "I") for word in words]
    birth = one.birth
    if sort == 5 and birth.day <= 12:
        birth = birth.replace(day=birth.month, month=birth.day)
    elif sort == 6:
        birth += timedelta(days=chance.choice((1, 10, 30)))
    name = " ".join(words)
    return Features(name.upper() if chance.random() < 0.2 else name, birth, "" if sort == 7 else one.phone)


@pytest.mark.parametrize("seed", range(3))
async def test_together_finds_what_one_by_one_finds(tmp_path: Path, seed: int) -> None:
    plan, secrecy, chance = load_plan("thanh-oai"), Secrecy(bytes(32)), random.Random(seed)
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'p.db'}")
    await build(database, plan, secrecy, 3_000)
    there = list(invented_students(3_000, seed=1))
    new = [slips(chance.choice(there), chance) for _n in range(150)] + list(invented_students(50, seed=seed + 7))
    new += [Features("Nguyễn-Văn K’Brơi", there[0].birth, there[0].phone), Features("Y", date(2010, 1, 1), "")]
    async with database.write() as connection:
        off = select(students.c.id).where(students.c.id % 5 == 0)
        await connection.execute(update(students).where(students.c.id.in_(off)).values(status="withdrawn"))
    async with database.read() as connection:
        world = World(Work(connection, NOW), {plan.slug: plan}, plan.slug, secrecy)
        together = await likely_ones(world, new)
        single = [await likely(world, one) for one in new]
    await database.close()
    assert ids(together) == ids(single)
    assert sum(map(bool, single)) > 60


def ids(found: Sequence[Sequence[Found]]) -> list[list[int]]:
    return [sorted(one.id for one in some) for some in found]
