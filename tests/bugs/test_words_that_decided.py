"""“Review nominations” honoured whoever stood first: the words that open a flow decide nothing in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.programme.thanks.nominations import nominate_gift
from bot.storage.tables import approvals, nominations
from tests.support.books import acting, makes_pledge
from tests.support.entries import entry
from tests.support.rig import Rig


@pytest.mark.parametrize(
    "words", ["duyệt vinh danh người tặng", "review nominations and honour the giver", "xét đề cử, vinh danh nhé"]
)
async def test_opening_the_nominations_settles_none(tmp_path: Path, words: str) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        await rig.says("an", "/start")
        code = await makes_pledge(rig, "an", 300_000)
        await rig.bank(300_000, code)
        async with acting(rig, "teacher") as tx:
            school = await rig.unit(tx.work, "thcs-cao-vien")
            await nominate_gift(tx, school=school, code=code, why="Nhờ món quà này các em có máy để học.")
        await rig.says("manager", words)
        assert [row.status for row in await rig.rows(select(nominations.c.status))] == ["proposed"]


async def test_opening_the_review_approves_nobody(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        for text in entry("Lê Tú"):
            await rig.says("teacher", text)
        heard = await rig.says("reviewer-commune", "duyệt học sinh giúp tôi")
        assert "Lê Tú" in heard[-1].text
        assert not await rig.rows(select(approvals))
