"""Two entries of one child: certain ones, likely ones, twins; merged by whoever sees both, and taken apart again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.chat.phrase import given
from bot.chat.words import Refused
from bot.programme.students import doubles as doubles_module
from bot.programme.students import probing
from bot.programme.students.correcting import change
from bot.programme.students.doubles import (
    UNDO,
    Merged,
    before_merging,
    doubles_seen,
    merge,
    mergeable,
    tell_apart,
    unmerge,
)
from bot.programme.students.reviewing import approve
from bot.programme.students.students import counts, withdraw
from bot.programme.world import World
from bot.storage.rows.students import StoredStudent
from bot.storage.tables import doubles, students
from tests.support.books import acting
from tests.support.listed import lists
from tests.support.rig import Rig

AN = ("Nguyễn Văn An", "5/9/2010")
BARE = ("Nguyen Van An", "5/9/2010")
COMMUNE, OFFICE = "reviewer-commune", "reviewer-office"


@pytest.fixture(autouse=True)
async def begun(rig: Rig) -> None:
    await rig.move("2021-09-27 09:00")


async def lacks_a_line_alone(rig: Rig, code: str) -> None:
    """As in a drive that helps with connections, too."""
    async with rig.work() as work:
        await work.execute(update(students).where(students.c.code == code).values(needs_device=False, needs_line=True))


async def row_of(rig: Rig, code: str) -> StoredStudent:
    row: StoredStudent
    [row] = await rig.rows(select(students).where(students.c.code == code))
    return row


async def test_the_reviewer_sees_both_entries_and_the_school_neither_likeness_nor_child(rig: Rig) -> None:
    here = await lists(rig, "teacher", *AN, phone="0900000401")
    there = await lists(rig, "teacher-kim-bai", *BARE, phone="0900000401")
    async with acting(rig, OFFICE) as tx:
        [seen] = await doubles_seen(tx, code=there)
        assert (seen.code, seen.name, seen.school, seen.later, seen.certain) == (
            here, "Nguyễn Văn An", "Trường THCS Cao Viên", False, False
        )  # fmt: skip
        [back] = await doubles_seen(tx, code=here)
        assert (back.code, back.later) == (there, True)
    async with acting(rig, COMMUNE) as tx:  # sees the schools of the commune alone
        [seen] = await doubles_seen(tx, code=here)
        assert (seen.code, seen.name, seen.birth) == ("", "", None)
        with pytest.raises(Refused):
            await mergeable(tx, code=there)
        with pytest.raises(Refused):
            await merge(tx, keep=here, gone=there)
    async with acting(rig, "teacher") as tx:
        with pytest.raises(Refused):
            await mergeable(tx, code=here)
    said = await rig.says("teacher", f"/student_way {here}")
    assert "Có thể trùng" not in said[-1].text


async def test_merging_unites_what_is_lacked_and_the_undo_restores_it(rig: Rig) -> None:
    one = await lists(rig, "teacher", *AN)
    other = await lists(rig, "teacher-kim-bai", *BARE)
    await lacks_a_line_alone(rig, other)
    async with acting(rig, OFFICE) as tx:
        assert await counts(tx) == (2, 1, 1)
        assert await merge(tx, keep=one, gone=other) == Merged(one, other)
        assert await counts(tx) == (1, 1, 1)
        assert await doubles_seen(tx, code=one) == []
        with pytest.raises(Refused):
            await merge(tx, keep=one, gone=other)
    assert (await row_of(rig, other)).status == "merged"
    assert "trùng với một hồ sơ đã có" in rig.heard("teacher-kim-bai")[-1].text
    async with acting(rig, OFFICE) as tx:
        assert await unmerge(tx, gone=other) == Merged(one, other)
        assert await counts(tx) == (2, 1, 1)
        [seen] = await doubles_seen(tx, code=one)
        assert seen.code == other
    kept, gone = await row_of(rig, one), await row_of(rig, other)
    assert (kept.needs_device, kept.needs_line, gone.status, gone.step) == (True, False, "listed", "commune")


async def test_what_nobody_approved_is_not_added_to_an_approved_entry(rig: Rig) -> None:
    one = await lists(rig, "teacher", *AN)
    other = await lists(rig, "teacher", *BARE)
    await lacks_a_line_alone(rig, other)
    async with rig.work() as work:
        await work.execute(update(students).where(students.c.code == one).values(status="approved"))
    async with acting(rig, COMMUNE) as tx:
        with pytest.raises(Refused):
            await merge(tx, keep=other, gone=one)
        assert await merge(tx, keep=one, gone=other) == Merged(one, other, whole=False)
    assert not (await row_of(rig, one)).needs_line


async def test_the_later_of_two_that_are_certainly_one_is_not_approved(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probing, "A_DAY", 0)  # so that nobody is told, and the second one comes in
    one = await lists(rig, "teacher", *AN, phone="0900000401")
    other = await lists(rig, "teacher-kim-bai", *AN, phone="0900000401")
    async with rig.work() as work:
        await work.execute(update(students).values(step="offices"))
    async with acting(rig, OFFICE) as tx:
        [seen] = await doubles_seen(tx, code=other)
        assert seen.certain
        with pytest.raises(Refused):
            await approve(tx, code=other)
        assert (await approve(tx, code=one)).status == "listed"
    async with acting(rig, "teacher") as tx:
        await withdraw(tx, code=one)
    async with acting(rig, OFFICE) as tx:
        assert (await approve(tx, code=other)).status == "listed", "what is taken off stands in nobody's way"


async def test_twins_and_what_was_told_apart_are_asked_about_no_more(rig: Rig) -> None:
    one = await lists(rig, "teacher", "Nguyễn Văn An", "5/9/2010", phone="0900000401")
    twin = await lists(rig, "teacher", "Nguyễn Văn Anh", "5/9/2010", phone="0900000401")
    other = await lists(rig, "teacher", *BARE, phone="0900000401")
    async with acting(rig, COMMUNE) as tx:
        assert await doubles_seen(tx, code=twin) == []
        assert [seen.code for seen in await doubles_seen(tx, code=other)] == [one]
        await tell_apart(tx, one=one, other=other)
        assert await doubles_seen(tx, code=other) == []
        await merge(tx, keep=one, gone=twin)  # found by nobody but a reviewer
        await unmerge(tx, gone=twin)


async def test_whatever_hangs_on_an_entry_keeps_it_from_going_into_another(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doubles_module, "_objections", [])
    one, other = await lists(rig, "teacher", *AN), await lists(rig, "teacher", *BARE)
    asked = []

    @before_merging
    async def holds(tx: World, student: int) -> None:
        asked.append(student)
        raise Refused(given("something hangs on it"))

    async with acting(rig, COMMUNE) as tx:
        with pytest.raises(Refused):
            await merge(tx, keep=one, gone=other)
    assert asked == [(await row_of(rig, other)).id]
    assert [row.state for row in await rig.rows(select(doubles))] == ["open"]


async def test_after_some_days_what_was_merged_is_forgotten(rig: Rig) -> None:
    one, other = await lists(rig, "teacher", *AN), await lists(rig, "teacher", *BARE)
    async with acting(rig, COMMUNE) as tx:
        await merge(tx, keep=one, gone=other)
    await rig.move("2021-10-04 08:00")
    assert (await row_of(rig, other)).secret
    await rig.move((rig.clock() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M"))
    assert rig.clock() - UNDO > (await rig.rows(select(doubles)))[0].settled_at
    assert not (await row_of(rig, other)).secret
    assert (await row_of(rig, one)).secret
    async with acting(rig, COMMUNE) as tx:
        with pytest.raises(Refused):
            await unmerge(tx, gone=other)


async def test_by_hand_in_the_chat(rig: Rig) -> None:
    one, other = await lists(rig, "teacher", *AN), await lists(rig, "teacher", "Lê Thị Bưởi", "1/2/2010")
    await rig.says(COMMUNE, "/gophocsinh")
    await rig.says(COMMUNE, one)
    [question] = await rig.says(COMMUNE, other)
    assert "Lê Thị Bưởi" in question.text
    said = await rig.press(COMMUNE, "🔗 Một em, gộp lại")
    assert "nay là một" in said[-1].text
    assert (await row_of(rig, other)).status == "merged"


async def test_a_correction_makes_and_unmakes_a_pair(rig: Rig) -> None:
    one = await lists(rig, "teacher", *AN)
    other = await lists(rig, "teacher", "Nguyễn Văn Bình", "5/9/2010")
    async with acting(rig, COMMUNE) as tx:
        assert await doubles_seen(tx, code=other) == []
    async with acting(rig, "teacher") as tx:
        await change(tx, code=other, what="name", value="Nguyen Van An", another_child=True)
    async with acting(rig, COMMUNE) as tx:
        assert [seen.code for seen in await doubles_seen(tx, code=other)] == [one]
    async with acting(rig, "teacher") as tx:
        await change(tx, code=other, what="name", value="Nguyễn Văn Bình", another_child=True)
    async with acting(rig, COMMUNE) as tx:
        assert await doubles_seen(tx, code=other) == []
