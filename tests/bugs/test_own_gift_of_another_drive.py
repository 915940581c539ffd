"""Somebody's gift of another drive in the same database was cancelled in the sums of this one."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from bot.chat.phrase import Cash
from bot.chat.words import Refused
from bot.programme.calendar import drives
from bot.programme.giving import pledges
from bot.programme.world import World
from bot.storage import talks
from bot.storage.tables import tallies
from tests.support.books import acting, state
from tests.support.rig import Rig


async def test_a_gift_is_cancelled_in_its_own_drive_alone_and_reminders_stop_in_any(tmp_path: Path) -> None:
    async with Rig(tmp_path) as rig:
        await rig.says("an", "/start")
        other = msgspec.structs.replace(rig.plan, slug="dot-hai")
        async with rig.work() as work:
            await drives.load(work, other, "")
            me = (await talks.load(work, [rig.address("an")]))[rig.address("an")]
            world = World(work, {other.slug: other}, other.slug, rig.secrecy, me)
            made = await pledges.add_cash_pledge(world, cash=Cash(500_000), donor="self", name="An", unit=None)
        async with acting(rig, "an") as tx:
            with pytest.raises(Refused):
                await pledges.cancel_pledge(tx, code=made.code)
            assert await pledges.stop_reminding(tx, code=made.code) == made.code
        assert await state(rig, made.code) == "promised"
        [sum] = await rig.rows(select(tallies))
        assert (sum.drive, sum.amount) == (other.slug, 500_000)
