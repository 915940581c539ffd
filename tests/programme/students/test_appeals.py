"""Objections: only while the plan lets people object, answered by whoever decided, told to whoever objected."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.chat.words import Refused
from bot.programme.students import appeals as module
from bot.programme.students.appeals import (
    ObjectionTime,
    answer_appeal,
    appeal,
    my_objectionables,
    next_appeal,
    objectionable,
)
from bot.programme.students.areas import EntrySeen
from bot.programme.students.reviewing import reject
from bot.programme.students.students import withdraw
from bot.programme.world import World
from bot.storage.tables import appeals, students
from tests.support.books import acting
from tests.support.listed import lists
from tests.support.rig import Rig

COMMUNE = "reviewer-commune"
WORDS = "Giấy của xã ghi là hộ nghèo"


@pytest.fixture
async def code(rig: Rig) -> str:
    """A student whom the commune has rejected."""
    await rig.move("2021-09-27 09:00")
    made = await lists(rig, "teacher", "Nguyễn Văn An", "5/9/2010")
    async with acting(rig, COMMUNE) as tx:
        await reject(tx, code=made, why="Gia đình không khó khăn")
    return made


async def objects(rig: Rig, code: str, who: str = "teacher") -> str:
    async with acting(rig, who) as tx:
        return await appeal(tx, code=code, about="rejected", words=WORDS)


async def test_the_window_closes_at_the_plans_hour(rig: Rig, code: str) -> None:
    hours = rig.plan.students.objection_hours if rig.plan.students else 0
    rig.clock.moment += timedelta(hours=hours, minutes=-1)
    async with acting(rig, "teacher") as tx:
        [one] = await my_objectionables(tx)
        assert one.code == code
        assert await my_objectionables(tx, code=code) == [one]
    rig.clock.moment += timedelta(minutes=1)
    async with acting(rig, "teacher") as tx:
        assert await my_objectionables(tx) == []
    with pytest.raises(Refused):
        await objects(rig, code)


async def test_only_its_own_school_objects_once(rig: Rig, code: str) -> None:
    for who in ("teacher-kim-bai", COMMUNE, "accountant"):
        with pytest.raises(Refused):
            await objects(rig, code, who)
    await objects(rig, code)
    with pytest.raises(Refused):
        await objects(rig, code)
    assert "khiếu nại về" in rig.heard(COMMUNE)[-1].text


async def test_only_whoever_decided_or_the_organiser_answers_and_once(rig: Rig, code: str) -> None:
    await objects(rig, code)
    async with acting(rig, "reviewer-office") as tx:
        assert await next_appeal(tx) is None
    async with acting(rig, COMMUNE) as tx:
        seen = await next_appeal(tx)
        assert seen is not None
        assert (seen.words, seen.reason, seen.left) == (WORDS, "Gia đình không khó khăn", 0)
    async with acting(rig, "reviewer-office") as tx:
        with pytest.raises(Refused):
            await answer_appeal(tx, number=seen.number, upheld=True, words="Được")
    rig.heard("teacher")
    async with acting(rig, "manager") as tx:
        await answer_appeal(tx, number=seen.number, upheld=False, words="Xã đã xem kỹ rồi")
    assert "Xã đã xem kỹ rồi" in rig.heard("teacher")[-1].text
    with pytest.raises(Refused):
        async with acting(rig, COMMUNE) as tx:
            await answer_appeal(tx, number=seen.number, upheld=True, words="Đúng là hộ nghèo")
    with pytest.raises(Refused):  # nor is it objected to a second time
        await objects(rig, code)


async def test_one_that_is_right_puts_the_entry_before_its_step_again(rig: Rig, code: str) -> None:
    await objects(rig, code)
    async with acting(rig, COMMUNE) as tx:
        seen = await next_appeal(tx)
        assert seen is not None
        await answer_appeal(tx, number=seen.number, upheld=True, words="Đúng là hộ nghèo")
    [row] = await rig.rows(select(students))
    assert (row.status, row.step, row.reason) == ("listed", "commune", None)
    rig.clock.moment += timedelta(minutes=1)
    async with acting(rig, COMMUNE) as tx:
        await reject(tx, code=code, why="Em đã chuyển trường")
    await objects(rig, code)  # to another decision, which is another matter


async def test_another_subject_enters_what_may_be_objected_to(
    rig: Rig, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_windows", dict(module._windows))

    @objectionable("order")
    async def window(tx: World, row: EntrySeen) -> ObjectionTime | None:
        return ObjectionTime(tx.now, tx.now + timedelta(hours=1)) if row.status == "approved" else None

    async with rig.work() as work:
        await work.execute(update(students).values(status="approved", reason=None))
    async with acting(rig, "teacher") as tx:
        [one] = await my_objectionables(tx, code=code)
        assert one.about == "order"
        await appeal(tx, code=code, about="order", words=WORDS)
    async with acting(rig, COMMUNE) as tx:
        assert await next_appeal(tx) is None, "the organiser answers for the order"
    async with acting(rig, "coordinator") as tx:
        seen = await next_appeal(tx)
        assert seen is not None
        await answer_appeal(tx, number=seen.number, upheld=True, words="Sẽ xếp lại")
    assert [row.status for row in await rig.rows(select(students))] == ["approved"]


async def test_what_was_said_goes_with_the_particulars(rig: Rig, code: str) -> None:
    await objects(rig, code)
    async with acting(rig, COMMUNE) as tx:
        seen = await next_appeal(tx)
        assert seen is not None
        await answer_appeal(tx, number=seen.number, upheld=True, words="Đúng là hộ nghèo")
    async with acting(rig, "teacher") as tx:
        await withdraw(tx, code=code)
    assert [(row.words, row.answer) for row in await rig.rows(select(appeals))] == [("", "")]
