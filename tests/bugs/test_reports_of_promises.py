"""A report opened with promises under the question how much had come in, and what it corrected was read by nobody."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat.phrase import Cash
from bot.messages import Outgoing
from bot.programme.ledger import tallies
from bot.programme.money import cash_book
from bot.programme.money.audit import audit
from tests.support.books import acting
from tests.support.rig import Rig

CONTACT, DEPUTY = "contact-cao-vien", "deputy-cao-vien"


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(tmp_path, start="2021-09-27 09:00") as running:
        running.language = "en"
        for person in running.plan.people:
            await running.reads(person.key, "en")
        yield running


async def pledged(rig: Rig, sum: str, unit: str = "cao vien") -> str:
    """Somebody pledges money for a unit; the code."""
    told: list[Outgoing] = []
    for answer in ("/give_cash", sum, "Without a name", unit, "1", "yes"):
        told = await rig.says("giver", answer)
    return told[0].text.partition("<code>")[2].partition("</code>")[0]


async def by_hand(rig: Rig, sum: int, **more: str) -> int:
    """Two people of Cao Viên sign a line of their cash book; returns its number."""
    async with rig.work() as work:
        unit = await rig.unit(work, "cao-vien")
    async with acting(rig, CONTACT) as tx:
        line = (await cash_book.write_cash(tx, unit=unit, cash=Cash(sum), **more)).id
    async with acting(rig, DEPUTY) as tx:
        await cash_book.sign_cash(tx, line=line)
    return line


async def heard(rig: Rig, who: str, *said: str) -> list[str]:
    """The lines of the last message somebody gets back."""
    told: list[Outgoing] = []
    for text in said:
        told = await rig.says(who, text)
    return told[-1].text.replace("\u00a0", " ").split("\n")


async def test_a_mere_promise_has_not_come_in(rig: Rig) -> None:
    await pledged(rig, "5 triệu")
    assert (await heard(rig, CONTACT, "/weekly_report"))[1:] == [
        "✅ Received in this period:",
        "• Money: <b>0 VND</b>",
        "🟡 Promised in this period:",
        "• Money: <b>5,000,000 VND</b> (1 gift)",
        "Is what was received right?",
    ]


async def test_money_in_the_till_and_on_the_account_has_come_in(rig: Rig) -> None:
    code = await pledged(rig, "2 triệu")
    await rig.bank(2_000_000, code)
    await by_hand(rig, 3_000_000)
    lines = await heard(rig, CONTACT, "/weekly_report")
    assert lines[2] == "• Money: <b>5,000,000 VND</b> (2,000,000 VND by bank, 3,000,000 VND by hand)"


async def test_what_lies_in_tills_is_summed_up_and_audited(rig: Rig) -> None:
    line = await by_hand(rig, 3_000_000)
    await by_hand(rig, 700_000, source="fund", purpose="Quỹ Khuyến học xã")
    async with acting(rig, "manager") as tx:
        assert (await tallies.came(tx)).by_hand == 3_000_000
        assert (await audit(tx)).faults == []
        tx.work.tally(tx.drive, "2021-09-28", 0, tallies.BY_HAND, 0, 1)
        assert ["running sum cash:hand" in fault.what for fault in (await audit(tx)).faults] == [True]
        tx.work.tally(tx.drive, "2021-09-28", 0, tallies.BY_HAND, 0, -1)
    async with acting(rig, CONTACT) as tx:
        slip = (await cash_book.correct_cash(tx, line=line, reason="a slip of zeros")).id
    async with acting(rig, DEPUTY) as tx:
        await cash_book.sign_cash(tx, line=slip)
    async with acting(rig, "manager") as tx:
        assert (await tallies.came(tx)).by_hand == 0
        assert (await audit(tx)).faults == []


async def test_a_correction_stands_beside_the_books_figure_for_its_readers(rig: Rig) -> None:
    code = await pledged(rig, "4tr5")
    await rig.bank(4_500_000, code)
    assert (await heard(rig, CONTACT, "/weekly_report", "2"))[0] == "Which line is to be corrected?"
    asked = await heard(rig, CONTACT, "1")
    assert asked == ["How much money came in during this period? For example: 12.500.000, or 0."]
    assert [button.label.replace("\u00a0", " ") for button in rig.all_heard(CONTACT)[-1].buttons] == [
        "4,500,000 VND",
        "0",
    ]
    await heard(rig, CONTACT, "0")
    thanks = await heard(rig, CONTACT, "1", "3 broadcasts in the village", "The loudspeaker is broken")
    assert "What you corrected is kept beside the figures of the books." in thanks
    told = "⚠️ Xã Cao Viên reports 0 VND, the books say 4,500,000 VND."
    digest = await heard(rig, "official", "/digest")
    assert told in digest
    assert "• Xã Cao Viên: The loudspeaker is broken" in digest
    pages = await heard(rig, "official", rig.all_heard("official")[-1].buttons[0].data)
    assert pages[2:] == [
        "<b>Xã Cao Viên</b>",
        told,
        "📣 3 broadcasts in the village",
        "⚠️ Difficulty: The loudspeaker is broken",
    ]
    assert "for officials" in (await heard(rig, CONTACT, "/unit_reports"))[0]


async def test_a_figure_put_back_to_the_books_is_no_correction(rig: Rig) -> None:
    code = await pledged(rig, "4tr5")
    await rig.bank(4_500_000, code)
    await heard(rig, CONTACT, "/weekly_report", "2", "1", "0", "2", "1")
    thanks = await heard(rig, CONTACT, "4.500.000", "1", "skip", "skip")
    assert "What you corrected is kept beside the figures of the books." not in thanks
    assert not any("the books say" in line for line in await heard(rig, "official", "/digest"))


async def test_many_long_reports_are_read_page_by_page(rig: Rig) -> None:
    words = "từ " * 60
    async with rig.work() as work:
        keys = [unit.key for unit in rig.plan.units if unit.reports][:20]
        numbers = {key: await rig.unit(work, key) for key in keys}
    assert numbers
    for key in keys:
        code = await rig.invite("unit_contact", key)
        await rig.says(key, f"/start {code}")
        await rig.says(key, "/weekly_report")
        await rig.says(key, "1")
        await rig.says(key, words)
        await rig.says(key, words)
    seen, following = [], "/unit_reports 2021-09-28"
    while following:
        [page] = await rig.says("official", following)
        assert len(page.text) <= 4096
        seen += [line for line in page.text.split("\n") if line.startswith("<b>") and "due" not in line]
        more = [button.data for button in page.buttons if button.label == "More units"]
        following = more[0] if more else ""
    assert len(seen) == len(set(seen)) == len(keys)
