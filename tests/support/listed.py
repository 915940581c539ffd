"""Students whom teachers put on the list without the talk about it."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.programme.students.own import my_schools
from bot.programme.students.registering import StudentEntry, write_down
from tests.support.books import acting
from tests.support.rig import Rig


async def lists(rig: Rig, who: str, name: str, birth: str, class_name: str = "7A", **more: Any) -> str:
    """A teacher puts a student on the list of their school; returns the code. The birth day is written as 5/9/2010."""
    day, month, year = map(int, birth.split("/"))
    entry = StudentEntry(
        name=name,
        birth=date(year, month, day),
        class_name=class_name,
        guardian=more.pop("guardian", "Nguyễn Thị Bình"),
        phone=more.pop("phone", ""),
        household=more.pop("household", "poor"),
        needs_device=more.pop("needs_device", True),
        needs_line=more.pop("needs_line", False),
        consent="paper",
        child_consent="spoken",
    )
    async with acting(rig, who) as tx:
        [held] = await my_schools(tx)
        assert held.unit is not None
        return await write_down(
            tx, held.unit, entry, another_child=more.pop("another_child", True), origin={"by": "chat"}
        )
