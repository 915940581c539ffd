"""Students put on the list of Thanh Oai: by a teacher's answers in the chat, or by the deed alone."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from bot.programme.students.entering import enter
from bot.programme.students.own import own_student
from bot.programme.world import World
from bot.storage.rows.students import StoredStudent
from tests.support.books import acting
from tests.support.rig import Rig

ANSWERS: Final[dict[str, Any]] = {
    "name": "Nguyễn Văn An",
    "birth": date(2010, 5, 1),
    "class_name": "6A",
    "guardian": "Nguyễn Văn Bình",
    "phone": "+84900000123",
    "home": None,
    "household": "poor",
    "needs_device": True,
    "needs_line": False,
    "consent": "paper",
    "child_consent": "spoken",
    "notice": "2026-11-28",
    "another_child": False,
}


def entry(
    name: str,
    birth: str = "12/5/2010",
    class_name: str = "6A",
    guardian: str = "Phạm Văn Tùng",
    phone: str = "0900 000 321",
) -> tuple[str, ...]:
    """From the command to the last yes; family and child have agreed, and the family lives where the school is."""
    return ("/enter_student", "1", "1", name, class_name, birth, guardian, phone, "1", "1", "1")


async def lists(tx: World, school: int, **but: Any) -> str:
    """The actor enters a student; the code. `but` are the answers that differ from ANSWERS."""
    return await enter(tx, school=school, **{**ANSWERS, **but})


async def listed(rig: Rig, who: str = "teacher", unit: str = "thcs-cao-vien", **but: Any) -> str:
    """A teacher enters a student in a transaction of its own; the code."""
    async with acting(rig, who) as tx:
        return await lists(tx, await rig.unit(tx.work, unit), **but)


async def stored(rig: Rig, code: str, who: str = "teacher") -> StoredStudent:
    """An entry as it lies in the table."""
    async with acting(rig, who) as tx:
        return await own_student(tx, code)
