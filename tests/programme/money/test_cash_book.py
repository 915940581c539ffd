"""Money by hand: two people for each line, nothing counted twice, and every đồng in one till or account."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.chat.phrase import Cash
from bot.chat.words import Refused
from bot.programme.ledger import tallies
from bot.programme.money import cash_book, handing_on, receipts, settling, transfers
from bot.programme.money.matching import match_receipt
from bot.programme.money.open_receipts import next_open
from bot.programme.money.tills import on_its_way, till
from bot.programme.people import invites
from bot.storage import talks
from bot.storage.tables import cash_lines, contacts, entries, people
from bot.storage.tables import transfers as transfer_rows
from tests.support.books import acting, all_receipts, holds, makes_pledge, state
from tests.support.rig import Rig, said

CONTACT, DEPUTY = "contact-cao-vien", "deputy-cao-vien"


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(tmp_path, start="2021-09-27 09:00") as made:
        await made.says("an", "/start")
        yield made


async def unit(rig: Rig, key: str) -> int:
    async with rig.work() as work:
        return await rig.unit(work, key)


async def writes(rig: Rig, who: str, sum: int, currency: str = "VND", of: str = "cao-vien", **more: str) -> int:
    """Somebody writes a line; returns its number among all."""
    number = await unit(rig, of)
    async with acting(rig, who) as tx:
        return (await cash_book.write_cash(tx, unit=number, cash=Cash(sum, currency), **more)).id


async def signs(rig: Rig, who: str, line: int) -> None:
    async with acting(rig, who) as tx:
        await cash_book.sign_cash(tx, line=line)


async def takes_in(rig: Rig, sum: int, **more: str) -> int:
    line = await writes(rig, CONTACT, sum, **more)
    await signs(rig, DEPUTY, line)
    return line


async def held(rig: Rig, key: str, currency: str = "VND") -> int:
    number = await unit(rig, key)
    async with acting(rig, "manager") as tx:
        return (await till(tx, number)).get(currency, 0)


async def sends(
    rig: Rig, who: str, sum: int, way: str = "hand", of: str = "cao-vien", to: str = "mttq-thanh-oai"
) -> int:
    source, target = await unit(rig, of), await unit(rig, to)
    async with acting(rig, who) as tx:
        return (await handing_on.send_on(tx, unit=source, to=target, cash=Cash(sum), way=way)).number


async def code_of(rig: Rig, transfer: int) -> str:
    [row] = await rig.rows(select(transfer_rows.c.code).where(transfer_rows.c.id == transfer))
    return str(row.code)


async def test_a_line_counts_only_once_a_second_person_has_signed_it(rig: Rig) -> None:
    code = await makes_pledge(rig, "an", 500_000, "cao-vien")
    rig.heard("an"), rig.heard(DEPUTY)
    line = await writes(rig, CONTACT, 500_000, code=code)
    assert await all_receipts(rig) == []
    assert await state(rig, code) == "promised"
    assert "500.000" in said(rig.heard(DEPUTY))[0]
    await signs(rig, DEPUTY, line)
    assert await state(rig, code) == "received"
    assert "500.000" in said(rig.heard("an"))[0]
    assert await held(rig, "cao-vien") == 500_000
    await holds(rig)


async def test_nobody_signs_their_own_line_not_even_from_another_phone(rig: Rig) -> None:
    line = await writes(rig, CONTACT, 500_000)
    with pytest.raises(Refused, match="second person"):
        await signs(rig, CONTACT, line)
    async with rig.work() as work:
        named = await work.rows(select(people.c.id, people.c.name))  # names are sealed: none is looked for in SQL
        [me] = [row.id for row in named if row.name == "Bà Vũ Thị Đầu Mối"]
        other = await rig.unit(work, "cao-vien")
        phone = talks.greet(work, channel="web", chat="second-phone", name="", language="vi", group=False)
        await work.execute(contacts.update().where(contacts.c.id == phone.id).values(person_id=me))
        await invites.grant(work, person=me, contact=phone.id, role="unit_contact", drive=rig.plan.slug, unit=other)
    with pytest.raises(Refused, match="second person"):
        await signs(rig, "second-phone", line)
    await signs(rig, DEPUTY, line)
    with pytest.raises(Refused, match="closed already"):
        await signs(rig, DEPUTY, line)
    await holds(rig)


@pytest.mark.parametrize("who", ["an", "teacher", "official", "contact-women"])
async def test_nobody_else_writes_signs_reads_or_hands_on(rig: Rig, who: str) -> None:
    number, line = await unit(rig, "cao-vien"), await writes(rig, CONTACT, 500_000)
    async with acting(rig, who) as tx:
        for deed in (
            lambda: cash_book.write_cash(tx, unit=number, cash=Cash(1_000)),
            lambda: cash_book.sign_cash(tx, line=line),
            lambda: cash_book.refuse_cash(tx, line=line, why="x"),
            lambda: cash_book.cash_book(tx, unit=number),
            lambda: transfers.transfers_of(tx, unit=number),
            lambda: handing_on.send_on(tx, unit=number, to=number, cash=Cash(1), way="hand"),
        ):
            with pytest.raises(Refused, match="invitation"):
                await deed()


async def test_a_wrong_line_is_taken_out_by_a_line_of_its_own(rig: Rig) -> None:
    code = await makes_pledge(rig, "an", 500_000, "cao-vien")
    wrong = await takes_in(rig, 500_000, code=code)
    async with acting(rig, CONTACT) as tx:
        again = await cash_book.correct_cash(tx, line=wrong, reason="ghi nhầm số tiền")
    async with acting(rig, CONTACT) as tx:
        with pytest.raises(Refused, match="corrected already"):
            await cash_book.correct_cash(tx, line=wrong, reason="lần nữa")
    assert await state(rig, code) == "received", "until a second person has signed, nothing changes"
    await signs(rig, DEPUTY, again.id)
    assert await state(rig, code) == "promised"
    assert await held(rig, "cao-vien") == 0
    assert [row.status for row in await all_receipts(rig)] == ["void", "void"]
    [told] = await rig.rows(select(entries.c.reason).where(entries.c.reason != ""))
    assert told.reason == "ghi nhầm số tiền"
    await takes_in(rig, 450_000, code=code)
    await holds(rig)


async def test_foreign_money_is_kept_as_given_and_its_worth_stands_apart(rig: Rig) -> None:
    line = await writes(rig, CONTACT, 10_000, "USD", payer="Mai Nguyen")
    await signs(rig, DEPUTY, line)
    [row] = await all_receipts(rig)
    assert (row.minor, row.currency, row.vnd) == (10_000, "USD", 2_275_000)
    assert row.rate.startswith("22750/1 USD 2021-09-22 tỷ giá")
    assert await held(rig, "cao-vien", "USD") == 10_000
    await holds(rig)


async def test_budget_and_fund_money_is_no_gift(rig: Rig) -> None:
    await takes_in(rig, 3_000_000, source="fund", purpose="Quỹ Vì người nghèo xã")
    assert (await rig.app.ask(tallies.received)).amount == 0
    assert (await rig.app.ask(lambda tx: tallies.received(tx, item=tallies.GRANTED))).amount == 3_000_000
    assert await held(rig, "cao-vien") == 3_000_000
    await rig.bank(20_000_000, "cap bo sung")
    receipt = (await all_receipts(rig))[-1].id
    async with acting(rig, "accountant") as tx:
        await settling.grant_receipt(tx, receipt=receipt, source="budget", whose="Ngân sách huyện")
    assert (await rig.app.ask(lambda tx: tallies.received(tx, item=tallies.GRANTED))).amount == 23_000_000
    assert await rig.app.ask(receipts.unmatched) == 0
    await holds(rig)
    async with acting(rig, "accountant") as tx:
        await receipts.reopen_receipt(tx, receipt=receipt)
    assert await rig.app.ask(receipts.unmatched) == 20_000_000
    await holds(rig)


async def test_money_handed_on_by_bank_is_counted_once(rig: Rig) -> None:
    await takes_in(rig, 5_000_000)
    transfer = await sends(rig, CONTACT, 5_000_000, "bank")
    assert await held(rig, "cao-vien") == 5_000_000, "on its way it is still the sender's to answer for"
    await rig.bank(3_000_000, f"nop tien {await code_of(rig, transfer)}")
    await holds(rig)
    assert await held(rig, "cao-vien") == 2_000_000
    number = await unit(rig, "cao-vien")
    async with acting(rig, CONTACT) as tx:
        assert await on_its_way(tx, number) == [Cash(2_000_000)]
        with pytest.raises(Refused, match="part of it has arrived"):
            await transfers.take_back(tx, number=transfer)
    rig.heard(CONTACT)
    await rig.bank(2_000_000, f"{await code_of(rig, transfer)} nop not")
    assert "5.000.000" in said(rig.heard(CONTACT))[0]
    assert await held(rig, "cao-vien") == 0
    assert (await rig.app.ask(tallies.received)).amount == 5_000_000
    await holds(rig)


async def test_a_transfer_without_its_code_that_comes_late_is_found_and_may_be_taken_back(
    rig: Rig,
) -> None:
    await takes_in(rig, 5_000_000)
    transfer = await sends(rig, CONTACT, 5_000_000, "bank")
    await rig.bank(5_000_000, "xa Cao Vien nop", at=rig.clock() + timedelta(days=6))
    assert (await rig.app.ask(tallies.received)).amount == 10_000_000, "nobody knows yet that it is the same money"
    receipt = (await all_receipts(rig))[-1].id
    code = await code_of(rig, transfer)
    async with acting(rig, "accountant") as tx:
        waits = await next_open(tx, after=receipt - 1)
        assert waits is not None
        assert [(one.code, one.transfer) for one in waits.likely] == [(code, True)], "the clerk has it to tap"
        await match_receipt(tx, receipt=receipt, code=code)
    assert (await rig.app.ask(tallies.received)).amount == 5_000_000
    await holds(rig)
    async with acting(rig, "accountant") as tx:
        await receipts.reopen_receipt(tx, receipt=receipt)
    assert (await rig.app.ask(tallies.received)).amount == 10_000_000
    assert await held(rig, "cao-vien") == 5_000_000
    await holds(rig)
    async with acting(rig, CONTACT) as tx:
        await transfers.take_back(tx, number=transfer)
    await holds(rig)


async def test_money_handed_on_by_hand_lies_in_the_receivers_till_once_it_is_counted(rig: Rig) -> None:
    await takes_in(rig, 5_000_000)
    rig.heard("coordinator")
    transfer = await sends(rig, CONTACT, 4_000_000)
    assert "4.000.000" in said(rig.heard("coordinator"))[0]
    with pytest.raises(Refused, match="holds only"):
        await sends(rig, CONTACT, 1_500_000)
    async with acting(rig, "contact-women") as tx:
        with pytest.raises(Refused, match="invitation"):
            await transfers.acknowledge(tx, number=transfer)
    async with acting(rig, "coordinator") as tx:
        await transfers.acknowledge(tx, number=transfer)
    assert (await held(rig, "cao-vien"), await held(rig, "mttq-thanh-oai")) == (1_000_000, 4_000_000)
    code = await code_of(rig, transfer)
    lines = await rig.rows(select(entries.c.sort, entries.c.minor).where(entries.c.about == code))
    assert [tuple(line) for line in lines] == [("handed_on", -4_000_000), ("taken_over", 4_000_000)]
    await holds(rig)
    transfer = await sends(rig, CONTACT, 1_000_000)
    async with acting(rig, "coordinator") as tx:
        await transfers.refuse(tx, number=transfer, why="đếm được 900.000 đ")
    assert await held(rig, "cao-vien") == 1_000_000
    await holds(rig)


async def test_whoever_works_for_both_units_does_not_acknowledge_their_own_transfer(rig: Rig) -> None:
    number = await unit(rig, "cao-vien")
    async with acting(rig, "coordinator") as tx:
        me = {"person": tx.actor.person_id, "contact": tx.actor.id}
        await invites.grant(tx.work, **me, role="unit_contact", drive=rig.plan.slug, unit=number)
    await takes_in(rig, 1_000_000)
    transfer = await sends(rig, "coordinator", 1_000_000)
    async with acting(rig, "coordinator") as tx:
        with pytest.raises(Refused, match="second person"):
            await transfers.acknowledge(tx, number=transfer)
    async with acting(rig, "accountant") as tx:
        await transfers.acknowledge(tx, number=transfer)
    await holds(rig)


async def test_money_that_goes_out_with_a_transfers_code_ends_no_transfer(rig: Rig) -> None:
    await takes_in(rig, 1_000_000)
    transfer = await sends(rig, CONTACT, 1_000_000, "bank")
    await rig.bank(-1_000_000, await code_of(rig, transfer))
    assert [row.status for row in await all_receipts(rig)] == ["open", "open"]
    assert await held(rig, "cao-vien") == 1_000_000
    await holds(rig)


async def test_what_lies_elsewhere_cannot_be_paid_out(rig: Rig) -> None:
    await takes_in(rig, 1_000_000)
    with pytest.raises(Refused, match="does not hold"):
        await writes(rig, CONTACT, -1_500_000, purpose="mua máy")
    with pytest.raises(Refused, match="what it was for"):
        await writes(rig, CONTACT, -500_000)
    line = await writes(rig, CONTACT, -400_000, purpose="mua 1 máy tính bảng")
    await signs(rig, DEPUTY, line)
    assert await held(rig, "cao-vien") == 600_000
    assert (await rig.app.ask(lambda tx: tallies.received(tx, item=tallies.SPENT))).amount == -400_000
    assert (await rig.app.ask(tallies.received)).amount == 1_000_000
    await holds(rig)


@pytest.mark.parametrize("seed", range(6))
async def test_every_dong_lies_in_one_till_or_account_whatever_is_done(rig: Rig, seed: int) -> None:
    chance = random.Random(seed)
    codes = [await makes_pledge(rig, "an", chance.randint(1, 9) * 100_000, "cao-vien") for _one in range(4)]
    by_hand = by_bank = 0
    for step in range(70):
        number = await unit(rig, "cao-vien")
        try:
            match chance.choice(
                ["write", "write", "sign", "sign", "correct", "send", "end", "bank", "settle", "settle"]
            ):
                case "write":
                    out = chance.random() < 0.25
                    code = chance.choice([*codes, None])
                    amount = chance.randint(1, 9) * 100_000
                    async with acting(rig, CONTACT) as tx:
                        await cash_book.write_cash(tx, unit=number, cash=Cash(-amount if out else amount), code=code,
                                                   purpose="x" if out else "")  # fmt: skip
                case "sign":
                    waiting = await rig.rows(select(cash_lines).where(cash_lines.c.status == "waiting"))
                    if waiting:
                        row = chance.choice(waiting)
                        await signs(rig, DEPUTY, row.id)
                        by_hand += row.minor
                case "correct":
                    signed = await rig.rows(select(cash_lines).where(cash_lines.c.status == "signed"))
                    if signed:
                        async with acting(rig, CONTACT) as tx:
                            await cash_book.correct_cash(tx, line=chance.choice(signed).id, reason="nhầm")
                case "send":
                    await sends(rig, CONTACT, chance.randint(1, 9) * 50_000, chance.choice(["hand", "bank"]))
                case "end":
                    sent = await rig.rows(select(transfer_rows).where(transfer_rows.c.status == "sent"))
                    if sent:
                        row = chance.choice(sent)
                        if row.way == "bank" and chance.random() < 0.7:
                            part = chance.choice([row.minor, row.minor // 2])
                            await rig.bank(part, row.code)
                            by_bank += part
                        else:
                            deed = chance.choice([transfers.acknowledge, transfers.take_back])
                            who = "coordinator" if deed is transfers.acknowledge else CONTACT
                            async with acting(rig, who) as tx:
                                await deed(tx, number=row.id)
                case "bank":
                    amount = chance.choice([-1, 1, 1]) * chance.randint(1, 9) * 100_000
                    await rig.bank(amount, chance.choice([*codes, "ung ho", "ung ho"]))
                    by_bank += amount
                case "settle":
                    found = await all_receipts(rig)
                    if not found:
                        continue
                    receipt = chance.choice(found).id
                    async with acting(rig, "accountant") as tx:
                        match chance.choice(["split", "grant", "spend", "unknown", "match", "reopen", "transfer"]):
                            case "split":
                                await settling.split_receipt(tx, receipt=receipt, part=chance.randint(1, 9) * 50_000)
                            case "grant":
                                await settling.grant_receipt(tx, receipt=receipt, source="fund", whose="Quỹ xã")
                            case "spend":
                                await settling.spend_receipt(tx, receipt=receipt, purpose="mua máy")
                            case "unknown":
                                await receipts.donor_unknown(tx, receipt=receipt)
                            case "match":
                                await match_receipt(tx, receipt=receipt, code=chance.choice(codes))
                            case "transfer":
                                known = [row.code for row in await tx.work.rows(select(transfer_rows.c.code))] or ["x"]
                                await match_receipt(tx, receipt=receipt, code=chance.choice(known))
                            case "reopen":
                                await receipts.reopen_receipt(tx, receipt=receipt)
        except Refused:
            continue
        if step % 10 == 0:
            await holds(rig)
    await holds(rig)
    found = await all_receipts(rig)
    told = {row.id: row for row in found}
    assert sum(row.minor for row in found if row.parent_id is None and row.holder_id is None) == by_bank
    assert sum(row.minor for row in found if row.parent_id is None and row.holder_id is not None) == by_hand
    forwarded = sum(row.minor for row in found if row.status == "forwarded")
    tills = await held(rig, "cao-vien") + await held(rig, "mttq-thanh-oai")
    assert tills == by_hand - forwarded, "what went to the account by transfer left the tills, and nothing else did"
    assert all(row.parent_id is None or told[row.parent_id].status == "split" for row in found)
