"""A round from the open list to the decision, as everybody concerned lives it."""

from __future__ import annotations

from functools import partial

import msgspec
import pytest
from sqlalchemy import func, select

from bot.chat.words import Refused
from bot.programme.allocation import deciding, passing_on, proposing, rounds
from bot.programme.allocation.public_file import PublicRound, written
from bot.programme.allocation.public_rounds import public_round, public_rounds
from bot.programme.allocation.verifying import recompute
from bot.programme.allocation.without_line import without_line
from bot.programme.ledger import entries as ledger
from bot.storage.tables import allocation_rounds, allocations, devices, entries, students
from tests.support import stranger
from tests.support.books import acting
from tests.support.pupils import approved, ready
from tests.support.rig import Rig, said

pytestmark = pytest.mark.usefixtures("rig")


async def opens(rig: Rig, need: str = "device") -> None:
    async with acting(rig, "coordinator") as tx:
        await rounds.open_list(tx, need=need)


async def proposes(rig: Rig, need: str = "device", who: str = "coordinator") -> proposing.Proposal:
    async with acting(rig, who) as tx:
        return await proposing.propose(tx, need=need)


async def published(rig: Rig, name: str = "device-1") -> PublicRound:
    found = await rig.app.ask(partial(public_round, name=name))
    assert found is not None
    assert recompute(found).faults == []
    assert stranger.complaints(written(found)) == []
    return found


async def test_from_the_open_list_to_the_decision(rig: Rig) -> None:
    await opens(rig)
    [open_one] = await rig.app.ask(public_rounds)
    assert (open_one.state, open_one.secret, open_one.mark) == ("open", "", "")
    poor, near = await approved(rig, 2), await approved(rig, 2, household="near-poor", at="2021-09-23 10:00")
    tags = await ready(rig, "tablet", 3)
    rig.heard("teacher"), rig.heard("manager")
    made = await proposes(rig)
    assert (made.name, made.tally.places, made.tally.given, made.tally.overrides) == ("device-1", 4, 3, 0)
    [told] = said(rig.heard("teacher"))
    assert "4 em" in told
    assert all(code[-3:] in told for code in (*poor, *near))
    [asked] = said(rig.heard("manager"))
    assert "người thứ hai" in asked
    found = await published(rig)
    assert found.secret_hash == open_one.secret_hash
    assert [one.household for one in found.places] == ["poor", "poor", "near-poor", "near-poor"]
    assert [one.decision for one in found.places] == ["proposed"] * 3 + ["waiting"]
    [closing] = await rig.rows(select(entries).where(entries.c.sort == "list_closed"))
    assert (closing.number, closing.hash.hex()) == (found.mark_number, found.mark)
    assert found.list_hash in closing.reason
    [opening] = await rig.rows(select(entries).where(entries.c.sort == "list_opened"))
    assert opening.number < closing.number
    assert found.secret_hash in opening.reason
    assert (await rig.app.ask(ledger.verify)).whole

    for who, why in (("manager", "until"), ("teacher", "invitation")):
        async with acting(rig, who) as tx:
            with pytest.raises(Refused, match=why):
                await deciding.decide(tx, round=made.round)
    await rig.move("2021-09-29 10:00")
    async with acting(rig, "coordinator") as tx:
        with pytest.raises(Refused, match="second person"):
            await deciding.decide(tx, round=made.round)
    async with acting(rig, "manager") as tx:
        await deciding.decide(tx, round=made.round)
    assert "3 em" in said(rig.heard("teacher"))[-1]
    found = await published(rig)
    assert [one.decision for one in found.places] == ["given"] * 3 + ["waiting"]
    assert len({one.proof for one in found.places if one.proof}) == 3
    states = await rig.rows(select(devices.c.tag, devices.c.status))
    assert sorted(tuple(row) for row in states) == sorted((tag, "matched") for tag in tags)
    states = await rig.rows(select(allocation_rounds.c.status).order_by(allocation_rounds.c.id))
    assert [row.status for row in states] == ["decided", "open"]
    async with acting(rig, "manager") as tx:
        with pytest.raises(Refused, match="settled"):
            await deciding.decide(tx, round=made.round)


async def test_a_list_that_was_never_open_is_not_closed(rig: Rig) -> None:
    await approved(rig)
    await ready(rig, "tablet")
    with pytest.raises(Refused, match="not open yet"):
        await proposes(rig)
    await opens(rig)
    with pytest.raises(Refused, match="invitation"):
        await proposes(rig, who="teacher")
    await proposes(rig)
    with pytest.raises(Refused, match="decided first"):
        await proposes(rig)


async def test_nothing_is_closed_for_nothing(rig: Rig) -> None:
    await opens(rig)
    with pytest.raises(Refused, match="No approved pupil"):
        await proposes(rig)
    await approved(rig)
    with pytest.raises(Refused, match="nothing ready"):
        await proposes(rig)
    assert [one.state for one in await rig.app.ask(public_rounds)] == ["open"]


async def test_the_clock_opens_a_list_once_somebody_is_approved(rig: Rig) -> None:
    await rig.move("2021-09-28 06:00")
    assert await rig.app.ask(public_rounds) == []
    await approved(rig)
    await rig.move("2021-09-30 06:00")
    assert [one.round for one in await rig.app.ask(public_rounds)] == ["device-1"]


async def test_what_has_gone_since_is_matched_again_in_the_same_order(rig: Rig) -> None:
    await opens(rig)
    await approved(rig, 3)
    first, second = await ready(rig, "tablet", 2)
    made = await proposes(rig)
    before = await published(rig)
    await rig.move("2021-09-29 10:00")
    async with acting(rig, "coordinator") as tx:
        await tx.work.execute(devices.update().where(devices.c.tag == first).values(status="withdrawn"))
    async with acting(rig, "manager") as tx:
        with pytest.raises(Refused, match="match it again"):
            await deciding.decide(tx, round=made.round)
    async with acting(rig, "coordinator") as tx:
        again = await proposing.match_again(tx, round=made.round)
    assert again.tally.given == 1
    after = await published(rig)
    assert [one.slot for one in after.places] == [one.slot for one in before.places]
    assert [one.decision for one in after.places] == ["proposed", "waiting", "waiting"]
    async with acting(rig, "manager") as tx:
        await deciding.decide(tx, round=made.round)
    [row] = await rig.rows(select(devices.c.tag).where(devices.c.status == "matched"))
    assert row.tag == second


async def test_a_student_who_has_left_the_list_makes_room(rig: Rig) -> None:
    await opens(rig)
    await approved(rig, 2)
    await ready(rig, "tablet")
    made = await proposes(rig)
    found = await published(rig)
    assert [one.decision for one in found.places] == ["proposed", "waiting"]
    async with acting(rig, "coordinator") as tx:
        first = students.c.slot == found.places[0].slot
        await tx.work.execute(students.update().where(first).values(status="withdrawn"))
        await proposing.match_again(tx, round=made.round)
    assert [one.decision for one in (await published(rig)).places] == ["gone", "proposed"]


async def test_out_of_order_takes_a_reason_which_is_public(rig: Rig) -> None:
    await opens(rig)
    await approved(rig, 2)
    [last] = await approved(rig, 1, household="hardship")
    await ready(rig, "tablet", 2)
    made = await proposes(rig)
    assert [one.decision for one in (await published(rig)).places] == ["proposed", "proposed", "waiting"]
    async with acting(rig, "coordinator") as tx:
        with pytest.raises(Refused, match="few words"):
            await proposing.override(tx, round=made.round, code=last, reason="urgent", words="")
        with pytest.raises(Refused, match="few words"):
            await proposing.override(tx, round=made.round, code=last, reason="nephew", words="cháu của tôi")
        changed = await proposing.override(tx, round=made.round, code=last, reason="urgent", words="Nhà em vừa cháy.")
    assert changed.tally.overrides == 1
    found = await published(rig)
    assert [one.decision for one in found.places] == ["proposed", "waiting", "proposed"]
    assert (found.places[2].way, found.places[2].reason) == ("override", "urgent")
    assert recompute(found).overrides == {"urgent": 1}
    assert "cháy" not in written(found)
    async with acting(rig, "coordinator") as tx:
        await proposing.undo_override(tx, round=made.round, code=last)
    assert [one.decision for one in (await published(rig)).places] == ["proposed", "proposed", "waiting"]


async def test_an_override_for_which_there_is_nothing_changes_nothing(rig: Rig) -> None:
    await opens(rig)
    [code] = await approved(rig)
    await ready(rig, "tablet")
    made = await proposes(rig)
    before = await rig.everything()
    async with acting(rig, "coordinator") as tx:
        with pytest.raises(Refused, match="nothing that could be given"):
            await proposing.override(
                tx, round=made.round, code=code, reason="kind", words="Cần máy tính để gõ bài.", item="computer"
            )
    assert await rig.everything() == before


async def test_a_cancelled_proposal_stays_public_and_binds_nothing(rig: Rig) -> None:
    await opens(rig)
    await approved(rig, 2)
    await ready(rig, "tablet")
    made = await proposes(rig)
    async with acting(rig, "coordinator") as tx:
        await deciding.cancel(tx, round=made.round, why="Danh sách của một trường còn thiếu.")
    assert [one.state for one in await rig.app.ask(public_rounds)] == ["open", "cancelled"]
    [[left]] = await rig.rows(select(func.count()).select_from(allocations).where(allocations.c.status != "ended"))
    assert left == 0
    again = await proposes(rig)
    assert again.name == "device-2"
    assert (await published(rig, "device-1")).state == "cancelled"


# --- once per pupil, local first, connections ---


async def decides(rig: Rig, made: proposing.Proposal) -> None:
    if made.objections_until > rig.clock():
        rig.clock.moment = made.objections_until
    async with acting(rig, "manager") as tx:
        await deciding.decide(tx, round=made.round)


async def lost(rig: Rig) -> None:
    """What was given is lost after it was handed over."""
    async with acting(rig, "coordinator") as tx:
        gone = {"status": "ended", "ended_at": tx.now, "end_reason": "lost"}
        await tx.work.execute(allocations.update().where(allocations.c.status == "decided").values(**gone))
        await tx.work.execute(devices.update().values(status="withdrawn"))


@pytest.mark.parametrize("once", [True, False])
async def test_whoever_has_had_one_is_helped_again_only_where_the_plan_says_so(rig: Rig, once: bool) -> None:
    await opens(rig)
    await approved(rig)
    await ready(rig, "tablet")
    await decides(rig, await proposes(rig))
    await lost(rig)
    await ready(rig, "tablet")
    assert rig.plan.students is not None
    rules = msgspec.structs.replace(rig.plan.students, once_per_pupil=once)
    rig.plan = msgspec.structs.replace(rig.plan, students=rules)
    if once:
        with pytest.raises(Refused, match="No approved pupil"):
            await proposes(rig)
    else:
        assert (await proposes(rig)).tally.given == 1


async def test_a_device_stays_in_its_commune_first_and_goes_further_then(rig: Rig) -> None:
    """A tablet that lies in Cao Viên goes to its own pupils, though one of Kim Bài stands before them."""
    await opens(rig)
    await approved(rig, 1, school="th-kim-bai", household="poor")
    await approved(rig, 1, school="th-cao-vien", household="hardship")
    await ready(rig, "tablet", at="cao-vien")
    made = await proposes(rig)
    found = await published(rig)
    assert [(one.household, one.decision, one.way) for one in found.places] == [
        ("poor", "waiting", ""),
        ("hardship", "proposed", "local"),
    ]
    assert made.tally.local == 1
    await ready(rig, "tablet", at="cao-vien")
    async with acting(rig, "coordinator") as tx:
        await proposing.match_again(tx, round=made.round)
    assert [one.decision for one in (await published(rig)).places] == ["proposed", "proposed"]


async def test_only_pupils_of_the_plan_s_areas_are_given_anything(rig: Rig) -> None:
    await opens(rig)
    await approved(rig, 1, school="thcs-cao-vien")
    await approved(rig, 1, school="th-kim-bai")
    await ready(rig, "tablet", 2)
    assert rig.plan.students is not None
    rules = msgspec.structs.replace(rig.plan.students, areas=("cao-vien",))
    rig.plan = msgspec.structs.replace(rig.plan, students=rules)
    assert (await proposes(rig)).tally.places == 1


async def test_what_suits_one_level_only_goes_to_that_level(rig: Rig) -> None:
    await opens(rig)
    await approved(rig, 1, school="th-cao-vien")
    await approved(rig, 1, school="thcs-cao-vien", household="hardship")
    await ready(rig, "computer")
    catalogue = [
        msgspec.structs.replace(item, levels=("lower_secondary",)) if item.key == "computer" else item
        for item in rig.plan.catalogue
    ]
    rig.plan = msgspec.structs.replace(rig.plan, catalogue=tuple(catalogue))
    rig.app.plans = {rig.plan.slug: rig.plan}
    await proposes(rig)
    found = await published(rig)
    assert [(one.level, one.decision) for one in found.places] == [
        ("primary", "waiting"),
        ("lower_secondary", "proposed"),
    ]
    assert [(one.item, one.levels) for one in found.things] == [("computer", ("lower_secondary",))]


async def test_a_device_without_a_line_is_drawn_into_the_queue_for_connections(rig: Rig) -> None:
    await opens(rig)
    await approved(rig, 2, line=True)
    await approved(rig, 1, line=True, device=False, household="hardship")
    await ready(rig, "tablet", 2)
    made = await proposes(rig)
    await decides(rig, made)
    async with acting(rig, "manager") as tx:
        queue = await without_line(tx)
    assert (queue.count, queue.free, queue.state) == (2, 0, "open"), "its list was opened by the decision"
    await ready(rig, "sim", 2)
    made = await proposes(rig, need="line")
    assert (made.tally.places, made.tally.given) == (3, 2)
    await decides(rig, made)
    async with acting(rig, "manager") as tx:
        assert (await without_line(tx)).count == 0
    assert [one.decision for one in (await published(rig, "line-1")).places] == ["given", "given", "waiting"]


# --- what comes by itself, and what changes afterwards ---


async def test_whoever_may_sign_is_reminded_in_the_morning_and_whoever_proposed_is_not(rig: Rig) -> None:
    await opens(rig)
    await approved(rig, 2)
    await ready(rig, "tablet")
    made = await proposes(rig)
    rig.heard("manager"), rig.heard("coordinator")
    await rig.move("2021-09-29 08:30")
    assert not any("Đợt 1" in text for text in said(rig.heard("manager"))), "there may still be objections"
    await rig.move("2021-09-30 08:30")
    assert any("Đợt 1" in text for text in said(rig.heard("manager")))
    assert not any("Đợt 1" in text for text in said(rig.heard("coordinator")))
    await decides(rig, made)
    [bound] = await rig.rows(select(allocations).where(allocations.c.status == "decided"))
    async with acting(rig, "coordinator") as tx:
        passed = await passing_on.pass_on(tx, allocation=bound.id, reason="moved")
    assert passed.code
    async with acting(rig, "coordinator") as tx:
        with pytest.raises(Refused, match="second person"):
            await passing_on.confirm(tx, allocation=passed.allocation)
    rig.heard("manager")
    await rig.move("2021-10-01 08:30")
    assert any("người thứ hai" in text for text in said(rig.heard("manager")))
    async with acting(rig, "manager") as tx:
        await passing_on.decline(tx, allocation=passed.allocation)
    await rig.move("2021-10-02 08:30")
    assert not any("người thứ hai" in text for text in said(rig.heard("manager")))
    found = await published(rig)
    assert sorted(one.decision for one in found.places) == ["ended", "waiting"]


async def test_another_thing_is_proposed_to_the_same_pupil_where_the_thing_has_gone(rig: Rig) -> None:
    await opens(rig)
    [code] = await approved(rig)
    await ready(rig, "tablet", 2)
    await decides(rig, await proposes(rig))
    [bound] = await rig.rows(select(allocations).where(allocations.c.status == "decided"))
    async with acting(rig, "coordinator") as tx:
        passed = await passing_on.pass_on(tx, allocation=bound.id, reason="thing_gone")
    assert passed.code == code
    async with acting(rig, "manager") as tx:
        await passing_on.confirm(tx, allocation=passed.allocation)
    [lies] = await rig.rows(select(devices.c.status).where(devices.c.id == bound.device_id))
    assert lies.status == "repair", "its keepers look at it; it is given to nobody before"
    [again] = await rig.rows(select(allocations).where(allocations.c.status == "decided"))
    assert (again.student_id, again.device_id != bound.device_id) == (bound.student_id, True)
    assert [one.decision for one in (await published(rig)).places] == ["given"]
