"""The journey card: one living message, news of each step until they are stopped, and never a word of a student."""

from __future__ import annotations

import ast
import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from bot import texts
from bot.chat.words import Refused
from bot.programme.giving import journey, pledges
from bot.programme.giving.pledges import Delivery, PledgedGoods
from bot.programme.money import receipts
from bot.storage.ids import new_id
from bot.storage.tables import cards, contacts, devices, students
from bot.storage.tables import pledges as pledge_rows
from tests.support.books import acting, all_receipts, makes_pledge, state
from tests.support.rig import Rig, said

STUDENT = {"name": "Nguyễn Thị Bé Xíu", "birth": "2012-03-04", "guardian": "Trần Văn Cha", "phone": "0900 000 456",
         "address": "thôn Thượng, xóm 9"}  # fmt: skip
STATES = ("received", "repair", "ready", "parts", "matched", "handed_over", "in_use", "withdrawn")


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(tmp_path, start="2021-09-27 09:00") as made:
        await made.says("an", "/start")
        yield made


async def pledged(rig: Rig, count: int) -> tuple[str, int]:
    """An pledges computers; returns the code and the pledge's number."""
    async with acting(rig, "an") as tx:
        goods, way = [PledgedGoods("computer", count)], Delivery("fetch", fetch_from="Kim Bài", phone="0900000111")
        made = await pledges.add_device_pledge(tx, goods=goods, delivery=way, donor="self", name="An", unit=None)
    [row] = await rig.rows(select(pledge_rows.c.id).where(pledge_rows.c.code == made.code))
    return made.code, row.id


async def comes(rig: Rig, pledge: int, state: str = "ready", at: str = "mttq-thanh-oai") -> int:
    """A device lies in store for a pledge; returns its number."""
    number = new_id()
    async with rig.work() as work:
        who = (await work.one(select(contacts.c.id).limit(1))).id
        row = {"id": number, "tag": f"TOM{number}", "drive": rig.plan.slug, "item": "computer", "serial": None,
               "pledge_id": pledge, "unit_id": None, "holder_id": await rig.unit(work, at), "transfer_id": None,
               "giver": "", "photo": None, "condition": "{}", "verdict": "usable", "used": False, "wiped": True,
               "unlocked": True, "note": "", "status": state, "late": False, "made_by": who,
               "made_at": rig.clock(), "changed_at": rig.clock()}  # fmt: skip
        await work.execute(insert(devices).values(row))
    await tells(rig, pledge)
    return number


async def becomes(rig: Rig, device: int, pledge: int, state: str, at: str = "mttq-thanh-oai") -> None:
    async with rig.work() as work:
        values = {"status": state, "holder_id": await rig.unit(work, at)}
        await work.execute(update(devices).where(devices.c.id == device).values(values))
    await tells(rig, pledge)


async def tells(rig: Rig, pledge: int) -> None:
    async with acting(rig, "accountant") as tx:
        await journey.moved(tx, [pledge])


async def test_the_card_goes_from_the_pledge_to_the_student(rig: Rig) -> None:
    code, pledge = await pledged(rig, 2)
    await rig.says("an", f"/the {code}")
    [first] = [message for message in rig.all_heard("an") if "Hành trình" in message.text]
    assert "⬜ đã nhận" in first.text
    one = await comes(rig, pledge, "received")
    [card, news] = rig.heard("an")[-2:]
    assert card.replaces == first.id
    assert "🟡 đã nhận: 1/2" in card.text
    assert "1 trên 2" in news.text
    two = await comes(rig, pledge, "received")
    assert "đã đến đủ" in rig.heard("an")[-1].text
    for step, at, told in (("repair", "mttq-thanh-oai", "kiểm tra xong"), ("ready", "mttq-thanh-oai", None),
                            ("matched", "mttq-thanh-oai", "đã có học sinh nhận"),
                            ("handed_over", "thcs-cao-vien", "Trường THCS Cao Viên"),
                            ("in_use", "thcs-cao-vien", "đang được học sinh sử dụng")):  # fmt: skip
        await becomes(rig, one, pledge, step, at)
        heard = rig.heard("an")
        assert heard[0].replaces, "the card changes in place at every step"
        assert [message for message in heard if told and told in message.text and not message.replaces] or told is None
    await becomes(rig, two, pledge, "in_use", "thcs-cao-vien")
    card = next(message for message in rig.heard("an") if message.replaces)
    assert "✅ đang dùng: 2" in card.text
    assert "✅ trao tại Trường THCS Cao Viên: 2" in card.text
    assert said(rig.heard("an")) == []
    await tells(rig, pledge)
    assert said(rig.heard("an")) == [], "nothing new, nothing told"


async def test_the_first_news_brings_the_card_along(rig: Rig) -> None:
    code = await makes_pledge(rig, "an", 500_000)
    rig.heard("an")
    await rig.bank(500_000, code)
    [told] = rig.heard("an")
    assert "Quà của bạn đã đến" in told.text
    assert "Hành trình món quà" in told.text
    assert [button.label for button in told.buttons][:2] == ["📜 Giấy chứng nhận", "🧾 Giấy xác nhận"]


async def test_news_can_be_stopped_with_one_tap_and_the_card_still_changes(rig: Rig) -> None:
    code = await makes_pledge(rig, "an", 500_000)
    await rig.bank(200_000, code)
    await rig.press("an", "🔕 Thôi báo tin món quà này")
    rig.heard("an")
    await rig.bank(300_000, code)
    [card] = rig.heard("an")
    assert card.replaces
    assert "✅ đã nhận: 500.000" in card.text.replace("\xa0", " ")
    await rig.says("an", f"/baotin {code}")
    await rig.bank(100_000, code)
    assert len(rig.heard("an")) == 2


async def test_news_of_the_night_wait_for_the_morning(rig: Rig) -> None:
    first, second = await makes_pledge(rig, "an", 500_000), await makes_pledge(rig, "an", 700_000)
    await rig.bank(200_000, first)
    await rig.move("2021-09-27 23:30")
    rig.heard("an")
    await rig.bank(300_000, first)
    await rig.bank(700_000, second)
    assert said(rig.heard("an")) == []
    assert [await state(rig, code) for code in (first, second)] == ["received", "received"], "the books do not wait"
    await rig.move("2021-09-28 05:59")
    assert said(rig.heard("an")) == []
    await rig.move("2021-09-28 09:30")
    heard = [text.replace("\xa0", " ") for text in said(rig.heard("an"))]
    assert [("300.000 đ" in text, "700.000 đ" in text) for text in heard if "đã đến" in text] == [
        (True, False),
        (False, True),
    ]
    await rig.move("2021-09-29 09:30")
    assert not [text for text in said(rig.heard("an")) if "đã đến" in text], "each is told once"


async def test_what_comes_and_goes_in_one_night_is_no_news(rig: Rig) -> None:
    code = await makes_pledge(rig, "an", 500_000)
    await rig.move("2021-09-27 23:30")
    rig.heard("an")
    await rig.bank(500_000, code)
    await rig.bank(-500_000, code)
    await rig.move("2021-09-28 09:30")
    assert not [text for text in said(rig.heard("an")) if "đã đến" in text or "trả lại" in text]


async def test_what_is_taken_back_changes_the_card_without_a_word(rig: Rig) -> None:
    code = await makes_pledge(rig, "an", 500_000)
    await rig.bank(500_000, code)
    rig.heard("an")
    [row] = await all_receipts(rig)
    async with acting(rig, "accountant") as tx:
        await receipts.reopen_receipt(tx, receipt=row.id)
    [card] = rig.heard("an")
    assert card.replaces
    assert "⬜ đã nhận" in card.text


async def test_nobody_sees_or_stops_the_card_of_another(rig: Rig) -> None:
    code = await makes_pledge(rig, "an", 500_000)
    await rig.says("binh", "/start")
    async with acting(rig, "binh") as tx:
        for deed in (lambda: journey.show_card(tx, code=code), lambda: journey.mute_card(tx, code=code, muted=True)):
            with pytest.raises(Refused, match="gift of yours"):
                await deed()
    assert await rig.rows(select(cards)) == []


def test_the_card_cannot_reach_the_list_of_students() -> None:
    """Neither the module nor anything of ours that it imports besides tables, plan and people's contacts."""
    tree = ast.parse(Path(journey.__file__).read_text())
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not names & {"students", "schooling", "reports"}
    assert modules & {"bot.programme.students.students", "bot.storage.tables.students"} == set()


@pytest.mark.parametrize("seed", range(8))
async def test_no_path_leads_from_a_card_to_a_child(rig: Rig, seed: int) -> None:
    chance = random.Random(seed)
    async with rig.work() as work:
        who, number = (await work.one(select(contacts.c.id).limit(1))).id, new_id()
        school = await rig.unit(work, "thcs-cao-vien")
        row = {"id": number, "code": "HSABCDEFG", "drive": rig.plan.slug, "school_id": school, "contact_id": who,
               "secret": rig.secrecy.hide(STUDENT, number), "by_name": b"1", "by_birth": b"2", "by_phone": b"3",
               "household": "poor", "needs_device": True, "needs_line": True, "status": "listed",
               "made_at": rig.clock()}  # fmt: skip
        await work.execute(insert(students).values(row))
    code, pledge = await pledged(rig, chance.randint(1, 5))
    numbers = [await comes(rig, pledge, chance.choice(STATES[:-1])) for _one in range(chance.randint(1, 6))]
    for _step in range(12):
        place = chance.choice(["thcs-cao-vien", "th-kim-bai", "cao-vien"])
        await becomes(rig, chance.choice(numbers), pledge, chance.choice(STATES), place)
    await rig.says("an", f"/the {code}")
    everything = " ".join(f"{message.text} {message.buttons} {message.picture} {message.document}"
                          for message in rig.all_heard("an"))  # fmt: skip
    bare = texts.unmarked(everything).casefold()
    for secret in (*STUDENT.values(), "HSABCDEFG", *STUDENT["name"].split()[-2:]):
        assert secret.casefold() not in bare
