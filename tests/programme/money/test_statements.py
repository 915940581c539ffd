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


async def test_on_which_nobody_decides_is_dropped_after_a_week_with_a_word(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        await sent(rig)
        old = rig.button("accountant", 1).data
        await rig.move("2021-10-04 01:00")
        assert (await status(rig), len(rig.handlers["web"].files)) == ("read", 1)
        await rig.move("2021-10-05 06:00")
        assert (await status(rig), rig.handlers["web"].files) == ("dropped", {})
        gone = "Sao kê sk.csv chờ anh/chị đồng ý đã một tuần"
        assert not [said for said in rig.all_heard("accountant") if gone in said.text], "it is night"
        await rig.move("2021-10-05 09:00")
        assert len([said for said in rig.all_heard("accountant") if gone in said.text]) == 1
        heard = await rig.says("accountant", button=old)
        assert "xử lý xong" in heard[-1].text
