"""Answers are corrected with what stood there before; what reviewers decide by is reviewed again; moves are agreed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select, update

from bot.chat.words import Refused
from bot.programme.codes import shown
from bot.programme.students.card import open_card
from bot.programme.students.correcting import change
from bot.programme.students.moving import ask_move, find_schools, move_terms, refuse_move, see_move, take_over
from bot.programme.students.reviewing import approve
from bot.programme.students.school_list import PAGE, my_students, school_page
from bot.programme.students.students import withdraw
from bot.storage.tables import approvals, student_events, student_moves, students
from tests.support.books import acting
from tests.support.entries import listed, lists, stored
from tests.support.rig import Rig

both_engines = pytest.mark.parametrize("rig", ["sqlite", "postgres"], indirect=True)
NAMES = ("Lê", "Trần", "Phạm", "Vũ", "Đỗ")


@pytest_asyncio.fixture
async def rig(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Rig]:
    engine = getattr(request, "param", "sqlite")
    async with Rig(tmp_path, start="2021-09-27 09:00", engine=engine) as made:
        made.language = "en"
        yield made


async def corrects(rig: Rig, code: str, what: str, value: str, *, another: bool = False) -> bool:
    """The teacher corrects an answer; whether it is reviewed anew."""
    async with acting(rig, "teacher") as tx:
        return (await change(tx, code=code, what=what, value=value, another_child=another)).anew


@pytest.mark.parametrize(
    ("what", "value", "anew"),
    [
        ("name", "Nguyễn Văn Ân", False),  # a tone mark
        ("name", "Nguyễn Văn Anh", True),
        ("birth", "2011-05-01", True),
        ("household", "near-poor", True),
        ("lack", "both", True),
        ("class_name", "7B", False),
        ("guardian", "Nguyễn Thị Bình", False),
        ("phone", "", False),
        ("child_consent", "paper", False),
    ],
)
async def test_what_reviewers_decide_by_goes_back_to_them(rig: Rig, what: str, value: str, anew: bool) -> None:
    code = await listed(rig)
    before = (await stored(rig, code)).step
    async with acting(rig, "reviewer-commune") as tx:
        await approve(tx, code=code)
    later = (await stored(rig, code)).step
    assert later != before
    assert await corrects(rig, code, what, value) is anew
    row = await stored(rig, code)
    assert (row.status, row.step) == ("listed", before if anew else later)
    assert bool(await rig.rows(select(approvals))) is not anew
    async with acting(rig, "teacher") as tx:
        [correction] = (await open_card(tx, code=code)).corrections
    assert (correction.what, correction.new) == (what, value)
    assert correction.old not in ("", value)
    assert correction.who == "Cô Phạm Thị Mẫu"


async def test_an_approved_entry_goes_back_and_a_returned_one_waits_for_its_school(rig: Rig) -> None:
    code = await listed(rig)
    for status, anew, after in (("approved", True, "listed"), ("returned", False, "returned")):
        async with rig.work() as work:
            await work.execute(update(students).values(status=status))
        assert await corrects(rig, code, "birth", f"2010-0{6 + anew}-01") is anew
        assert (await stored(rig, code)).status == after


@both_engines
async def test_a_corrected_entry_is_found_by_what_stands_there_now(rig: Rig) -> None:
    code = await listed(rig)
    await corrects(rig, code, "name", "Lê Hoàng Yến")
    assert await listed(rig)  # nobody is called so any more
    with pytest.raises(Refused, match="on the list already"):
        await corrects(rig, code, "name", "Nguyễn Văn An")
    with pytest.raises(Refused, match="on the list already"):  # the same to the letter, whatever is said
        await corrects(rig, code, "name", "Nguyễn Văn An", another=True)
    assert await corrects(rig, code, "name", "Nguyễn Văn Ân", another=True) is False  # not reviewed by anybody yet


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("name", "Nguyễn Văn An"),
        ("birth", "2002-01-01"),
        ("household", "rich"),
        ("lack", "line"),
        ("home", "7"),
        ("consent", "no"),
        ("secret", "x"),
        ("status", "approved"),
    ],
)
async def test_corrections_are_checked_like_entries(rig: Rig, what: str, value: str) -> None:
    code = await listed(rig)
    with pytest.raises(Refused):
        await corrects(rig, code, what, value)
    assert await rig.rows(select(student_events).where(student_events.c.what == "changed")) == []


@both_engines
async def test_the_trail_is_emptied_with_the_particulars_and_says_what_happened_still(rig: Rig) -> None:
    code = await listed(rig)
    await corrects(rig, code, "phone", "")
    async with acting(rig, "teacher") as tx:
        await open_card(tx, code=code)
        await withdraw(tx, code=code)
        with pytest.raises(Refused, match="not on the list any more"):
            await withdraw(tx, code=code)
        card = await open_card(tx, code=code)
    assert (card.answers, card.corrections, card.listed.status) == (None, [], "withdrawn")
    found = await rig.rows(select(student_events.c.what).order_by(student_events.c.id))
    assert [what for (what,) in found] == ["entered", "changed", "seen", "withdrawn"]
    with pytest.raises(Refused, match="not on the list any more"):
        await corrects(rig, code, "phone", "+84900000124")


@both_engines
async def test_the_list_has_pages_counts_and_a_search(rig: Rig) -> None:
    async with acting(rig, "teacher") as tx:
        school = await rig.unit(tx.work, "thcs-cao-vien")
        codes = [
            await lists(tx, school, name=f"{NAMES[n % 5]} Thị Mẫu {'Hoa' if n % 2 else 'Lan'}", phone="",
                        guardian="Hồ Văn Mẫu", class_name=f"{6 + n % 4}A", birth=date(2010, 1, 1 + n),
                        another_child=True)
            for n in range(2 * PAGE + 1)
        ]  # fmt: skip
        await tx.work.execute(update(students).where(students.c.code == codes[3]).values(status="returned"))
        first = await school_page(tx, words="", page=1)
        assert (first.page, first.pages, len(first.students)) == (1, 3, PAGE)
        assert first.counts == {"listed": 2 * PAGE, "returned": 1}
        pages = [await school_page(tx, words="", page=page) for page in (1, 2, 3)]
        assert [one.code for page in pages for one in page.students] == [
            codes[3],
            *[code for code in reversed(codes) if code != codes[3]],
        ]
        assert (await school_page(tx, words="", page=99)).page == 3
        for words, wanted in (
            ("hoa", {code for n, code in enumerate(codes) if n % 2}),
            ("vu thi hoa", {code for n, code in enumerate(codes) if n % 2 and n % 5 == 3}),
            ("8a", {code for n, code in enumerate(codes) if n % 4 == 2}),
            (codes[5], {codes[5]}),
            ("nobody", set()),
        ):
            found = [await school_page(tx, words=words, page=page) for page in (1, 2)]
            assert {one.code for page in found for one in page.students} == wanted, words
    async with acting(rig, "teacher-kim-bai") as tx:
        assert (await school_page(tx, words="hoa", page=1)).students == []
        assert await my_students(tx) == []
        with pytest.raises(Refused):
            await open_card(tx, code=codes[0])
        with pytest.raises(Refused):
            await change(tx, code=codes[0], what="phone", value="", another_child=False)


@both_engines
async def test_another_school_takes_over_only_what_it_was_asked_for(rig: Rig) -> None:
    code = await listed(rig)
    async with acting(rig, "teacher") as tx:
        [there] = [one.id for one in await find_schools(tx, words="kim bai", code=code) if "Tiểu học" in one.name]
        assert await ask_move(tx, code=code, school=there) == "Trường Tiểu học Kim Bài"
        with pytest.raises(Refused, match="take that back first"):
            await ask_move(tx, code=code, school=there)
    [(move,)] = await rig.rows(select(student_moves.c.id))
    [told] = rig.heard("teacher-kim-bai")
    assert shown(code) in told.text
    assert "An" not in told.text
    async with acting(rig, "teacher") as tx:
        for refused in (see_move(tx, move=move), move_terms(tx, move=move), take_over(tx, move=move, class_name="5A"),
                        refuse_move(tx, move=move)):  # fmt: skip
            with pytest.raises(Refused, match="need an invitation"):
                await refused
    async with acting(rig, "teacher-kim-bai") as tx:
        assert (await see_move(tx, move=move)).name == "Nguyễn Văn An"
        assert (await school_page(tx, words="", page=1)).moves == [move]
        assert await take_over(tx, move=move, class_name="5A") == code
        with pytest.raises(Refused, match="any more"):
            await take_over(tx, move=move, class_name="5A")
        [one] = await my_students(tx)
        assert (one.code, one.class_name, one.status) == (code, "5A", "listed")
    row = await stored(rig, code, "teacher-kim-bai")
    assert (row.level, row.school_id) == ("primary", there)
    async with acting(rig, "teacher") as tx:
        assert await my_students(tx) == []


async def test_whoever_is_approved_stays_so_at_the_new_school(rig: Rig) -> None:
    code = await listed(rig)
    async with rig.work() as work:
        await work.execute(update(students).values(status="approved"))
    async with acting(rig, "teacher") as tx:
        there = await rig.unit(tx.work, "th-kim-bai")
        await ask_move(tx, code=code, school=there)
    [(move,)] = await rig.rows(select(student_moves.c.id))
    async with acting(rig, "teacher-kim-bai") as tx:
        await take_over(tx, move=move, class_name="5A")
    assert (await stored(rig, code, "teacher-kim-bai")).status == "approved"


async def test_who_is_taken_off_waits_for_no_school(rig: Rig) -> None:
    code = await listed(rig)
    async with acting(rig, "teacher") as tx:
        await ask_move(tx, code=code, school=await rig.unit(tx.work, "th-kim-bai"))
        await withdraw(tx, code=code)
    async with acting(rig, "teacher-kim-bai") as tx:
        assert (await school_page(tx, words="", page=1)).moves == []
