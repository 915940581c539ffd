"""Free words in a running app: what they begin, what they never do, and how nobody is left before a wall."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest

from bench.utterances import said as utterances
from tests.support.rig import Rig, said

TALK = {"inbox", "outbox", "talks", "contacts", "people", "marks"}
"""Tables of talking itself; in all others stands what was done."""


async def pledged(rig: Rig) -> str:
    """Somebody pledges 500k in their own words; returns the code."""
    await rig.says("mai", "tôi muốn góp 500k")
    await rig.press("mai", "Không nêu tên")
    await rig.press("mai", "Không tính cho đơn vị nào")
    told = said(await rig.press("mai", 1))[-1]
    return told.split("<code>")[1].split("</code>")[0]


async def test_a_sentence_fills_in_and_the_deed_still_waits_for_its_review(tmp_path: Path) -> None:
    async with Rig(tmp_path) as rig:
        before = await rig.everything()
        [asked] = await rig.says("mai", "tôi muốn góp 500k")
        assert "500.000" in asked.text
        assert (await rig.everything())["pledges"] == before["pledges"]


async def test_a_code_alone_is_the_gift(tmp_path: Path) -> None:
    async with Rig(tmp_path) as rig:
        code = await pledged(rig)
        for typed in (code, code.lower(), f"{code[:2]} {code[2:6]}-{code[6:]}"):
            assert any("500.000" in text for text in said(await rig.says("mai", typed))), typed


async def test_a_tag_alone_and_the_link_of_a_label_are_the_device(tmp_path: Path) -> None:
    async with Rig(tmp_path) as rig:
        by_order = said(await rig.says("mai", "/may TOM7K2PQXR"))
        assert said(await rig.says("mai", "https://t.me/a_bot?start=may-TOM7K2PQXR")) == by_order


@pytest.mark.parametrize("role", ["", "school_contact", "unit_contact", "coordinator", "accountant", "official"])
async def test_no_words_do_a_deed(tmp_path: Path, role: str) -> None:
    async with Rig(tmp_path) as rig:
        people = [person.key for person in rig.plan.people if person.role == role] or ["mai"]
        before = {name: rows for name, rows in (await rig.everything()).items() if name not in TALK}
        words = [one.text for one in utterances("*.toml") if one.role in ("", role)]
        for text in random.Random(role).sample(words, 150):
            await rig.says(people[0], text)
        after = {name: rows for name, rows in (await rig.everything()).items() if name not in TALK}
        assert after == before
        assert "pledges" in before


async def test_the_same_refusal_never_comes_twice(tmp_path: Path) -> None:
    async with Rig(tmp_path) as rig:
        await rig.says("mai", "/goptien")
        heard = [(await rig.says("mai", "blabla"))[-1] for _time in range(5)]
        firsts = [message.text.split("\n")[0] for message in heard]
        assert all(one != other for one, other in pairwise(firsts))
        assert all(any(button.data == "/cancel" for button in message.buttons) for message in heard[1:])


async def test_words_that_looked_like_a_wish_may_be_the_answer_after_all(tmp_path: Path) -> None:
    async with Rig(tmp_path) as rig:
        for keep in ("press", "say"):
            await rig.says("mai", "/goptien")
            await rig.says("mai", "500k")
            await rig.press("mai", "Tên của tôi")
            [asked] = await rig.says("mai", "đổi sang góp máy đi")
            assert any(button.data == "/drop give_devices" for button in asked.buttons)
            if keep == "press":
                [following] = await rig.press("mai", 1)
            else:
                [following] = await rig.says("mai", "đổi sang góp máy đi")
            assert any("đơn vị" in button.label for button in following.buttons)
            await rig.says("mai", "/huy")


async def test_a_number_after_a_miss_is_a_line_of_the_menu(tmp_path: Path) -> None:
    async with Rig(tmp_path) as rig:
        await rig.says("mai", "blabla")
        [asked] = await rig.says("mai", "1")
        assert "bao nhiêu" in asked.text


async def test_the_second_miss_names_a_person(tmp_path: Path) -> None:
    async with Rig(tmp_path) as rig:
        phone = rig.plan.contacts[0].phone
        assert phone not in "".join(said(await rig.says("mai", "blabla")))
        assert phone in "".join(said(await rig.says("mai", "xyzxyz")))


async def test_a_reading_counts_only_for_its_question(tmp_path: Path) -> None:
    async with Rig(tmp_path) as rig:
        await rig.says("mai", "/goptien")
        [doubt] = await rig.says("mai", "500")
        await rig.says("mai", "1 triệu")
        closed = said(await rig.says("mai", button=doubt.buttons[0].data))
        assert "đã đóng" in closed[0]
