"""Units that had ended were reminded, counted as missing and offered to donors; and exempt ones could report."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.programme.people.units import search_units
from bot.programme.reporting.unit_reports import reported
from bot.storage.tables import reminders, reports, units
from tests.support.books import acting
from tests.support.rig import Rig, said

ENDED, HEIR = "Xã Cao Viên", "Xã Bình Minh"


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(tmp_path, start="2021-09-24 09:00") as running:
        running.language = "en"
        for person in running.plan.people:
            await running.reads(person.key, "en")
        await running.says("an", "/start")
        yield running


async def ends(rig: Rig, key: str = "cao-vien", heir: str | None = "binh-minh", last: str = "2021-09-25") -> int:
    """A unit ends, and another one stands in its place; returns the ended one's number."""
    async with rig.work() as work:
        number = await rig.unit(work, key)
        successor = await rig.unit(work, heir) if heir else None
        ended = update(units).where(units.c.id == number)
        await work.execute(ended.values(valid_to=last, successor_id=successor))
    return number


async def test_an_ended_unit_is_neither_counted_nor_reminded(rig: Rig) -> None:
    number = await ends(rig)
    async with acting(rig, "an") as tx:
        done, missing = await reported(tx, "2021-09-28")
    assert ENDED not in [*done, *missing]
    assert HEIR in missing
    await rig.move("2021-09-28 08:00")
    about = await rig.rows(select(reminders.c.about).where(reminders.c.about == f"unit:{number}"))
    assert about == []


async def test_its_contact_reports_for_the_successor(rig: Rig) -> None:
    await ends(rig)
    await rig.move("2021-09-27 16:00")
    reminder = rig.all_heard("contact-cao-vien")[-1]
    assert f"The report of {HEIR} is due" in reminder.text
    [opening] = await rig.says("contact-cao-vien", button=reminder.buttons[0].data)
    assert f"<b>Report of {HEIR}</b>" in opening.text
    for answer in ("1", "skip", "skip"):
        await rig.says("contact-cao-vien", answer)
    [row] = await rig.rows(select(units.c.name).join(reports, reports.c.unit_id == units.c.id))
    assert row.name == HEIR


async def test_what_counted_for_it_opens_the_successors_report(rig: Rig) -> None:
    for answer in ("/give_cash", "500k", "Without a name", "xa cao vien", "1", "yes"):
        told = await rig.says("giver", answer)
    await rig.bank(500_000, told[0].text.partition("<code>")[2].partition("</code>")[0])
    await ends(rig)
    await rig.move("2021-09-27 09:00")
    [opening] = await rig.says("contact-cao-vien", "/weekly_report")
    assert "• Money: <b>500,000\u00a0VND</b>\n" in opening.text


async def test_donors_are_offered_the_successor(rig: Rig) -> None:
    await ends(rig)
    await rig.move("2021-09-26 09:00")
    async with acting(rig, "an") as tx:
        found = [unit.name for unit in await search_units(tx, words="xa cao vien")]
    assert found == [HEIR]


async def test_without_a_successor_it_is_offered_to_nobody_and_owes_nothing(rig: Rig) -> None:
    await ends(rig, heir=None)
    await rig.move("2021-09-26 09:00")
    async with acting(rig, "an") as tx:
        assert await search_units(tx, words="xa cao vien") == []
    assert said(await rig.says("contact-cao-vien", "/weekly_report")) == [
        "Your unit owes no reports, so there is nothing to do. Thank you!"
    ]


async def test_a_unit_that_is_still_to_come_is_offered_to_nobody(rig: Rig) -> None:
    async with rig.work() as work:
        number = await rig.unit(work, "cao-vien")
        await work.execute(update(units).where(units.c.id == number).values(valid_from="2021-10-01"))
    async with acting(rig, "an") as tx:
        assert await search_units(tx, words="xa cao vien") == []


async def test_an_exempt_units_contact_sees_no_report(rig: Rig) -> None:
    code = await rig.invite("unit_contact", "benh-vien")
    await rig.says("doctor", f"/start {code}")
    [menu] = await rig.says("doctor", "/menu")
    assert "/weekly_report" not in [button.data for button in menu.buttons]
    [menu] = await rig.says("contact-cao-vien", "/menu")
    assert "/weekly_report" in [button.data for button in menu.buttons]
    assert said(await rig.says("doctor", "/weekly_report")) == [
        "Your unit owes no reports, so there is nothing to do. Thank you!"
    ]
