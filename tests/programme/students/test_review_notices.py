"""What waits is told: to whoever reviews, to the organiser where nobody does, to schools once it is approved."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.programme.students.review_notices import stuck
from bot.storage.tables import students
from tests.support.books import acting
from tests.support.listed import lists
from tests.support.rig import Rig

COMMUNE = "reviewer-commune"


@pytest.fixture(autouse=True)
async def begun(rig: Rig) -> None:
    await rig.move("2021-09-27 09:00")


def told(rig: Rig, who: str, words: str) -> list[str]:
    """What somebody was told since the last time in which these words stand."""
    return [message.text for message in rig.heard(who) if words in message.text]


async def test_new_entries_are_told_of_once_and_what_waits_each_morning(rig: Rig) -> None:
    await lists(rig, "teacher", "Nguyễn Văn An", "5/9/2010")
    await rig.move("2021-09-27 12:00")
    assert len(told(rig, COMMUNE, "1 em chờ anh/chị duyệt")) == 1
    await rig.move("2021-09-27 18:30")
    assert told(rig, COMMUNE, "chờ anh/chị duyệt") == [], "nothing new came"
    await lists(rig, "teacher", "Lê Thị Bưởi", "6/9/2010")
    await rig.move("2021-09-28 07:30")
    assert told(rig, COMMUNE, "chờ anh/chị duyệt") == []
    await rig.move("2021-09-28 08:00")
    assert len(told(rig, COMMUNE, "2 em chờ anh/chị duyệt")) == 1


async def test_after_a_week_without_the_bot_it_is_told_once(rig: Rig) -> None:
    await lists(rig, "teacher", "Nguyễn Văn An", "5/9/2010")
    await rig.restart()
    rig.clock.moment += timedelta(days=7, minutes=30)
    await rig.app.clock.sweep()
    await rig.idle()
    assert len(told(rig, COMMUNE, "1 em chờ anh/chị duyệt")) == 1


async def test_the_organiser_hears_of_what_waits_for_nobody(rig: Rig) -> None:
    await lists(rig, "teacher-kim-bai", "Nguyễn Văn An", "5/9/2014")
    async with acting(rig, "manager") as tx:
        [held] = await stuck(tx)
        assert (held.part.name, held.students) == ("Thị trấn Kim Bài", 1)
    await rig.move("2021-09-27 12:00")
    [said] = told(rig, "manager", "chưa có ai giữ vai trò")
    assert "Thị trấn Kim Bài" in said
    await rig.says("lan", f"/start {await rig.invite('reviewer', 'kim-bai')}")
    await rig.move("2021-09-28 08:00")
    assert told(rig, "manager", "chưa có ai giữ vai trò") == []
    assert len(told(rig, "lan", "1 em chờ anh/chị duyệt")) == 1


async def test_schools_hear_in_the_evening_what_was_approved(rig: Rig) -> None:
    for day, name in enumerate("ABC", 1):
        await lists(rig, "teacher", f"Nguyễn Văn {name}", f"{day}/9/2010")
    async with rig.work() as work:
        await work.execute(update(students).values(status="approved", verified_at=rig.clock()))
    await rig.move("2021-09-27 18:00")
    assert len(told(rig, "teacher", "3 em của trường được duyệt")) == 1
    await rig.move("2021-09-28 18:00")
    assert told(rig, "teacher", "được duyệt") == []
