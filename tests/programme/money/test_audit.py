"""`ledger verify` finds every tampering that was ever tried on the books, and says which line."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import delete, func, select, text, update

from bot.commands.ledger import verify
from bot.programme.ledger import anchors as marks
from bot.programme.ledger import entries as ledger
from bot.programme.ledger import tallies
from bot.programme.money.audit import Audit, audit
from bot.storage.tables import anchors, entries, receipts, tellings
from bot.storage.tables import tallies as tally_rows
from bot.storage.work import Work
from tests.support.books import holds, makes_pledge
from tests.support.rig import Rig

Tampering = Callable[[Rig, Work], Awaitable[Any]]


@pytest.fixture(params=["sqlite", "postgres"])
async def rig(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Rig]:
    """Five receipts: two matched, one unknown to everybody, and a digest that was sent of them; then one more."""
    async with Rig(tmp_path, start="2021-09-27 09:00", engine=request.param) as made:
        await made.says("an", "/start")
        first, second = await makes_pledge(made, "an", 500_000, "cao-vien"), await makes_pledge(made, "an", 300_000)
        for sum, memo in (
            (500_000, first),
            (300_000, second),
            (200_000, "ung ho"),
            (100_000, "x"),
            (900_000, "ung ho"),
        ):
            await made.bank(sum, memo)
        await made.move("2021-09-29 09:00")
        await made.bank(50_000, "muon")
        await holds(made)
        yield made


async def found(rig: Rig) -> Audit:
    return await rig.app.ask(audit)


async def number_of(work: Work, minor: int) -> int:
    return int((await work.one(select(receipts.c.id).where(receipts.c.minor == minor))).id)


async def edited_sum(rig: Rig, work: Work) -> None:
    await work.execute(update(entries).where(entries.c.number == 3).values(minor=1))


async def edited_time(rig: Rig, work: Work) -> None:
    await work.execute(update(entries).where(entries.c.number == 3).values(at=rig.clock()))


async def swapped_lines(rig: Rig, work: Work) -> None:
    for one, other in ((1, -1), (3, 1), (-1, 3)):
        await work.execute(update(entries).where(entries.c.number == one).values(number=other))


async def missing_middle_line(rig: Rig, work: Work) -> None:
    await work.execute(delete(entries).where(entries.c.number == 3))


async def missing_last_line(rig: Rig, work: Work) -> None:
    last = (await work.one(select(func.max(entries.c.number)))).max_1
    await work.execute(delete(entries).where(entries.c.number == last))


async def last_line_and_its_receipt_gone(rig: Rig, work: Work) -> None:
    number = await number_of(work, 50_000)
    await work.execute(delete(entries).where(entries.c.receipt_id == number))
    await work.execute(delete(tellings).where(tellings.c.receipt_id == number))
    await work.execute(delete(receipts).where(receipts.c.id == number))


async def moved_between_two_receipts(rig: Rig, work: Work) -> None:
    for minor, by in ((200_000, -50_000), (900_000, 50_000)):
        number = await number_of(work, minor)
        await work.execute(update(receipts).where(receipts.c.id == number).values(minor=minor + by, vnd=minor + by))


async def given_to_anothers_pledge(rig: Rig, work: Work) -> None:
    other = (await work.one(select(receipts.c.pledge_id).where(receipts.c.minor == 500_000))).pledge_id
    await work.execute(update(receipts).where(receipts.c.minor == 300_000).values(pledge_id=other))


async def matched_made_unknown(rig: Rig, work: Work) -> None:
    mine = receipts.c.minor == 300_000
    await work.execute(update(receipts).where(mine).values(status="unknown", pledge_id=None))


async def another_time(rig: Rig, work: Work) -> None:
    at = rig.clock() - timedelta(days=30)
    await work.execute(update(receipts).where(receipts.c.minor == 200_000).values(moved_at=at))


async def another_memo(rig: Rig, work: Work) -> None:
    await work.execute(update(receipts).where(receipts.c.minor == 200_000).values(memo="cua toi"))


async def another_account(rig: Rig, work: Work) -> None:
    await work.execute(update(receipts).where(receipts.c.minor == 200_000).values(account="0900000999"))


async def deleted_telling(rig: Rig, work: Work) -> None:
    await work.execute(delete(tellings).where(tellings.c.receipt_id == await number_of(work, 200_000)))


async def deleted_marks_of_days(rig: Rig, work: Work) -> None:
    await work.execute(delete(anchors).where(anchors.c.name.startswith("day:")))


async def running_sums_raised(rig: Rig, work: Work) -> None:
    raised = update(tally_rows).where(tally_rows.c.item == tallies.RECEIVED)
    await work.execute(raised.values(amount=tally_rows.c.amount + 10_000_000))


async def whole_chain_recomputed(rig: Rig, work: Work) -> None:
    """A receipt and its telling are lowered, the running sums and every hash after them follow."""
    number = await number_of(work, 200_000)
    await work.execute(update(receipts).where(receipts.c.id == number).values(minor=150_000, vnd=150_000))
    await work.execute(update(tellings).where(tellings.c.receipt_id == number).values(minor=150_000))
    lower = update(tally_rows).where(tally_rows.c.item == tallies.RECEIVED, tally_rows.c.unit_id == 0)
    lowest = (await work.one(select(func.max(tally_rows.c.period)).where(tally_rows.c.unit_id == 0))).max_1
    await work.execute(lower.where(tally_rows.c.period == lowest).values(amount=tally_rows.c.amount - 50_000))
    before = ledger.START
    for row in await work.rows(select(entries).order_by(entries.c.number)):
        minor = 150_000 if row.receipt_id == number and row.minor else row.minor
        lowered = msgspec.structs.replace(ledger.entry_of(row), minor=minor)
        before = ledger.hashed(before, ledger.told(rig.secrecy, lowered))
        change = update(entries).where(entries.c.number == row.number)
        await work.execute(change.values(minor=minor, hash=before))


TAMPERINGS: dict[Tampering, str] = {
    edited_sum: "chain",
    edited_time: "chain",
    swapped_lines: "chain",
    missing_middle_line: "chain",
    missing_last_line: "has no line in the ledger",
    last_line_and_its_receipt_gone: "the running sum",
    moved_between_two_receipts: "holds 150,000 VND, the ledger 200,000 VND",
    given_to_anothers_pledge: "counts for",
    matched_made_unknown: "is unknown, the ledger says matched",
    another_time: "has another time, memo or payer",
    another_memo: "has another time, memo or payer",
    another_account: "is on 0900000999, the bank told of",
    deleted_telling: "what the bank told of it is gone",
    deleted_marks_of_days: "the mark of 27/09/2021 is gone",
    running_sums_raised: "the running sum",
    whole_chain_recomputed: "mark",
}


async def test_books_that_nobody_touched_are_whole(rig: Rig, capsys: pytest.CaptureFixture[str]) -> None:
    made = await found(rig)
    assert (made.whole, made.faults, made.unchecked) == (True, [], 0)
    assert {one.kind for one in made.anchors} == {"day", "digest"}
    assert await verify(rig.settings) == 0
    out = capsys.readouterr().out
    assert "marks of digests and days still hold" in out
    assert "FIX" not in out


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda one: one.__name__)
async def test_a_tampering_is_found(rig: Rig, tampering: Tampering, capsys: pytest.CaptureFixture[str]) -> None:
    async with rig.work() as work:
        if rig.database.sqlite:
            await work.execute(text("PRAGMA defer_foreign_keys=ON"))
        await tampering(rig, work)
    made = await found(rig)
    assert not made.whole
    match TAMPERINGS[tampering]:
        case "chain":
            assert made.verdict.broken in (1, 3)
        case "mark":
            assert not made.verdict.broken
            assert not made.faults
            assert [one.holds for one in made.anchors].count(False) >= 1
        case words:
            assert any(words in fault.what for fault in made.faults), made.faults
    assert await verify(rig.settings) == 1
    assert "FIX" in capsys.readouterr().out


async def test_a_digest_keeps_its_mark_and_a_day_its_own(rig: Rig) -> None:
    digest, *days = sorted(await rig.app.ask(marks.kept), key=lambda one: one.kind != "digest")
    said = next(one.text for one in rig.all_heard("official") if digest.hash.hex()[:16] in one.text)
    assert f"{digest.number} dòng" in said
    assert [one.name for one in days] == ["day:2021-09-27", "day:2021-09-28"]
    assert len(await rig.rows(select(anchors))) == 3
