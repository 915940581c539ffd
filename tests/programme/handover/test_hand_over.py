"""A hand-over: once, by the right code, with the right device, and seen by nobody whom it does not concern."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot.chat.words import Refused
from bot.programme.devices.reception import my_receptions
from bot.programme.giving import pledges
from bot.programme.handover import batches, hand_over, papers
from bot.programme.handover.carried import Carried, carried
from bot.programme.handover.slip_codes import MOST_TRIES, slip_code
from bot.programme.students.trail import trail_of
from bot.storage.tables import allocations, deliveries, devices, entries, student_events, students
from tests.support.allotted import decided
from tests.support.books import acting
from tests.support.rig import Rig, said

pytestmark = pytest.mark.usefixtures("rig")


async def prepares(rig: Rig, who: str = "coordinator") -> list[batches.Batch]:
    """Batches of everything that waits at somebody's reception."""
    async with acting(rig, who) as tx:
        unit = (await my_receptions(tx))[0].unit
        return [
            await batches.prepare(tx, unit=unit, school=one.school) for one in await batches.to_prepare(tx, unit=unit)
        ]


async def all_things(rig: Rig) -> list[Carried]:
    async with acting(rig, "coordinator") as tx:
        return await carried(tx)


async def digits_of(rig: Rig, row: Carried) -> str:
    async with acting(rig, "coordinator") as tx:
        return slip_code(tx, row.batch_id, row.student_id, row.draw)


async def hands(rig: Rig, what: str, digits: str, who: str = "teacher") -> hand_over.HandedOver:
    async with acting(rig, who) as tx:
        return await hand_over.hand_over(tx, what=what, digits=digits)


async def states(rig: Rig) -> list[Any]:
    mine = select(allocations.c.need, allocations.c.status).order_by(allocations.c.id)
    return [tuple(row) for row in await rig.rows(mine)]


async def test_device_and_connection_go_together_with_one_code(rig: Rig) -> None:
    [code] = await decided(rig, line=True)
    [made] = await prepares(rig)
    assert (made.number, made.students, made.things, made.handed) == (1, 1, 2, 0)
    device, sim = await all_things(rig)
    digits = await digits_of(rig, device)
    assert digits == await digits_of(rig, sim)
    for what in (code, sim.tag):
        with pytest.raises(Refused, match="scan the device's label"):
            await hands(rig, what or "", digits)
    done = await hands(rig, device.tag or "", digits)
    assert (done.state, [one.tag for one in done.things]) == ("done", [device.tag, sim.tag])
    assert await states(rig) == [("device", "handed_over"), ("line", "handed_over")]
    assert {row.status for row in await rig.rows(select(devices.c.status))} == {"handed_over"}
    again = await hands(rig, sim.tag or "", "0000")
    assert (again.state, again.by) == ("again", "Cô Phạm Thị Mẫu")
    async with acting(rig, "coordinator") as tx:
        student = await tx.work.one(select(students.c.id).where(students.c.code == code))
        trail = [one.what for one in await trail_of(tx, student.id)]
    assert trail == ["in_batch", "handed_over"]


async def test_a_second_batch_has_only_what_is_new(rig: Rig) -> None:
    await decided(rig)
    assert [one.number for one in await prepares(rig)] == [1]
    assert await prepares(rig) == []
    await decided(rig)
    assert [(one.number, one.things) for one in await prepares(rig)] == [(2, 1)]
    first, second = await all_things(rig)
    assert await digits_of(rig, first) == await digits_of(rig, first)
    assert (first.batch_id, second.batch_id) == (min(first.batch_id, second.batch_id), second.batch_id)


async def test_wrong_codes_are_few_and_another_one_opens_again(rig: Rig) -> None:
    await decided(rig)
    await prepares(rig)
    [row] = await all_things(rig)
    right = await digits_of(rig, row)
    wrong = f"{(int(right) + 1) % 10_000:04}"
    rig.heard("manager")
    outcomes = [await hands(rig, row.tag or "", wrong) for _try in range(MOST_TRIES)]
    assert [(one.state, one.tries) for one in outcomes] == [*(("wrong", n) for n in (4, 3, 2, 1)), ("locked", 0)]
    assert (await hands(rig, row.tag or "", right)).state == "locked"
    assert "sai quá nhiều lần" in said(rig.heard("manager"))[-1]
    async with acting(rig, "teacher") as tx:
        with pytest.raises(Refused, match="invitation"):
            await batches.draw_again(tx, code=row.code)
    async with acting(rig, "coordinator") as tx:
        fresh = await batches.draw_again(tx, code=row.code)
    assert (await hands(rig, row.tag or "", fresh)).state == "done"
    async with acting(rig, "coordinator") as tx:
        with pytest.raises(Refused, match="already"):
            await batches.draw_again(tx, code=row.code)


async def test_the_database_holds_no_code(rig: Rig) -> None:
    await decided(rig)
    await prepares(rig)
    [row] = await all_things(rig)
    [kept] = await rig.rows(select(deliveries))
    assert await digits_of(rig, row) not in [str(value) for value in kept]


async def test_papers_go_through_no_other_messenger(rig: Rig) -> None:
    await decided(rig, 2)
    await prepares(rig)
    async with acting(rig, "coordinator") as tx:
        assert await papers.papers_here(tx)
        record = await papers.record_paper(tx, number=1)
        slips = await papers.slips_paper(tx, number=1)
        assert [len(record["items"]), len(slips["slips"])] == [2, 2]
        digits = [one["digits"] for one in slips["slips"]]
        assert not {cell for cells in record["items"] for cell in cells} & set(digits)
        tx.actor.channel = "telegram"
        assert not await papers.papers_here(tx)
    async with acting(rig, "teacher") as tx:
        with pytest.raises(Refused):
            await papers.slips_paper(tx, number=1)


async def test_what_is_not_decided_any_more_is_not_handed_over(rig: Rig) -> None:
    await decided(rig)
    await prepares(rig)
    [row] = await all_things(rig)
    async with acting(rig, "coordinator") as tx:
        ended = {"status": "ended", "ended_at": tx.now, "end_reason": "moved"}
        await tx.work.execute(allocations.update().values(**ended))
    with pytest.raises(Refused, match="Nothing is being handed over"):
        await hands(rig, row.tag or "", await digits_of(rig, row))
    with pytest.raises(Refused, match="any more"):
        await hands(rig, row.code, await digits_of(rig, row))
    async with acting(rig, "coordinator") as tx:
        assert (await batches.batch_seen(tx, number=1)).things == 0


async def test_the_givers_card_goes_on_and_names_only_the_school(rig: Rig) -> None:
    await rig.says("giver", "/start")
    async with acting(rig, "giver") as tx:
        delivery = pledges.Delivery("bring", place="mttq-thanh-oai")
        goods = [pledges.PledgedGoods("tablet", 1)]
        made = await pledges.add_device_pledge(tx, goods=goods, delivery=delivery, donor="self", name="Tâm", unit=None)
    [code] = await decided(rig, gift=made.code)
    await prepares(rig)
    [row] = await all_things(rig)
    rig.heard("giver")
    await hands(rig, row.tag or "", await digits_of(rig, row))
    told = "\n".join(said(rig.heard("giver")))
    assert "Trường THCS Cao Viên" in told
    for hidden in (code, code[2:], row.tag or "", "Nguyễn Văn Thử", "7A"):
        assert hidden not in told
    [told_entry] = await rig.rows(select(entries.c.reason).where(entries.c.about == row.tag))
    assert told_entry.reason.endswith("Trường THCS Cao Viên: đã trao cho học sinh")
    assert [event.what for event in await rig.rows(select(student_events).order_by(student_events.c.id))] == [
        "in_batch", "handed_over"
    ]  # fmt: skip
