"""What guardians are promised: nothing is kept of a child who was taken off, and of nobody once the drive is over."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.programme.codes import shown
from bot.programme.students import students as deeds
from bot.programme.students.forgetting import kept_until
from bot.storage.tables import students
from tests.support.books import acting
from tests.support.entries import entry
from tests.support.rig import Rig

HIDDEN = ("secret", "by_name", "by_birth", "by_phone", "by_guardian", "home_id")


async def lists(rig: Rig, teacher: str, name: str) -> str:
    for text in entry(name):
        heard = await rig.says(teacher, text)
    assert heard
    [row] = [row for row in await rig.rows(select(students).order_by(students.c.id.desc())) if row.secret][:1]
    return str(row.code)


async def known(rig: Rig) -> dict[str, list[bool]]:
    """Of each student by code, which of the hidden columns hold anything."""
    rows = await rig.rows(select(students))
    return {row.code: [bool(getattr(row, name)) for name in HIDDEN] for row in rows}


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
async def test_particulars_go_at_once_or_after_the_drive_and_counts_stay(tmp_path: Path, engine: str) -> None:
    async with Rig(tmp_path, engine=engine) as rig:
        await rig.move("2021-09-27 09:00")
        teacher = next(person.key for person in rig.plan.people if person.role == "school_contact")
        one, other = await lists(rig, teacher, "Phạm Quỳnh Như"), await lists(rig, teacher, "Lê Tú")
        counts = await rig.app.ask(deeds.counts)
        async with acting(rig, teacher) as tx:
            await deeds.withdraw(tx, code=one)
        assert await known(rig) == {one: [False] * 6, other: [True] * 6}
        assert "– · –" in (await rig.says(teacher, "/my_students"))[-1].text
        after = await rig.app.ask(deeds.counts)
        assert (counts[0], after[0]) == (2, 1)
        until = kept_until(rig.plan)
        assert until is not None
        assert rig.plan.students is not None
        assert rig.plan.window.closes is not None
        assert until - rig.plan.window.closes == timedelta(hours=rig.plan.students.objection_hours) > timedelta(0)
        await rig.move((until - timedelta(minutes=1)).astimezone(rig.zone).strftime("%Y-%m-%d %H:%M"))
        assert (await known(rig))[other] == [True] * 6
        await rig.move((until + timedelta(days=1)).astimezone(rig.zone).strftime("%Y-%m-%d %H:%M"))
        assert await known(rig) == {one: [False] * 6, other: [False] * 6}
        assert await rig.app.ask(deeds.counts) == after
        assert shown(one) in (await rig.says(teacher, "/my_students"))[-1].text


async def test_what_an_earlier_release_kept_of_those_taken_off_goes_in_the_next_night(tmp_path: Path) -> None:
    async with Rig(tmp_path) as rig:
        await rig.move("2021-09-27 09:00")
        teacher = next(person.key for person in rig.plan.people if person.role == "school_contact")
        code = await lists(rig, teacher, "Phạm Quỳnh Như")
        async with rig.work() as work:
            await work.execute(update(students).values(status="withdrawn"))
        await rig.move("2021-09-28 09:00")
        assert await known(rig) == {code: [False] * 6}
