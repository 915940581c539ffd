"""Who reviews what: two parties, units without anybody, schools without a commune, units that have ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.chat.words import Refused
from bot.programme.students.passing import ReviewOutcome
from bot.programme.students.reviewers import review_parts, review_posts, vacant
from bot.programme.students.reviewing import approve, next_review, reject, return_
from bot.programme.students.reviewing_lists import approve_list, review_lists, review_page
from bot.programme.students.standing import entry_standing
from bot.programme.students.students import send_again
from bot.programme.students.trail import trail_of
from bot.storage.tables import approvals, students, units
from tests.support.books import acting
from tests.support.listed import lists
from tests.support.rig import Rig

AN = ("Nguyễn Văn An", "5/9/2010")
COMMUNE, OFFICE, OTHER = "reviewer-commune", "reviewer-office", "Phòng Lao động - Thương binh và Xã hội huyện"


@pytest.fixture(autouse=True)
async def begun(rig: Rig) -> None:
    await rig.move("2021-09-27 09:00")


async def agrees(rig: Rig, who: str, code: str) -> ReviewOutcome:
    async with acting(rig, who) as tx:
        return await approve(tx, code=code)


async def test_two_units_have_to_agree_and_each_is_told_of_the_other(rig: Rig) -> None:
    code = await lists(rig, "teacher", *AN)
    first = await agrees(rig, COMMUNE, code)
    assert (first.status, first.waits_for, first.vacant) == (
        "listed",
        ["Phòng Giáo dục và Đào tạo huyện", OTHER],
        [OTHER],
    )
    async with acting(rig, OFFICE) as tx:
        seen = await next_review(tx)
    assert seen is not None
    assert seen.others == [OTHER]
    second = await agrees(rig, OFFICE, code)
    assert (second.waits_for, second.vacant) == ([OTHER], [OTHER])
    with pytest.raises(Refused):  # once is enough
        await agrees(rig, OFFICE, code)


async def test_the_manager_acts_for_a_unit_without_anybody_and_it_shows(rig: Rig) -> None:
    code = await lists(rig, "teacher", *AN)
    await agrees(rig, COMMUNE, code)
    await agrees(rig, OFFICE, code)
    async with acting(rig, "manager") as tx:
        seen = await next_review(tx)
        assert seen is not None
        assert seen.in_place_of == OTHER
    done = await agrees(rig, "manager", code)
    assert (done.in_place_of, done.waits_for) == (OTHER, ["Ủy ban MTTQ Việt Nam huyện Thanh Oai"])
    async with acting(rig, "teacher") as tx:
        [row] = await tx.work.rows(select(students).where(students.c.code == code))
        trail = await trail_of(tx, row.id)
        standing = await entry_standing(tx, code=code)
    assert trail[-1].detail == {"step": "offices", "unit": OTHER, "in_place": "yes"}
    assert [(one.what, one.detail.get("in_place", "")) for one in standing.history][-1] == ("approved", "yes")


async def test_once_somebody_holds_the_role_the_manager_stands_in_no_more(rig: Rig) -> None:
    code = await lists(rig, "teacher", *AN)
    await agrees(rig, COMMUNE, code)
    await rig.says("lan", f"/start {await rig.invite('reviewer', 'phong-ldtbxh')}")
    async with acting(rig, "manager") as tx:
        assert OTHER not in [post.part.name for post in await review_posts(tx)]
    with pytest.raises(Refused):
        await agrees(rig, "manager", code)
    assert (await agrees(rig, "lan", code)).waits_for == ["Phòng Giáo dục và Đào tạo huyện"]


async def test_a_school_outside_every_commune_is_the_organisers(rig: Rig) -> None:
    async with rig.work() as work:
        district = await rig.unit(work, "thanh-oai")
        school = await rig.unit(work, "thcs-cao-vien")
        row = await work.one(select(units.c.path).where(units.c.id == district))
        moved = {"parent_id": district, "path": f"{row.path}{school}/"}
        await work.execute(update(units).where(units.c.id == school).values(**moved))
    code = await lists(rig, "teacher", *AN)
    with pytest.raises(Refused):
        await agrees(rig, COMMUNE, code)
    done = await agrees(rig, "manager", code)
    assert done.in_place_of == "Ủy ban MTTQ Việt Nam huyện Thanh Oai"
    assert done.waits_for[0] == "Phòng Giáo dục và Đào tạo huyện"


async def test_a_commune_that_has_ended_gives_way_to_its_successor(rig: Rig) -> None:
    code = await lists(rig, "teacher", *AN)
    async with rig.work() as work:
        ended, heir = await rig.unit(work, "cao-vien"), await rig.unit(work, "bich-hoa")
        yesterday = (rig.clock() - timedelta(days=1)).date().isoformat()
        change = update(units).where(units.c.id == ended)
        await work.execute(change.values(valid_to=yesterday, successor_id=heir))
    async with acting(rig, "teacher") as tx:
        assert [part.name for part in await review_parts(tx) if part.unit == ended] == []
        standing = await entry_standing(tx, code=code)
    assert [part.unit for part in standing.steps[0].parts] == ["Xã Bích Hòa"]
    await rig.says("lan", f"/start {await rig.invite('reviewer', 'bich-hoa')}")
    assert (await agrees(rig, "lan", code)).status == "listed"
    other = await lists(rig, "teacher", "Lê Thị Bưởi", "6/9/2010")
    assert (await agrees(rig, COMMUNE, other)).waits_for, "whoever reviewed for it before goes on"


async def test_what_was_agreed_before_counts_no_more_once_it_went_back(rig: Rig) -> None:
    code = await lists(rig, "teacher", *AN)
    await agrees(rig, COMMUNE, code)
    async with acting(rig, OFFICE) as tx:
        await return_(tx, code=code, why="Thiếu tên phụ huynh")
    async with acting(rig, "teacher") as tx:
        await send_again(tx, code=code)
    assert await rig.rows(select(approvals)) == []
    assert (await agrees(rig, COMMUNE, code)).status == "listed"


async def test_reasons_are_needed_and_kept(rig: Rig) -> None:
    code = await lists(rig, "teacher", *AN)
    async with acting(rig, COMMUNE) as tx:
        with pytest.raises(Refused):
            await reject(tx, code=code, why=" .. ")
        await reject(tx, code=code, why="  Gia đình   không khó khăn ")
    async with acting(rig, "teacher") as tx:
        assert (await entry_standing(tx, code=code)).reason == "Gia đình không khó khăn"


async def test_a_list_is_approved_as_it_was_shown_and_nothing_else(rig: Rig) -> None:
    mine = [await lists(rig, "teacher", f"Nguyễn Văn {name}", f"{day}/9/2010") for day, name in enumerate("ABCDE", 1)]
    foreign = await lists(rig, "teacher-kim-bai", "Lê Văn Xa", "1/1/2013")
    async with acting(rig, COMMUNE) as tx:
        [waiting] = await review_lists(tx)
        assert waiting.count == 5
        page = await review_page(tx, school=waiting.school, after=0, most=3)
        rest = await review_page(tx, school=waiting.school, after=page[-1].number, most=3)
        assert [row.code for row in page + rest] == mine
        await return_(tx, code=mine[0], why="Sai ngày sinh")
        done = await approve_list(tx, codes=[row.code for row in page] + [foreign])
    assert (done.agreed, done.stayed, done.approved) == (2, 2, 0)
    rows = {row.code: row.step for row in await rig.rows(select(students))}
    assert [rows[code] for code in (*mine, foreign)] == [
        "commune",
        "offices",
        "offices",
        "commune",
        "commune",
        "commune",
    ]


async def test_the_last_step_gives_each_a_name_of_its_own_in_public(rig: Rig) -> None:
    made = [await lists(rig, "teacher", f"Nguyễn Văn {name}", f"{day}/9/2010") for day, name in enumerate("ABC", 1)]
    for who in (COMMUNE, OFFICE, "manager", "coordinator", "official-city"):
        async with acting(rig, who) as tx:
            done = await approve_list(tx, codes=made)
    assert (done.agreed, done.approved) == (3, 3)
    rows = await rig.rows(select(students))
    assert {row.status for row in rows} == {"approved"}
    slots = {row.slot for row in rows}
    assert len(slots) == 3
    assert all(slot.startswith("SL") for slot in slots)
    assert not slots & set(made)


async def test_a_manager_reviews_nothing_but_what_would_wait_for_nobody(rig: Rig) -> None:
    async with acting(rig, "manager") as tx:
        there = len(await vacant(tx))
        assert there == len(await review_posts(tx))
        assert await next_review(tx) is None
    async with acting(rig, "accountant") as tx:
        with pytest.raises(Refused):
            await next_review(tx)
