"""After the drive's account had changed, a statement of the earlier one was booked a second time under the new one."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from bot.chat.kind import File
from bot.storage.tables import receipts
from tests.bugs.test_shared_account import changed, with_account
from tests.programme.money.test_foreseen import TITLES
from tests.programme.money.test_tellings import by_sepay
from tests.support.rig import Rig

NEW = "0000099999999"


async def of_account(rig: Rig, number: str, *lines: str) -> str:
    """The clerk sends a statement with an account above it, and hears what is in it."""
    content = "\n".join((f"Số tài khoản;{number}", TITLES, *lines, "")).encode()
    rig.handlers["web"].files["web:sk.csv"] = content
    await rig.says("accountant", "/saoke")
    return (await rig.says("accountant", document=File("web:sk.csv", "sk.csv", "text/csv", len(content))))[-1].text


async def test_it_is_compared_and_booked_on_its_own_account(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-10-01 09:00") as rig:
        await rig.says("an", "/start")
        assert rig.plan.cash is not None
        old = rig.plan.cash.accounts[0].number
        await by_sepay(rig, 1, 500_000, "ung ho", "2021-09-27 08:00:00", "FT21270001")
        await changed(rig, with_account(rig.plan, NEW))
        lines = ("27/09/2021;FT21270001;;500.000;ung ho", "28/09/2021;FT21271002;;300.000;lop 6A")
        text = await of_account(rig, old, *lines)
        assert "Mới: 1 · đã có trong sổ: 1 · cần xem lại: 0" in text, text
        assert old in text
        await rig.press("accountant", 1)
        found = await rig.rows(select(receipts.c.account, receipts.c.minor).order_by(receipts.c.id))
        assert [tuple(row) for row in found] == [(old, 500_000), (old, 300_000)]
        assert "Mới: 0 · đã có trong sổ: 2" in await of_account(rig, old, *lines)


async def test_anybody_elses_is_refused(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-10-01 09:00") as rig:
        await rig.says("an", "/start")
        text = await of_account(rig, "0711000999999", "27/09/2021;FT21270001;;500.000;ung ho")
        assert "tài khoản khác" in text, text
        assert await rig.rows(select(receipts)) == []
