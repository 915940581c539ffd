"""The queue at the desk: one click and its undo, twice and by two at once, and nothing that comes from elsewhere."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import func, select

from bot.chat.phrase import _
from bot.desk.money.receipt_actions import ACTIONS
from bot.desk.words import RECEIPT, called
from bot.programme.codes import shown
from bot.storage.tables import entries, pledges, receipts
from tests.desk.desk_world import Browser, DeskWorld, Page

QUEUE = "/desk/receipts"
HOSTILE = "<script>alert(1)</script> \"'><img src=x onerror=alert(1)> {{ 987654321*987654321 }} =cmd|' /C calc'!A0"


async def numbers(desk: DeskWorld) -> list[int]:
    return [number for (number,) in await desk.rig.rows(select(receipts.c.id).order_by(receipts.c.id))]


async def state(desk: DeskWorld, number: int) -> str:
    [(status,)] = await desk.rig.rows(select(receipts.c.status).where(receipts.c.id == number))
    return str(status)


async def do(browser: Browser, number: int, deed: str, page: Page | None = None, **fields: str) -> Page:
    page = page or await browser.get(QUEUE)
    return await browser.post(f"{QUEUE}/{number}", {**page.hidden, "back": "state=open", "do": deed, **fields})


async def test_one_click_matches_and_one_takes_it_back(desk: DeskWorld) -> None:
    code = await desk.pledge(500_000, "Lê Thị Hảo Tâm")
    await desk.rig.bank(500_000, "ung ho quy song va may tinh", payer="LE THI HAO TAM")
    [number] = await numbers(desk)
    browser = await desk.enter("accountant")
    page = await browser.get(QUEUE)
    assert f'value="match:{code}"' in page.html
    assert "LE THI HAO TAM" in page.words
    assert "ung ho quy" in page.words
    page = await do(browser, number, f"match:{code}", page)
    assert f"500.000 đ đã được tính cho {shown(code)}." in page.words
    assert await state(desk, number) == "matched"
    assert any("500.000" in one.text for one in desk.rig.all_heard("giver")), "the giver is told, as by the chat"
    page = await do(browser, number, "reopen", page)
    assert await state(desk, number) == "open"
    assert f"r{number}" in page.html


async def test_a_code_is_typed_as_in_the_chat(desk: DeskWorld) -> None:
    code = await desk.pledge(300_000)
    await desk.rig.bank(200_000, "x")
    [number] = await numbers(desk)
    browser = await desk.enter("accountant")
    page = await do(browser, number, "match", code="không có")
    assert page.status == 409
    assert 'value="không có"' in page.html, "what was typed is still there"
    page = await do(browser, number, "match", page, code=shown(code).lower())
    assert (page.status, await state(desk, number)) == (200, "matched")


async def test_the_same_form_sent_twice_does_its_deed_once(desk: DeskWorld) -> None:
    code = await desk.pledge(300_000)
    await desk.rig.bank(300_000, "x")
    [number] = await numbers(desk)
    browser = await desk.enter("accountant")
    page = await browser.get(QUEUE)
    answers = await asyncio.gather(*(do(browser, number, f"match:{code}", page) for _n in range(3)))
    assert [one.status for one in answers] == [200, 200, 200]
    assert sum("làm rồi" in one.words for one in answers) == 2
    [(lines,)] = await desk.rig.rows(select(func.count()).where(entries.c.sort == "matched"))
    assert lines == 1


async def test_of_two_clerks_at_once_the_first_one_counts(desk: DeskWorld) -> None:
    codes = [await desk.pledge(300_000) for _n in range(2)]
    await desk.rig.bank(300_000, "x")
    [number] = await numbers(desk)
    clerks = [await desk.enter(who) for who in ("accountant", "manager")]
    answers = await asyncio.gather(
        *(do(browser, number, f"match:{code}") for browser, code in zip(clerks, codes, strict=True))
    )
    assert sorted(one.status for one in answers) == [200, 409]
    [(received,)] = await desk.rig.rows(select(func.count()).where(pledges.c.status == "received"))
    assert received == 1


async def test_the_donor_unknown_and_the_rarer_deeds(desk: DeskWorld) -> None:
    for minor in (100_000, 900_000, 70_000, -11_000):
        await desk.rig.bank(minor, "x")
    unknown, several, granted, fee = await numbers(desk)
    browser = await desk.enter("manager")
    await do(browser, unknown, "unknown")
    assert (await do(browser, several, "split", part="hai")).status == 409
    await do(browser, several, "split", part="300k")
    await do(browser, granted, "budget", whose="Ngân sách xã Thử Nghiệm")
    await do(browser, fee, "spend", purpose="Phí chuyển tiền")
    assert [await state(desk, one) for one in (unknown, several, granted, fee)] == [
        "unknown",
        "split",
        "granted",
        "spent",
    ]
    page = await browser.get(f"{QUEUE}?state=other")
    assert "Ngân sách xã Thử Nghiệm" in page.words
    assert (await do(browser, fee, "ask")).status == 409, "nobody is asked about money that went out"


async def test_likely_donors_are_asked_and_their_answer_is_seen(desk: DeskWorld) -> None:
    code = await desk.pledge(500_000, "Lê Thị Hảo Tâm")
    await desk.rig.bank(500_000, "ung ho")
    [number] = await numbers(desk)
    browser = await desk.enter("accountant")
    page = await do(browser, number, "ask")
    assert "Đã hỏi người tặng" in page.words
    assert "đã hỏi, chưa trả lời" in page.words
    await desk.rig.press("giver", 1)
    page = await browser.get(QUEUE)
    assert "người tặng nói đúng" in page.words
    assert f'value="match:{code}" class="near"' in page.html
    page = await do(browser, number, "ask")
    assert (page.status, "Không còn ai để hỏi" in page.words) == (409, True)


async def test_every_deed_in_the_list_has_its_button(desk: DeskWorld) -> None:
    await desk.rig.bank(100_000, "x")
    await desk.rig.bank(-100_000, "x")
    page = await (await desk.enter("accountant")).get(QUEUE)
    for action in ACTIONS:
        assert (f'name="do" value="{action.name}"' in page.html) == ("open" in action.states), action.name


def test_a_state_without_a_name_is_shown_as_it_is() -> None:
    assert called(RECEIPT, "open") == _("waiting")
    assert called(RECEIPT, "pawned").values == {"value": "pawned"}


@pytest.mark.parametrize("missing", ["guard", "key"])
async def test_a_form_without_its_secret_does_nothing(desk: DeskWorld, missing: str) -> None:
    await desk.rig.bank(100_000, "x")
    [number] = await numbers(desk)
    browser = await desk.enter("accountant")
    page = await browser.get(QUEUE)
    for value in ("", "Ä" * 20, "0" * 32 if missing == "guard" else "../"):
        fields = {**page.hidden, "do": "unknown", missing: value}
        assert (await browser.post(f"{QUEUE}/{number}", fields)).status in (400, 403)
    assert await state(desk, number) == "open"


async def test_another_sessions_form_does_nothing(desk: DeskWorld) -> None:
    await desk.rig.bank(100_000, "x")
    [number] = await numbers(desk)
    mine, other = await desk.enter("accountant"), await desk.enter("manager")
    foreign = await other.get(QUEUE)
    assert (await do(mine, number, "unknown", foreign)).status == 403
    assert await state(desk, number) == "open"


@pytest.mark.parametrize("origin", ["https://elsewhere.example.org", None, "null"])
async def test_another_sites_form_does_nothing(desk: DeskWorld, origin: str | None) -> None:
    await desk.rig.bank(100_000, "x")
    [number] = await numbers(desk)
    browser = await desk.enter("accountant")
    page = await browser.get(QUEUE)
    fields = {**page.hidden, "do": "unknown"}
    answer = await browser.post(f"{QUEUE}/{number}", fields, origin=origin)
    assert answer.status == 403
    assert await state(desk, number) == "open"


async def test_a_coordinator_sees_pledges_but_no_money(desk: DeskWorld) -> None:
    code = await desk.pledge(100_000, "Nguyễn Thị Thử")
    await desk.rig.bank(100_000, f"{code}", payer="NGUYEN THI THU")
    [number] = await numbers(desk)
    browser = await desk.enter("coordinator")
    home = await browser.get("/desk")
    assert QUEUE not in home.html
    page = await browser.get(f"/desk/pledges/{code}")
    assert "Nguyễn Thị Thử" in page.words
    assert "NGUYEN THI THU" not in page.words
    for path in (QUEUE, "/desk/import", "/desk/export.xlsx?what=receipts", "/desk/export.xlsx?what=ledger"):
        assert (await browser.get(path)).status == 403
    assert (await browser.get("/desk/export.xlsx?what=pledges")).status == 200
    assert (await do(browser, number, "unknown", home)).status == 403
    assert await state(desk, number) == "matched"


async def test_hostile_words_stay_words(desk: DeskWorld) -> None:
    code = await desk.pledge(100_000, HOSTILE)
    await desk.rig.bank(100_000, HOSTILE, payer=HOSTILE)
    browser = await desk.enter("accountant")
    for path in (QUEUE, f"{QUEUE}?text={'%3Cscript%3E'}", "/desk/pledges", f"/desk/pledges/{code}"):
        page = await browser.get(path)
        assert page.status == 200
        assert "<script" not in page.html
        assert "<img src=x" not in page.html
        assert str(987654321**2) not in page.html, "no template of theirs is run"


@pytest.mark.parametrize("path", ["/desk", QUEUE, "/desk/pledges", "/desk/import", "/desk/login", "/desk/login/x"])
async def test_every_page_is_closed_to_frames_caches_and_referrers(desk: DeskWorld, path: str) -> None:
    page = await (await desk.enter("accountant")).get(path)
    policy = page.headers["Content-Security-Policy"]
    for part in ("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"):
        assert part in policy
    assert "script" not in policy
    assert "unsafe" not in policy
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Frame-Options"] == "DENY"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert " style=" not in page.html
    assert "<script" not in page.html


@pytest.mark.parametrize(
    "asked",
    ["state=nonsense", "after=x", "after=99999999999999999999", "sum=%00", "done=abc", "done=1", "text=" + "a" * 5000,
     "sum=5", "state=open&state=all", "after=-1", "done=%C2%B2"],
)  # fmt: skip
async def test_an_odd_address_is_no_trouble(desk: DeskWorld, asked: str) -> None:
    await desk.rig.bank(100_000, "x")
    assert (await (await desk.enter("accountant")).get(f"{QUEUE}?{asked}")).status == 200


async def test_a_form_made_by_hand_is_no_trouble(desk: DeskWorld) -> None:
    await desk.rig.bank(100_000, "x")
    [number] = await numbers(desk)
    browser = await desk.enter("accountant")
    assert (await do(browser, number, "drop table")).status == 400
    assert (await do(browser, number + 1, "unknown")).status == 409
    assert (await do(browser, number, "match", code="A" * 10_000)).status == 409
    assert (await browser.post(f"{QUEUE}/{number}", {"x": "y" * 100_000})).status == 413
    page = await do(browser, number, "unknown", back="https://elsewhere.example.org/?state=//x&text=a")
    assert page.path.startswith(f"{QUEUE}?"), "a form leads to no other place"
