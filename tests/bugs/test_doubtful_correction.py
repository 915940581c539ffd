"""A doubtful sum at the review ("500") was taken for a correction, and the whole update was set aside."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.storage.tables import inbox
from tests.support.rig import Rig


@pytest.mark.parametrize("words", ["500", "à nhầm, 500 thôi", "sửa thành 500k mỗi tháng", "500 nghìn hay 500 triệu"])
async def test_what_could_mean_two_things_is_answered(tmp_path: Path, words: str) -> None:
    async with Rig(tmp_path) as rig:
        for said in ("/goptien", "300k", "4", "1"):
            await rig.says("an", said)
        assert await rig.says("an", words)
        async with rig.database.read() as connection:
            dead = select(func.count()).select_from(inbox).where(inbox.c.state == "dead")
            assert (await connection.execute(dead)).scalar() == 0
        assert rig.heard("an") is not None
