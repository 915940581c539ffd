"""Through whom a gift came about, and from where: asked where the plan asks, and read by those who work with gifts."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from bot.chat.phrase import Cash
from bot.programme.giving.pledges import GiftOrigin, add_cash_pledge
from bot.storage.tables import pledges
from tests.desk.desk_world import DeskWorld
from tests.support.books import acting
from tests.support.rig import Rig


async def talk(rig: Rig, *words: str) -> str:
    """What is heard after the last of some answers."""
    said = [await rig.says("mai", word) for word in words]
    return said[-1][-1].text


async def kept(rig: Rig) -> tuple[str | None, str | None]:
    """What the latest pledge says of where it comes from."""
    [row] = await rig.rows(select(pledges.c.through, pledges.c.giving_from).order_by(pledges.c.id.desc()).limit(1))
    return row.through, row.giving_from


@pytest.mark.parametrize("answer", ["1", "Hội Doanh nghiệp huyện", "hoi doanh nghiep huyen"])
async def test_whoever_gives_says_through_whom(tmp_path: Path, answer: str) -> None:
    async with Rig(tmp_path, "vinh-tuong") as rig:
        assert "Cảm ơn" in await talk(rig, "/goptien", "500k", "4", "1", answer, "1")
        assert await kept(rig) == ("Hội Doanh nghiệp huyện", None)
        assert "Qua: Hội Doanh nghiệp huyện" in await talk(rig, "/quacuatoi")


async def test_nobody_has_to_say_it(tmp_path: Path) -> None:
    async with Rig(tmp_path, "vinh-tuong") as rig:
        await talk(rig, "/goptien", "500k", "4", "1", "bỏ qua", "1")
        assert await kept(rig) == (None, None)
        assert "Qua:" not in await talk(rig, "/quacuatoi")


async def test_a_units_own_link_says_it_already(tmp_path: Path) -> None:
    async with Rig(tmp_path, "vinh-tuong") as rig:
        assert "Hội Chữ thập đỏ huyện" in await talk(rig, "/start u-hoi-ctd", "500k", "4")
        assert "Cảm ơn" in await talk(rig, "1")
        assert await kept(rig) == ("Hội Chữ thập đỏ huyện", None)


async def test_the_desk_shows_finds_and_exports_it(desk: DeskWorld) -> None:
    await talk(desk.rig, "/start")
    async with acting(desk.rig, "mai") as tx:
        origin = GiftOrigin("Hội đồng hương", "Nhật Bản")
        await add_cash_pledge(tx, cash=Cash(500_000), donor="self", name="Mai", unit=None, origin=origin)
    await desk.pledge(100_000, "Lan")
    browser = await desk.enter("accountant")
    [code] = [row.code for row in await desk.rig.rows(select(pledges.c.code).where(pledges.c.minor == 500_000))]
    page = (await browser.get(f"/desk/pledges/{code}")).words
    assert "Qua ai Hội đồng hương" in page
    assert "Góp từ Nhật Bản" in page
    found = (await browser.get("/desk/pledges?text=dong huong")).words
    assert "Mai" in found
    assert "Lan" not in found
    file = await browser.get("/desk/export.xlsx?what=pledges")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(bytes.fromhex(file.html))).get_sheet_by_index(0).to_python()
    assert rows[0][-2:] == ["Qua ai", "Góp từ"]
    assert [row[-2:] for row in rows[1:]] == [["Hội đồng hương", "Nhật Bản"], ["", ""]]
