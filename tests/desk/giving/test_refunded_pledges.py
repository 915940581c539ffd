"""A pledge whose money went back is called refunded at the desk: in the list, on its page, in the search, as a file."""

from __future__ import annotations

import io

import pytest
from python_calamine import CalamineWorkbook

from tests.desk.desk_world import DeskWorld


@pytest.mark.parametrize(("paid", "back"), [(500_000, 500_000), (500_000, 200_000)])
async def test_it_has_its_own_word(desk: DeskWorld, paid: int, back: int) -> None:
    code, waiting = await desk.pledge(500_000, "Mai"), await desk.pledge(100_000, "Lan")
    await desk.rig.bank(paid, code)
    await desk.rig.bank(-back, f"hoan tien {code}")
    browser = await desk.enter("accountant")
    word = f"đã hoàn lại: {back // 1000}.000 đ"
    page = await browser.get(f"/desk/pledges/{code}")
    assert word in page.words
    assert "is-refunded" in page.html
    assert word in (await browser.get("/desk/pledges")).words
    by_state = {state: (await browser.get(f"/desk/pledges?state={state}")).words for state in ("refunded", "promised")}
    assert ["Mai" in by_state["refunded"], "Lan" in by_state["refunded"]] == [True, False]
    assert ["Mai" in by_state["promised"], "Lan" in by_state["promised"]] == [False, True]
    file = await browser.get("/desk/export.xlsx?what=pledges")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(bytes.fromhex(file.html))).get_sheet_by_index(0).to_python()
    state = list(rows[0]).index("Tình trạng")
    assert {row[3]: row[state] for row in rows[1:]} == {"Mai": "đã hoàn lại", "Lan": "đã đăng ký"}
    await desk.rig.bank(back, code)
    assert word not in (await browser.get(f"/desk/pledges/{code}")).words
    assert waiting
