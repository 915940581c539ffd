"""The questions after a hand-over: when they come, who may answer, and what follows from each answer."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from bot.chat.words import Refused
from bot.programme.devices import repairs
from bot.programme.handover import follow_ups
from bot.storage.tables import allocations, devices, reminders, roles, students, units
from bot.storage.tables import follow_ups as asked
from tests.programme.handover.test_hand_over import all_things, digits_of, hands, prepares, states
from tests.support.allotted import decided
from tests.support.books import acting
from tests.support.rig import Rig, said

pytestmark = pytest.mark.usefixtures("rig")


async def handed(rig: Rig, how_many: int = 1, *, line: bool = False) -> None:
    await decided(rig, how_many, line=line)
    await prepares(rig)
    for row in await all_things(rig):
        if row.need == "device":
            assert (await hands(rig, row.tag or "", await digits_of(rig, row))).state == "done"


async def answers(rig: Rig, said: str, day: int = 0, who: str = "teacher") -> follow_ups.Answered:
    [row] = await rig.rows(select(asked.c.id).where(asked.c.day == day))
    async with acting(rig, who) as tx:
        return await follow_ups.answer(tx, question=row.id, said=said)


async def device(rig: Rig) -> Any:
    [row] = await rig.rows(
        select(devices.c.status, devices.c.verdict, units.c.key).join(units, units.c.id == devices.c.holder_id)
    )
    return tuple(row)


async def test_each_thing_is_asked_about_on_its_days_and_twice_at_most(rig: Rig) -> None:
    await rig.move("2021-09-30 09:00")
    await handed(rig, 3)
    rig.heard("teacher")
    heard = []
    for day in ("2021-10-01", "2021-10-02", "2021-10-04", "2021-10-05", "2021-10-09", "2021-10-14", "2021-10-17"):
        await rig.move(f"{day} 17:00")
        heard.append([text for text in said(rig.heard("teacher")) if "HS-" in text])
    assert [len(texts) for texts in heard] == [0, 1, 0, 1, 0, 1, 1]
    assert "buổi đầu tiên" in heard[1][0]
    assert "2 em nữa" in heard[1][0]
    assert "14 ngày" in heard[5][0]
    assert {
        row.state for row in await rig.rows(select(reminders.c.state).where(reminders.c.about.startswith("follow_up")))
    } == {"sent"}


async def test_what_an_outage_delayed_is_asked_once_about_the_latest_day(rig: Rig) -> None:
    await rig.move("2021-09-30 09:00")
    await handed(rig)
    rig.heard("teacher")
    await rig.app.stop()
    rig.clock.moment = rig._moment("2021-11-30 17:00")
    await rig._open()
    await rig.move("2021-11-30 17:05")
    told = [text for text in said(rig.heard("teacher")) if "HS-" in text]
    assert len(told) == 1
    assert "60 ngày" in told[0]


async def test_a_connection_that_came_with_the_device_is_in_use_with_it(rig: Rig) -> None:
    await handed(rig, line=True)
    assert len(await rig.rows(select(asked.c.id))) == 3  # about the device alone
    await answers(rig, "in_use")
    assert await states(rig) == [("device", "in_use"), ("line", "in_use")]
    assert {row.status for row in await rig.rows(select(devices.c.status))} == {"in_use"}


async def test_broken_lies_at_the_reception_for_a_repair_and_comes_back(rig: Rig) -> None:
    await handed(rig)
    await answers(rig, "in_use")
    rig.heard("coordinator")
    await answers(rig, "broken", 14)
    assert await device(rig) == ("repair", "repair", "mttq-thanh-oai")
    assert await states(rig) == [("device", "handed_over")]
    assert "bị hỏng" in said(rig.heard("coordinator"))[-1]
    await answers(rig, "in_use", 14)
    assert await device(rig) == ("in_use", "usable", "thcs-cao-vien")
    assert await states(rig) == [("device", "in_use")]


async def test_what_is_repaired_goes_back_to_its_student(rig: Rig) -> None:
    await handed(rig)
    await answers(rig, "broken")
    [row] = await rig.rows(select(devices.c.tag))
    rig.heard("teacher")
    async with acting(rig, "coordinator") as tx:
        await repairs.take_on(tx, tag=row.tag, broken="màn hình vỡ")
        assert await repairs.finish_repair(tx, tag=row.tag, parts="màn hình", cost=300_000, minutes=40) == "matched"
    assert (await device(rig))[0] == "matched"
    await rig.press("teacher", "✅ Đang dùng")
    assert await device(rig) == ("in_use", "usable", "thcs-cao-vien")
    assert await states(rig) == [("device", "in_use")]


async def test_what_cannot_be_repaired_ends_what_was_bound(rig: Rig) -> None:
    await handed(rig)
    await answers(rig, "broken")
    [row] = await rig.rows(select(devices.c.tag))
    async with acting(rig, "coordinator") as tx:
        await repairs.take_on(tx, tag=row.tag, broken="cháy bo mạch")
        await repairs.give_up_repair(tx, tag=row.tag, why="beyond", recycle=False)
    assert "không sửa được" in said(rig.heard("teacher"))[-1]
    [bound] = await rig.rows(select(allocations.c.status, allocations.c.end_reason))
    assert tuple(bound) == ("ended", "broken")
    assert (await device(rig))[0] == "parts"


async def test_without_a_connection_the_student_waits_for_one(rig: Rig) -> None:
    await handed(rig)
    await answers(rig, "no_line")
    [row] = await rig.rows(select(students.c.needs_line))
    assert row.needs_line
    assert await states(rig) == [("device", "handed_over")]


async def test_a_loss_is_asked_about_once_more_and_ends_it(rig: Rig) -> None:
    await handed(rig)
    await answers(rig, "in_use")
    assert not (await answers(rig, "lost", 14)).sure
    assert await states(rig) == [("device", "in_use")]
    assert (await answers(rig, "lost_for_good", 14)).sure
    [row] = await rig.rows(select(allocations.c.status, allocations.c.end_reason))
    assert tuple(row) == ("ended", "lost")
    assert (await device(rig))[0] == "handed_over"
    with pytest.raises(Refused, match="settled"):
        await answers(rig, "in_use", 60)
    await rig.move("2021-12-20 17:00")
    assert not [text for text in said(rig.heard("teacher")) if "60 ngày" in text]


async def test_only_the_school_and_the_organiser_answer(rig: Rig) -> None:
    await handed(rig)
    for who in ("donor", "contact-cao-vien"):
        await rig.says(who, "/start")
        with pytest.raises(Refused, match="invitation"):
            await answers(rig, "in_use", who=who)
    with pytest.raises(Refused, match="one of the answers"):
        await answers(rig, "sold")
    await answers(rig, "moved", who="coordinator")


async def test_where_the_school_has_nobody_the_organiser_is_asked(rig: Rig) -> None:
    await rig.move("2021-09-30 09:00")
    await handed(rig)
    async with acting(rig, "coordinator") as tx:
        await tx.work.execute(update(roles).where(roles.c.role == "school_contact").values(ended_at=tx.now))
    rig.heard("coordinator")
    await rig.move("2021-10-02 17:00")
    assert [text for text in said(rig.heard("coordinator")) if "buổi đầu tiên" in text]
