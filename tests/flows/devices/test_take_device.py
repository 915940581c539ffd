"""A long afternoon at the reception: one number after the other, and the talk ends before it becomes too long."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from bot.storage.tables import devices, inbox, talks
from tests.support.rig import Rig

KEEPER = "contact-cao-vien"


async def opened(rig: Rig) -> None:
    """The first device of the talk: a new SIM card without a pledge."""
    await rig.reads(KEEPER, "en")
    for said in (
        "/take_device",
        "Without a promise",
        "Without a name",
        "5",
        "New",
        "8984048000000000000",
        "/skip",
        "1",
    ):
        await rig.says(KEEPER, said)
    await rig.press(KEEPER, "✅ Usable")


async def test_each_more_of_the_same_kind_is_one_answer_until_the_talk_is_long(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-28 08:00") as rig:
        await opened(rig)
        count = 1
        while "More?" in rig.all_heard(KEEPER)[-1].text:
            await rig.says(KEEPER, f"898404800000000{count:04}")
            count += 1
            assert count < 100
        assert f"{count} devices taken in." in rig.all_heard(KEEPER)[-1].text
        assert count > 20
        assert len(await rig.rows(select(devices))) == count
        [said] = await rig.press(KEEPER, "➕ Next device")
        assert "The code of the promise?" in said.text
        assert await rig.rows(select(inbox.c.why).where(inbox.c.state == "dead")) == []
        assert [row.status for row in await rig.rows(select(talks.c.status))].count("too_long") == 0


async def test_going_back_takes_no_device_back(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-28 08:00") as rig:
        await opened(rig)
        said = await rig.says(KEEPER, "/lui")
        assert "That is recorded already and cannot be taken back here." in said[0].text
        assert len(await rig.rows(select(devices))) == 1


async def test_the_same_button_pressed_twice_takes_in_one(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-28 08:00") as rig:
        await opened(rig)
        button = rig.button(KEEPER, "🔁 One more without a number")
        await rig.says(KEEPER, button=button.data)
        await rig.says(KEEPER, button=button.data)
        assert len(await rig.rows(select(devices))) == 2


async def test_where_nothing_is_taken_the_reception_says_so(tmp_path: Path) -> None:
    async with Rig(tmp_path, plan="hai-phong") as rig:
        manager = next(person.key for person in rig.plan.people if person.role == "manager")
        await rig.reads(manager, "en")
        said = await rig.says(manager, "/take_device")
        assert next(one.text for one in said) == "This drive does not take devices."


async def test_a_label_opens_its_device_as_telegram_sends_it(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-28 08:00") as rig:
        await opened(rig)
        await rig.says(KEEPER, "/cancel")
        [row] = await rig.rows(select(devices.c.tag))
        [said] = await rig.says(KEEPER, f"/start may-{row.tag}")
        assert "🟢 ready" in said.text
        assert all(len(button.data.encode()) <= 64 for button in said.buttons)
        [small] = await rig.says(KEEPER, f"/start MAY-{row.tag.lower()}")
        assert small.text == said.text
