"""What money bought: every đồng of a purchase comes from a receipt, none is spent twice, and the ledger says so."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update

from bot.chat.phrase import Cash
from bot.chat.words import Refused
from bot.programme.giving.bought import bought_with, pieces_of
from bot.programme.money import purchases
from bot.programme.money.audit import Audit, audit
from bot.programme.money.drawing import gaps
from bot.programme.money.matching import match_receipt
from bot.programme.money.purchases import Purchase
from bot.programme.money.receipts import donor_unknown, reopen_receipt
from bot.programme.money.settling import grant_receipt, spend_receipt, split_receipt
from bot.programme.world import World
from bot.storage.tables import entries, pledges, purchase_funds, receipts
from bot.storage.tables import purchases as rows
from tests.support.books import acting, all_receipts, holds, makes_pledge
from tests.support.rig import Rig, said

CLERK = "accountant"


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(tmp_path, start="2021-09-27 09:00") as made:
        await made.says("an", "/start")
        await made.says(CLERK, "/menu")
        yield made


async def gives(rig: Rig, sum: int) -> str:
    """Somebody pledges and pays; returns the code."""
    code = await makes_pledge(rig, "an", sum)
    await rig.bank(sum, code)
    return code


async def last(rig: Rig) -> int:
    return int((await all_receipts(rig))[-1].id)


async def pays(rig: Rig, sum: int) -> int:
    """The account pays a shop; returns the receipt."""
    await rig.bank(-sum, "mua may")
    return await last(rig)


async def buys(rig: Rig, receipt: int, count: int, price: int, item: str = "tablet") -> Purchase:
    async with acting(rig, CLERK) as tx:
        return await purchases.record_purchase(
            tx, receipt=receipt, item=item, count=count, price=Cash(price), seller="Cửa hàng Thí Dụ"
        )


async def funds(rig: Rig, code: str) -> list[tuple[int, int, int]]:
    """(start, đồng, the whole of the receipt) of a purchase's stretches."""
    found = select(purchase_funds.c.start, purchase_funds.c.minor, receipts.c.minor.label("whole"))
    found = found.join(rows, rows.c.id == purchase_funds.c.purchase_id)
    found = found.join(receipts, receipts.c.id == purchase_funds.c.receipt_id).where(rows.c.code == code)
    return [(row.start, row.minor, row.whole) for row in await rig.rows(found.order_by(purchase_funds.c.start))]


async def whole(rig: Rig) -> Audit:
    """The books agree, and what each receipt's lines come to is what is left of it."""
    await holds(rig)
    found = await rig.app.ask(audit)
    assert found.whole, found.faults
    return found


async def test_a_purchase_draws_the_oldest_money_first_and_the_ledger_follows_every_dong(rig: Rig) -> None:
    first, second, third = await gives(rig, 2_000_000), await gives(rig, 1_500_000), await gives(rig, 4_000_000)
    bought = await buys(rig, await pays(rig, 5_000_000), 2, 2_500_000)
    assert await funds(rig, bought.code) == [
        (0, 2_000_000, 2_000_000),
        (2_000_000, 1_500_000, 1_500_000),
        (3_500_000, 1_500_000, 4_000_000),
    ]
    assert (bought.gifts, bought.sources, bought.untraced) == (3, {"gift": 5_000_000}, Cash(0))
    found = await rig.rows(select(entries).where(entries.c.about == bought.code).order_by(entries.c.number))
    assert [(row.sort, row.minor) for row in found] == [
        ("drawn", -2_000_000), ("drawn", -1_500_000), ("drawn", -1_500_000), ("bought", 5_000_000)
    ]  # fmt: skip
    assert found[-1].reason == "2 × máy tính bảng, Cửa hàng Thí Dụ"
    left = select(receipts.c.minor, func.sum(entries.c.minor)).join(entries, entries.c.receipt_id == receipts.c.id)
    sums = {minor: int(sum) for minor, sum in await rig.rows(left.group_by(receipts.c.id, receipts.c.minor))}
    assert sums == {2_000_000: 0, 1_500_000: 0, 4_000_000: 2_500_000, -5_000_000: 0}
    await whole(rig)
    async with acting(rig, "an") as tx:
        numbers = {row.code: row.id for row in await tx.work.rows(select(pledges))}
        mine = await bought_with(tx, list(numbers.values()))
    assert [(mine[numbers[code]].whole, mine[numbers[code]].shared) for code in (first, second, third)] == [
        ({}, {"tablet": 1}), ({}, {"tablet": 2}), ({}, {"tablet": 1})
    ]  # fmt: skip


async def test_the_giver_reads_what_the_money_bought(rig: Rig) -> None:
    await gives(rig, 7_000_000)
    await gives(rig, 1_000_000)
    await rig.says("an", "/menu")
    before = len(rig.heard("an"))
    await buys(rig, await pays(rig, 7_500_000), 3, 2_500_000)
    told = said(rig.heard("an")[before:])
    assert any("2 × máy tính bảng" in text and "một phần của 1 × máy tính bảng" in text for text in told), told
    assert any("một phần của 1 × máy tính bảng" in text and "500.000" in text for text in told), told


async def test_no_more_is_bought_than_went_out_or_came_in(rig: Rig) -> None:
    await gives(rig, 1_000_000)
    await rig.bank(9_000_000, "khong ro")
    out = await pays(rig, 5_000_000)
    with pytest.raises(Refused, match="more than what went out"):
        await buys(rig, out, 3, 2_500_000)
    with pytest.raises(Refused, match="Only"):
        await buys(rig, out, 2, 2_500_000)
    assert await rig.rows(select(rows)) == []
    async with acting(rig, CLERK) as tx:
        await donor_unknown(tx, receipt=next(row.id for row in await all_receipts(rig) if row.minor == 9_000_000))
    bought = await buys(rig, out, 2, 2_500_000)
    assert bought.sources == {"gift": 1_000_000, "unknown": 4_000_000}
    with pytest.raises(Refused, match="more than what went out"):
        await buys(rig, out, 1, 1)
    await whole(rig)


async def test_money_that_bought_something_is_not_taken_out_split_or_called_otherwise(rig: Rig) -> None:
    await gives(rig, 5_000_000)
    paid = await last(rig)
    out = await pays(rig, 5_000_000)
    bought = await buys(rig, out, 2, 2_500_000)
    async with acting(rig, CLERK) as tx:
        with pytest.raises(Refused, match="Please take that back first"):
            await reopen_receipt(tx, receipt=out)
    async with acting(rig, CLERK) as tx:
        await reopen_receipt(tx, receipt=paid)
        with pytest.raises(Refused, match="Please take that back first"):
            await split_receipt(tx, receipt=paid, part=1_000_000)
        await donor_unknown(tx, receipt=paid)
    await whole(rig)
    async with acting(rig, CLERK) as tx:
        assert not (await purchases.take_back_purchase(tx, code=bought.code, reason="ghi nhầm")).standing
        await reopen_receipt(tx, receipt=out)
    await whole(rig)


async def test_what_is_given_back_is_replaced_by_other_money(rig: Rig) -> None:
    code = await gives(rig, 3_000_000)
    other = await gives(rig, 1_000_000)
    bought = await buys(rig, await pays(rig, 2_500_000), 1, 2_500_000)
    await rig.bank(-2_000_000, code)
    assert await funds(rig, bought.code) == [(0, 1_000_000, 3_000_000), (1_000_000, 1_000_000, 1_000_000)]
    async with acting(rig, CLERK) as tx:
        assert (await purchases.purchase_seen(tx, code=bought.code)).untraced == Cash(500_000)
    await whole(rig)
    await gives(rig, 700_000)
    async with acting(rig, CLERK) as tx:
        assert (await purchases.retrace_purchase(tx, code=bought.code)).untraced == Cash(0)
    assert sum(minor for _start, minor, _whole in await funds(rig, bought.code)) == 2_500_000
    assert other != code
    await whole(rig)


async def test_only_clerks_record_what_an_account_paid(rig: Rig) -> None:
    await gives(rig, 5_000_000)
    out = await pays(rig, 5_000_000)
    for who in ("an", "contact-cao-vien", "coordinator"):
        await rig.says(who, "/menu")
        async with acting(rig, who) as tx:
            with pytest.raises(Refused, match="invitation"):
                await purchases.record_purchase(
                    tx, receipt=out, item="tablet", count=1, price=Cash(1_000), seller="Thí Dụ"
                )
    async with acting(rig, CLERK) as tx:
        for wrong in ({"item": "sofa"}, {"count": 0}, {"price": Cash(0)}, {"price": Cash(100, "USD")}, {"seller": " "}):
            good: dict[str, Any] = {"item": "tablet", "count": 1, "price": Cash(1_000), "seller": "Thí Dụ"}
            with pytest.raises(Refused):
                await purchases.record_purchase(tx, receipt=out, **good | wrong)


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
@pytest.mark.parametrize("seed", range(3))
async def test_whatever_clerks_do_every_dong_comes_from_one_receipt_and_is_spent_once(
    tmp_path: Path, engine: str, seed: int
) -> None:
    chance = random.Random(seed)
    async with Rig(tmp_path, start="2021-09-27 09:00", engine=engine) as rig:
        await rig.says("an", "/start")
        await rig.says(CLERK, "/menu")
        codes = [await makes_pledge(rig, "an", chance.randrange(1, 40) * 100_000) for _one in range(4)]
        done = 0
        for _step in range(60):
            done += await _something(rig, chance, codes)
            found = await rig.app.ask(audit)
            assert found.whole, found.faults
        assert done > 15
        await holds(rig)


async def _something(rig: Rig, chance: random.Random, codes: list[str]) -> bool:
    """One thing that a bank tells or a clerk does, sensible or not; whether it was done."""
    what = chance.choice(
        ["in", "in", "in", "lost", "out", "out", "back", "buy", "buy", "buy", "undo", "settle", "take"]
    )
    found = await all_receipts(rig)
    sum = chance.randrange(1, 50) * 100_000
    if what in ("in", "lost", "out", "back"):
        memo = chance.choice(codes) if what in ("in", "back") else "ung ho"
        await rig.bank(sum if what in ("in", "lost") else -sum, memo)
        return True
    bought = [row.code for row in await rig.rows(select(rows.c.code).where(rows.c.status == "standing"))]
    if not found or (what == "take" and not bought):
        return False
    some = chance.choice(found)
    try:
        async with acting(rig, CLERK) as tx:
            if what == "buy":
                out = [row for row in found if row.minor < 0 and row.status in ("open", "spent")] or found
                price = Cash(chance.choice([100_000, 333_333, 700_000]))
                await purchases.record_purchase(
                    tx, receipt=chance.choice(out).id, item="tablet", count=chance.randrange(1, 5), price=price,
                    seller="Thí Dụ",
                )  # fmt: skip
            elif what == "take" and chance.random() < 0.5:
                await purchases.retrace_purchase(tx, code=chance.choice(bought))
            elif what == "take":
                await purchases.take_back_purchase(tx, code=chance.choice(bought), reason="nhầm")
            elif what == "undo":
                await reopen_receipt(tx, receipt=some.id)
            else:
                await _settles(tx, chance, some.id, chance.choice(codes))
    except Refused:
        return False
    return True


async def _settles(tx: World, chance: random.Random, receipt: int, code: str) -> None:
    """A clerk says something of a receipt, right or wrong."""
    match chance.randrange(5):
        case 0:
            await match_receipt(tx, receipt=receipt, code=code)
        case 1:
            await donor_unknown(tx, receipt=receipt)
        case 2:
            await grant_receipt(tx, receipt=receipt, source="fund", whose="Quỹ Thí Dụ")
        case 3:
            await spend_receipt(tx, receipt=receipt, purpose="vận chuyển")
        case _split:
            await split_receipt(tx, receipt=receipt, part=50_000)


TAMPERINGS = (
    update(purchase_funds).values(minor=4_000_000),
    update(purchase_funds).values(
        receipt_id=select(func.max(receipts.c.id)).where(receipts.c.minor > 0).scalar_subquery()
    ),
    update(rows).values(count=3),
    update(rows).values(status="taken_back"),
    delete(purchase_funds),
    update(entries).where(entries.c.sort == "drawn").values(about="TOD2222222"),
)


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=range(len(TAMPERINGS)))
async def test_tampering_with_what_paid_for_a_purchase_is_found(rig: Rig, tampering: Any) -> None:
    await gives(rig, 5_000_000)
    await gives(rig, 5_000_000)
    await buys(rig, await pays(rig, 5_000_000), 2, 2_500_000)
    await whole(rig)
    async with rig.work() as work:
        await work.execute(tampering)
    assert not (await rig.app.ask(audit)).whole


def test_a_stretch_pays_for_the_pieces_it_lies_in() -> None:
    for price in range(1, 8):
        for start in range(25):
            for minor in range(1, 25):
                found: dict[int, int] = {}
                for dong in range(start, start + minor):
                    found[dong // price + 1] = found.get(dong // price + 1, 0) + 1
                assert pieces_of(start, minor, price) == sorted(found.items())


def test_gaps_are_what_no_stretch_covers() -> None:
    chance = random.Random(1)
    for _one in range(500):
        size, at, covered, stretches = chance.randrange(1, 30), 0, set(), []
        while at < size:
            length = min(chance.randrange(1, 8), size - at)
            if chance.random() < 0.6:
                stretches.append(type("Stretch", (), {"start": at, "minor": length})())
                covered |= {*range(at, at + length)}
            at += length
        found = [dong for start, minor in gaps(stretches, size) for dong in range(start, start + minor)]
        assert found == sorted({*range(size)} - covered)
