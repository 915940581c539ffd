"""A school nominates by a code alone; the organiser decides; the donor stays as unknown as they like."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.chat.words import Refused
from bot.programme.people import invites
from bot.programme.thanks import honours, nominations
from bot.storage.tables import nominations as rows
from tests.support.books import acting, makes_pledge
from tests.support.rig import Rig, said

WHY = "Nhờ món quà này các em có máy để học."


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(tmp_path, start="2021-09-27 09:00") as made:
        await made.says("an", "/start")
        yield made


async def given(rig: Rig, shown: str = "nothing") -> str:
    code = await makes_pledge(rig, "an", 300_000)
    await rig.bank(300_000, code)
    async with acting(rig, "an") as tx:
        await honours.show(tx, code=code, shown=shown)
    return code


async def nominated(rig: Rig, code: str, who: str = "teacher", unit: str = "thcs-cao-vien", why: str = WHY) -> str:
    async with acting(rig, who) as tx:
        return await nominations.nominate_gift(tx, school=await rig.unit(tx.work, unit), code=code, why=why)


async def number(rig: Rig) -> int:
    [row] = await rig.rows(select(rows.c.id).where(rows.c.status == "proposed"))
    return int(row.id)


@pytest.mark.parametrize(("shown", "name"), [("nothing", ""), ("name", "An"), ("name_and_gift", "An")])
async def test_the_school_learns_a_name_only_where_its_donor_allows_it(rig: Rig, shown: str, name: str) -> None:
    code = await given(rig, shown)
    async with acting(rig, "teacher") as tx:
        found = await nominations.gift_with(tx, code=f"{code[:2]}-{code[2:6]} {code[6:]}")
    assert found == nominations.NominatedGift(code, name)


async def test_a_pledge_that_is_not_in_yet_is_no_gift(rig: Rig) -> None:
    code = await makes_pledge(rig, "an", 300_000)
    async with acting(rig, "teacher") as tx:
        assert await nominations.gift_with(tx, code=code) is None
    with pytest.raises(Refused):
        await nominated(rig, code)


async def test_only_a_school_s_own_contact_nominates_for_it(rig: Rig) -> None:
    code = await given(rig)
    for who, unit in [("an", "thcs-cao-vien"), ("manager", "thcs-cao-vien"), ("teacher", "th-kim-bai"),
                      ("teacher", "cao-vien")]:  # fmt: skip
        with pytest.raises(Refused):
            await nominated(rig, code, who, unit)
    async with acting(rig, "an") as tx:
        with pytest.raises(Refused):
            await nominations.gift_with(tx, code=code)


async def test_once_for_each_school_and_gift(rig: Rig) -> None:
    code = await given(rig)
    await nominated(rig, code)
    with pytest.raises(Refused):
        await nominated(rig, code)
    await nominated(rig, code, "teacher-kim-bai", "th-kim-bai")
    assert len(await rig.rows(select(rows.c.id))) == 2


@pytest.mark.parametrize("why", ["", "   ", "x" * 201])
async def test_a_reason_has_one_sentence(rig: Rig, why: str) -> None:
    code = await given(rig)
    with pytest.raises(Refused):
        await nominated(rig, code, why=why)


async def test_nobody_nominates_their_own_gift(rig: Rig) -> None:
    code = await given(rig)
    async with acting(rig, "an") as tx:
        school = await rig.unit(tx.work, "thcs-cao-vien")
        await invites.grant(tx.work, person=tx.actor.person_id, contact=tx.actor.id, role="school_contact",
                            drive=rig.plan.slug, unit=school)  # fmt: skip
        await tx.work.flush()
    with pytest.raises(Refused):
        await nominated(rig, code, "an")


async def test_the_organiser_hears_of_the_first_that_waits_and_not_of_each(rig: Rig) -> None:
    code = await given(rig)
    await nominated(rig, code)
    await nominated(rig, code, "teacher-kim-bai", "th-kim-bai")
    assert len([words for words in said(rig.all_heard("manager")) if "biểu dương" in words]) == 1


async def test_the_donor_hears_when_honoured_and_the_school_still_not_who_they_are(rig: Rig) -> None:
    code = await given(rig)
    await nominated(rig, code)
    rig.heard("an")
    rig.heard("teacher")
    async with acting(rig, "manager") as tx:
        waiting = await nominations.next_waiting(tx, after=0)
        assert waiting is not None
        assert (waiting.name, waiting.public, waiting.left) == ("An", False, 0)
        await nominations.honour(tx, nomination=waiting.number)
    [told] = said(rig.heard("an"))
    assert WHY in told
    assert "Trường THCS Cao Viên" in told
    [thanks] = said(rig.heard("teacher"))
    assert "An" not in thanks.split()


async def test_a_declined_donor_hears_nothing(rig: Rig) -> None:
    code = await given(rig, "name")
    await nominated(rig, code)
    rig.heard("an")
    one = await number(rig)
    async with acting(rig, "manager") as tx:
        await nominations.decline(tx, nomination=one)
    assert rig.heard("an") == []
    assert [row.status for row in await rig.rows(select(rows.c.status))] == ["declined"]


async def test_only_the_organiser_decides_and_only_once(rig: Rig) -> None:
    await nominated(rig, await given(rig))
    one = await number(rig)
    for who in ("teacher", "an", "accountant", "coordinator"):
        async with acting(rig, who) as tx:
            with pytest.raises(Refused):
                await nominations.honour(tx, nomination=one)
            with pytest.raises(Refused):
                await nominations.next_waiting(tx, after=0)
    async with acting(rig, "manager") as tx:
        await nominations.honour(tx, nomination=one)
        with pytest.raises(Refused):
            await nominations.decline(tx, nomination=one)
        with pytest.raises(Refused):
            await nominations.honour(tx, nomination=one)


async def test_a_gift_given_back_in_the_meantime_is_not_honoured(rig: Rig) -> None:
    code = await given(rig)
    await nominated(rig, code)
    await rig.bank(-300_000, f"HOAN TRA {code}")
    one = await number(rig)
    async with acting(rig, "manager") as tx:
        with pytest.raises(Refused):
            await nominations.honour(tx, nomination=one)
        await nominations.decline(tx, nomination=one)
