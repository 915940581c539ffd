"""Once per student and per thing: the database itself refuses the second, whoever comes at once, on both engines."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.chat.words import Refused
from bot.programme.allocation import deciding, passing_on, proposing, rounds
from bot.programme.world import World
from bot.storage import talks
from bot.storage.columns import KEYS
from bot.storage.database import Database
from bot.storage.ids import new_id
from bot.storage.tables import allocation_rounds, allocations, devices, pledges, students
from bot.storage.work import Work
from tests.support.books import acting
from tests.support.pupils import approved, in_force, ready
from tests.support.rig import Rig

SEVERAL = 6


@pytest.fixture
async def programs(rig: Rig) -> AsyncIterator[list[Database]]:
    """Several programs on one database, each with a writer of its own."""
    opened = [Database(str(rig.settings.database)) for _program in range(SEVERAL)]
    for one in opened:
        one.unlock(rig.secrecy)
    yield opened
    for one in opened:
        await one.close()
        KEYS.pop(one.writer.dialect, None)


async def bare_row(rig: Rig, round: int, by: int, **what: Any) -> dict[str, Any]:
    return {
        "id": new_id(), "drive": rig.plan.slug, "round_id": round, "need": "device", "device_id": None,
        "pledge_id": None, "part": None, "place": 1, "way": "order", "override": None, "words": None, "salt": b"s",
        "status": "proposed", "proposed_by": by, "decided_by": None, "made_at": rig.clock(), "decided_at": None,
        "ended_at": None, "ended_by": None, "end_reason": None, **what,
    }  # fmt: skip


async def numbers(rig: Rig, column: Any) -> list[int]:
    return [row[0] for row in await rig.rows(select(column).order_by(column))]


async def opened(rig: Rig) -> tuple[int, int]:
    """A round and who opened it."""
    async with acting(rig, "coordinator") as tx:
        await rounds.open_list(tx, need="device")
        me = tx.actor.id
    return (await numbers(rig, allocation_rounds.c.id))[-1], me


@pytest.mark.parametrize("rival", ["student", "thing"])
async def test_of_several_programs_at_once_one_wins(rig: Rig, programs: list[Database], rival: str) -> None:
    """No deed between: the rows themselves, laid down at the same moment."""
    round, me = await opened(rig)
    await approved(rig, SEVERAL)
    await ready(rig, "tablet", SEVERAL)
    people, things = await numbers(rig, students.c.id), await numbers(rig, devices.c.id)
    start = asyncio.Barrier(SEVERAL) if not rig.settings.database.startswith("sqlite") else None

    async def lays(program: Database, at: int) -> bool:
        student, thing = (people[0], things[at]) if rival == "student" else (people[at], things[0])
        row = await bare_row(rig, round, me, student_id=student, device_id=thing)
        try:
            async with program.write() as connection:
                if start is not None:
                    await start.wait()  # all of them have begun
                await connection.execute(insert(allocations).values(**row))
        except IntegrityError:
            return False
        return True

    won = await asyncio.gather(*(lays(program, at) for at, program in enumerate(programs)))
    assert Counter(won) == {True: 1, False: SEVERAL - 1}
    assert len(await rig.rows(select(allocations.c.id))) == 1


async def test_a_quota_s_number_is_given_once(rig: Rig) -> None:
    round, me = await opened(rig)
    await approved(rig, 2)
    await in_force(rig, "sim", 5)
    one, other = await numbers(rig, students.c.id)
    [pledge] = await numbers(rig, pledges.c.id)
    async with rig.work() as work:
        row = await bare_row(rig, round, me, student_id=one, pledge_id=pledge, part=3, need="line")
        await work.execute(insert(allocations).values(**row))
    row = await bare_row(rig, round, me, student_id=other, pledge_id=pledge, part=3, need="line")
    async with rig.work() as work:
        with pytest.raises(IntegrityError):
            await work.execute(insert(allocations).values(**row))
        await work.connection.rollback()


async def deed(rig: Rig, program: Database, who: str, what: Any, **args: Any) -> str:
    """One deed by one program; how it ended."""
    try:
        async with program.write() as connection:
            work = Work(connection, rig.clock())
            me = (await talks.load(work, [rig.address(who)]))[rig.address(who)]
            await what(World(work, {rig.plan.slug: rig.plan}, rig.plan.slug, rig.secrecy, me), **args)
            await work.flush()
    except Refused:
        return "refused"
    except DBAPIError:
        return "rolled back"  # the turn takes it once more, and finds what the other did
    return "done"


async def whole(rig: Rig) -> None:
    """What must hold at every moment: once per student and need, once per thing, and devices say the same."""
    active = await rig.rows(select(allocations).where(allocations.c.status != "ended"))
    assert max(Counter((row.student_id, row.need) for row in active).values(), default=1) == 1
    assert max(Counter(row.device_id for row in active).values(), default=1) == 1
    matched = {row.id for row in await rig.rows(select(devices.c.id).where(devices.c.status == "matched"))}
    assert matched == {row.device_id for row in active if row.status == "decided"}
    under_way = await rig.rows(
        select(allocation_rounds.c.need).where(allocation_rounds.c.status.in_(("open", "proposed")))
    )
    assert max(Counter(row.need for row in under_way).values(), default=1) == 1


@pytest.mark.parametrize("seed", range(3))
async def test_random_deeds_of_several_programs_keep_it_so(rig: Rig, programs: list[Database], seed: int) -> None:
    chance = random.Random(seed)
    await approved(rig, 6)
    await approved(rig, 4, household="hardship")
    await ready(rig, "tablet", 7)
    await opened(rig)
    rig.clock.moment = rig._moment("2021-10-20 09:00")
    outcomes = Counter[str]()
    for _step in range(8):
        latest = (await numbers(rig, allocation_rounds.c.id))[-1]
        rows = await rig.rows(select(allocations.c.id, allocations.c.status).where(allocations.c.status != "ended"))
        codes = [row.code for row in await rig.rows(select(students.c.code))]
        waiting = [row.id for row in await rig.rows(
            select(allocation_rounds.c.id).where(allocation_rounds.c.status == "proposed"))] or [latest]  # fmt: skip
        choices: list[tuple[str, Any, dict[str, Any]]] = [
            ("coordinator", proposing.propose, {"need": "device"}),
            ("manager", proposing.propose, {"need": "device"}),
            ("manager", deciding.decide, {"round": waiting[0]}),
            ("coordinator", deciding.decide, {"round": waiting[0]}),
            ("coordinator", proposing.match_again, {"round": waiting[0]}),
            ("coordinator", proposing.override, {"round": waiting[0], "code": chance.choice(codes),
                                                 "reason": "urgent", "words": "Nhà em vừa cháy."}),
            ("manager", deciding.cancel, {"round": waiting[0], "why": "Danh sách còn thiếu."}),
        ]  # fmt: skip
        choices += [("coordinator", passing_on.pass_on, {"allocation": row.id, "reason": "moved"}) for row in rows[:3]]
        choices += [("manager", passing_on.confirm, {"allocation": row.id}) for row in rows if row.status == "proposed"]
        picked = chance.sample(choices, min(SEVERAL, len(choices)))
        rig.clock.moment = rig.clock.moment.replace(day=min(28, rig.clock.moment.day + 1))
        done = await asyncio.gather(
            *(deed(rig, program, who, what, **args)
              for program, (who, what, args) in zip(programs, picked, strict=False))
        )  # fmt: skip
        outcomes.update(done)
        await whole(rig)
    assert outcomes["done"]
