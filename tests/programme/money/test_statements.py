"""A statement's file, which names people, does not outlive its use."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from bot.chat.kind import File
from bot.storage.tables import receipts, statements
from tests.support.rig import Rig

CONTENT = "Ngày GD;Số bút toán;Ghi nợ;Ghi có;Nội dung\n27/09/2021;FT21270001;;500.000;ung ho\n".encode()


async def sent(rig: Rig) -> None:
    """The accountant sends a statement and is asked whether to take it in."""
    rig.handlers["web"].files["web:sk"] = CONTENT
    await rig.says("accountant", "/saoke")
    heard = await rig.says("accountant", document=File("web:sk", "sk.csv", "text/csv", len(CONTENT)))
    assert heard[-1].buttons[0].label == "✅ Đúng, ghi vào sổ"


async def status(rig: Rig) -> str:
    [row] = await rig.rows(select(statements.c.status))
    return str(row.status)


async def test_once_booked_the_file_is_gone(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        await sent(rig)
        await rig.press("accountant", 1)
        assert (await status(rig), rig.handlers["web"].files) == ("taken", {})
        assert len(await rig.rows(select(receipts))) == 1


async def test_once_declined_the_file_is_gone_and_nothing_is_booked(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        await sent(rig)
        await rig.press("accountant", 2)
        assert (await status(rig), rig.handlers["web"].files) == ("dropped", {})
        assert await rig.rows(select(receipts)) == []


async def test_on_which_nobody_decides_is_dropped_after_a_month(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        await sent(rig)
        await rig.move("2021-10-26 09:00")
        assert (await status(rig), len(rig.handlers["web"].files)) == ("read", 1)
        await rig.move("2021-10-28 09:00")
        assert (await status(rig), rig.handlers["web"].files) == ("dropped", {})
        heard = await rig.says("accountant", button=rig.button("accountant", 1).data)
        assert "xử lý xong" in heard[-1].text
