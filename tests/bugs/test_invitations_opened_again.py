"""One's own invitation, opened again, was called wrong; and a role nothing follows from was given without a word."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from bot.storage.tables import invite_tries, roles
from tests.support.rig import Rig

NOTHING = "chưa có việc gì riêng"
ALREADY = "đã nhận vai trò này rồi"
WRONG = "không đúng hoặc đã hết hạn"


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(tmp_path, start="2021-09-27 09:00") as made:
        yield made


async def opens(rig: Rig, who: str, code: str) -> str:
    return "\n".join(message.text for message in await rig.says(who, f"/start {code}"))


async def test_ones_own_is_said_to_be_used_and_is_no_wrong_try(rig: Rig) -> None:
    code = await rig.invite("unit_contact", "hoi-ccb")
    await opens(rig, "lan", code)
    for _again in range(8):
        assert ALREADY in await opens(rig, "lan", code)
    [[tries]] = await rig.rows(select(func.count()).select_from(invite_tries))
    assert tries == 0
    assert WRONG in await opens(rig, "other", code), "to anybody else it says nothing"


async def test_once_the_role_has_ended_it_is_as_any_used_one(rig: Rig) -> None:
    code = await rig.invite("unit_contact", "hoi-ccb")
    await opens(rig, "lan", code)
    async with rig.work() as work:
        await work.execute(update(roles).where(roles.c.ended_at.is_(None)).values(ended_at=rig.clock()))
    assert WRONG in await opens(rig, "lan", code)


@pytest.mark.parametrize("role", ["agency_contact", "volunteer", "team_leader"])
async def test_a_role_that_nothing_follows_from_is_welcomed_so(rig: Rig, role: str) -> None:
    assert NOTHING in await opens(rig, "lan", await rig.invite(role, "hoi-ccb"))
    assert NOTHING not in await opens(rig, "binh", await rig.invite("unit_contact", "hoi-ccb"))
