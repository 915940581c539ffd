"""Nobody finds out by trying who is on the list of another school."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from bot.chat.words import Refused
from bot.programme.students import probing
from bot.programme.students.correcting import change
from bot.programme.students.own import my_schools
from bot.programme.students.registering import Likeness, look_alikes, register
from bot.storage.tables import doubles, student_events, students
from tests.support.books import acting
from tests.support.listed import lists
from tests.support.rig import Rig

LIMIT = 3
SPY = "teacher-kim-bai"


@pytest.fixture(autouse=True)
async def begun(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    await rig.move("2021-09-27 09:00")
    monkeypatch.setattr(probing, "A_DAY", LIMIT)
    for day in range(1, 7):
        await lists(rig, "teacher", f"Nguyễn Văn {'ABCDEG'[day - 1]}", f"{day}/9/2010", phone=f"09000004{day:02}")


async def asks(rig: Rig, day: int, *, who: str = SPY, name: str = "") -> list[Likeness]:
    async with acting(rig, who) as tx:
        [school] = await my_schools(tx)
        assert school.unit is not None
        called = name or f"Nguyễn Văn {'ABCDEG'[day - 1]}"
        return await look_alikes(tx, school=school.unit, name=called, birth=date(2010, 9, day), phone="")


async def enters(rig: Rig, day: int, *, another: bool) -> str:
    async with acting(rig, SPY) as tx:
        [school] = await my_schools(tx)
        assert school.unit is not None
        return await register(
            tx, school=school.unit, name=f"Nguyễn Văn {'ABCDEG'[day - 1]}", birth=date(2010, 9, day), class_name="5A",
            guardian="Nguyễn Thị Bình", phone=f"09000004{day:02}", household="poor", needs_device=True,
            needs_line=False, consent="paper", another_child=another,
        )  # fmt: skip


async def test_beyond_the_limit_a_listed_child_and_an_unknown_one_look_alike(rig: Rig) -> None:
    for day in range(1, LIMIT + 1):
        assert await asks(rig, day) == [Likeness(own=False)]
    assert await asks(rig, LIMIT + 1) == []
    assert await asks(rig, LIMIT + 1, name="Trần Thị Lạ") == []
    assert await asks(rig, 1) == [Likeness(own=False)], "what was told once may be told again"
    assert await enters(rig, LIMIT + 1, another=False), "nor does the list itself tell"
    with pytest.raises(Refused):
        await enters(rig, 1, another=True)


async def test_what_nobody_was_told_the_reviewers_see(rig: Rig) -> None:
    for day in range(1, LIMIT + 1):
        await asks(rig, day)
    code = await enters(rig, LIMIT + 1, another=False)
    [row] = await rig.rows(select(doubles))
    assert row.certain
    assert row.student_id == (await rig.rows(select(students.c.id).where(students.c.code == code)))[0].id


async def test_the_next_day_one_may_ask_again_and_each_person_has_a_limit(rig: Rig) -> None:
    for day in range(1, LIMIT + 1):
        await asks(rig, day)
    await rig.says("lan", f"/start {await rig.invite('school_contact', 'th-kim-bai')}")
    assert await asks(rig, LIMIT + 1, who="lan") == [Likeness(own=False)]
    await rig.move((rig.clock() + timedelta(days=1)).strftime("%Y-%m-%d 09:00"))
    assert await asks(rig, LIMIT + 1) == [Likeness(own=False)]


async def test_the_trail_of_the_child_keeps_who_asked(rig: Rig) -> None:
    await asks(rig, 1)
    await asks(rig, 1)
    await asks(rig, 1, who="teacher")  # whose own pupil it is
    counted = select(func.count()).where(student_events.c.what == "asked")
    assert (await rig.rows(counted))[0][0] == 1


async def test_correcting_an_entry_is_no_way_round_it(rig: Rig) -> None:
    for day in range(1, LIMIT + 1):
        await asks(rig, day)
    code = await lists(rig, SPY, "Trần Thị Lạ", f"{LIMIT + 1}/9/2010", phone=f"09000004{LIMIT + 1:02}")
    async with acting(rig, SPY) as tx:
        await change(tx, code=code, what="name", value=f"Nguyễn Văn {'ABCDEG'[LIMIT]}", another_child=False)
    [pair] = await rig.rows(select(doubles))
    assert pair.certain
