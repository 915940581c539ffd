"""Looking for a receipt or a pledge: by state, code, sum as people type it, words without tone marks; page by page."""

from __future__ import annotations

import re

import pytest

from bot.desk import search
from bot.programme.codes import shown
from tests.desk.desk_world import Browser, DeskWorld, paths

CARD = re.compile(r'<article class="receipt" id="r(\d+)"')


async def found(browser: Browser, asked: str) -> list[str]:
    """The memos of the receipts on a page."""
    page = await browser.get(f"/desk/receipts?{asked}")
    return re.findall(r'<p class="memo">([^<]*)</p>', page.html)


@pytest.fixture
async def clerk(desk: DeskWorld) -> Browser:
    code = await desk.pledge(500_000, "Lê Thị Hảo Tâm", "cao-vien")
    await desk.rig.bank(500_000, f"{code} cam on")
    await desk.rig.bank(500_000, "Ủng hộ Đỗ Đình", payer="DO DINH THU")
    await desk.rig.bank(2_500_000, "mua may tinh", payer="CONG TY THU NGHIEM")
    await desk.rig.bank(-500_000, "hoan tra")
    return await desk.enter("accountant")


@pytest.mark.parametrize(
    ("asked", "memos"),
    [
        ("", ["Ủng hộ Đỗ Đình", "mua may tinh", "hoan tra"]),
        ("state=matched", ["* cam on"]),
        ("state=all", ["hoan tra", "mua may tinh", "Ủng hộ Đỗ Đình", "* cam on"]),
        ("state=unknown", []),
        ("state=all&sum=500k", ["hoan tra", "Ủng hộ Đỗ Đình", "* cam on"]),
        ("state=all&sum=nửa triệu", ["hoan tra", "Ủng hộ Đỗ Đình", "* cam on"]),
        ("state=all&sum=2tr5", ["mua may tinh"]),
        ("state=all&text=do dinh", ["Ủng hộ Đỗ Đình"]),
        ("state=all&text=THU ủng", ["Ủng hộ Đỗ Đình"]),
        ("state=all&text=cong ty thu nghiem", ["mua may tinh"]),
        ("state=all&text=hảo tâm", ["* cam on"]),
        ("state=all&text=may tinh&sum=500k", []),
    ],
)
async def test_a_receipt_is_found(clerk: Browser, asked: str, memos: list[str]) -> None:
    seen = await found(clerk, asked)
    assert [re.sub(r"^TO\w{7}", "*", memo) for memo in seen] == memos


async def test_a_receipt_is_found_by_its_code(desk: DeskWorld) -> None:
    code, other = await desk.pledge(500_000), await desk.pledge(500_000)
    await desk.rig.bank(100_000, f"{code} mot")
    await desk.rig.bank(100_000, f"{other} hai")
    wrong = next(letter for letter in "KMNPQ" if letter != code[-1])
    await desk.rig.bank(100_000, f"{code[:-1]}{wrong} gan dung")
    browser = await desk.enter("accountant")
    seen = [memo.split(" ", 1)[1] for memo in await found(browser, f"state=all&text={shown(code).lower()}")]
    assert "mot" in seen
    assert "hai" not in seen


async def test_a_sum_that_cannot_be_read_is_asked_again(clerk: Browser) -> None:
    page = await clerk.get("/desk/receipts?sum=năm")
    assert page.status == 200
    assert 'role="alert"' in page.html
    assert 'value="năm"' in page.html


async def test_a_long_list_is_read_page_by_page(desk: DeskWorld) -> None:
    for number in range(45):
        await desk.rig.bank(1_000 + number, f"khoan {number}")
    browser = await desk.enter("accountant")
    for state, rising in (("open", True), ("all", False)):
        path, seen = f"/desk/receipts?state={state}", []
        for _page in range(3):
            page = await browser.get(path)
            seen += CARD.findall(page.html)
            further = [one for one in paths(page, '[^"]*after=[^"]+') if 'rel="next"' in page.html]
            path = further[-1] if further else ""
        assert path == ""
        assert len(seen) == len(set(seen)) == 45
        assert seen == sorted(seen, key=int, reverse=not rising)


async def test_words_are_looked_for_in_so_many_lines_and_then_further(
    desk: DeskWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.desk import scan

    for number in range(25):
        await desk.rig.bank(1_000 + number, "tim toi" if number == 2 else f"khoan {number}")
    monkeypatch.setattr(scan, "BATCH", 5)
    monkeypatch.setattr(scan.scan, "__kwdefaults__", {"at_most": 10})
    assert search.AT_MOST == 5_000
    browser = await desk.enter("accountant")
    path, pages = "/desk/receipts?state=all&text=tim+toi", 0
    while path:
        page = await browser.get(path)
        pages += 1
        further = paths(page, '[^"]*after=[^"]+')
        path = further[-1] if 'rel="next"' in page.html else ""
        assert ("5.000" in page.words) == bool(path)
    assert pages == 3
    assert CARD.findall(page.html)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("", ["An", "Bình"]),
        ("text=binh", ["Bình"]),
        ("text=cao vien", ["Bình"]),
        ("text=cao an", []),
        ("sum=500k", ["An"]),
        ("state=cancelled", []),
        ("state=promised", ["An", "Bình"]),
    ],
)
async def test_a_pledge_is_found(desk: DeskWorld, asked: str, names: list[str]) -> None:
    await desk.pledge(500_000, "An")
    code = await desk.pledge(700_000, "Bình", "cao-vien")
    browser = await desk.enter("coordinator")
    page = await browser.get(f"/desk/pledges?{asked}")
    assert sorted(re.findall(r"<td>(An|Bình)</td>", page.html)) == names
    assert (await browser.get(f"/desk/pledges?text={shown(code)}")).words.count(shown(code)) >= 1


async def test_a_pledge_shows_all_that_came_in_for_it(desk: DeskWorld) -> None:
    code = await desk.pledge(700_000, "Bình", "cao-vien")
    await desk.rig.bank(300_000, f"{code} dot 1", payer="TRAN BINH")
    await desk.rig.bank(400_000, f"{code} dot 2", payer="TRAN BINH")
    page = await (await desk.enter("accountant")).get(f"/desk/pledges/{code}")
    for said in (shown(code), "700.000 đ", "300.000 đ", "400.000 đ", "Xã Cao Viên", "TRAN BINH", "dot 1", "đã nhận"):
        assert said in page.words, said
    assert (await (await desk.enter("accountant")).get("/desk/pledges/TOAAAAAAA")).status == 404
