"""One movement stands in the books once, whoever tells of it, in whatever words, order and number."""

from __future__ import annotations

import json
import random
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from bot.bank.line import BankLine
from bot.bank.notices import casso, sepay
from bot.bank.numbers import bare
from bot.messages import Incoming
from bot.programme.ledger import entries as ledger
from bot.programme.money import doubts
from bot.programme.money.doubts import another_movement, next_doubt, same_movement
from bot.programme.money.taking_out import take_out
from bot.storage.tables import contacts, statements, tellings
from tests.support.books import acting, all_receipts, holds, makes_pledge, state
from tests.support.rig import Rig

START = "2021-10-01 09:00"
ACCOUNT = "0000020210923"


@pytest.fixture(params=["sqlite", "postgres"])
async def rig(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Rig]:
    async with Rig(tmp_path, start=START, engine=request.param) as made:
        await made.says("an", "/start")
        yield made


def moment(rig: Rig, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=rig.zone)


async def by_sepay(rig: Rig, id: int, sum: int, memo: str, at: str, number: str = "", **more: Any) -> None:
    way = "in" if sum > 0 else "out"
    body = {"id": id, "transactionDate": at, "accountNumber": ACCOUNT, "content": memo, "referenceCode": number}
    body |= {"transferType": way, "transferAmount": abs(sum)}
    await by(rig, "sepay", sepay(json.dumps(body | more).encode(), rig.zone))


async def by_casso(rig: Rig, id: int, sum: int, memo: str, at: str, number: str = "", **more: Any) -> None:
    body = {"id": id, "tid": number, "description": memo, "amount": sum, "when": at, "bank_sub_acc_id": ACCOUNT}
    await by(rig, "casso", casso(json.dumps({"error": 0, "data": [body | more]}).encode(), rig.zone))


async def by(rig: Rig, source: str, lines: list[BankLine]) -> None:
    for line in lines:
        about = {"line": msgspec.to_builtins(line), "source": source}
        id = f"{source}:{line.account}:{line.told_id}"
        await rig.take(Incoming(channel="bank", chat=line.account, id=id, at=rig.clock(), about=about))


async def by_statement(rig: Rig, number: int, *told: dict[str, Any], at_once: int = 200) -> None:
    """A statement that was read and confirmed; each line: sum, day, and whatever else it tells."""
    async with rig.work() as work:
        if not await rig.rows(select(statements.c.id).where(statements.c.id == number)):
            contact = (await rig.rows(select(contacts.c.id).limit(1)))[0].id
            row = {"id": number, "drive": rig.plan.slug, "contact_id": contact, "file": "web:x", "account": ACCOUNT}
            work.add(statements, **row, name=f"sk{number}.csv", status="taking", made_at=rig.clock())
    lines = read(rig, told)
    for first in range(0, len(lines), at_once):
        about = {"lines": msgspec.to_builtins(lines[first : first + at_once]), "statement": number, "first": first}
        id = f"statement:{number}:take:{first}"
        await rig.take(Incoming(channel="bank", chat=ACCOUNT, id=id, at=rig.clock(), about=about))


def read(rig: Rig, told: Sequence[dict[str, Any]]) -> list[BankLine]:
    """The lines of a statement, each: sum, day, and whatever else it tells."""
    return [
        BankLine(account=ACCOUNT, reference=one.get("number") or f"{place:016x}", minor=one["sum"],
                 at=moment(rig, one["day"]), number=one.get("number", ""), memo=one.get("memo", ""),
                 balance=one.get("balance"))
        for place, one in enumerate(told)
    ]  # fmt: skip


async def sums(rig: Rig) -> list[int]:
    return sorted(row.minor for row in await all_receipts(rig) if row.status != "void")


async def states(rig: Rig) -> list[str]:
    return [row.state for row in await rig.rows(select(tellings.c.state).order_by(tellings.c.id))]


async def test_a_bank_number_in_three_spellings_is_one_movement(rig: Rig) -> None:
    code = await makes_pledge(rig, "an", 1_500_000)
    await by_casso(rig, 1, 500_000, f"UNG HO {code}", "2021-10-01 08:00:00", "5078 - 93023")
    await by_casso(rig, 2, 100_000, "x", "2021-10-01 08:00:00", "5078 - 93024")
    await by_sepay(rig, 1, 500_000, f"{code} ung ho", "2021-10-01 08:00:07", "5078-93023")
    await by_statement(rig, 1, {"sum": 500_000, "day": "2021-10-01", "number": "5078.93023", "memo": code})
    assert await sums(rig) == [100_000, 500_000]
    assert await states(rig) == ["first", "first", "same", "same"]
    assert await state(rig, code) == "promised"
    await holds(rig)


async def test_the_services_number_is_found_inside_the_statements_memo(rig: Rig) -> None:
    await by_sepay(rig, 92704, 500_000, "ung ho may tinh", "2021-10-01 08:00:00", "MBVCB.3278907687")
    memo = "MBVCB.3278907687.ung ho may tinh.CT tu 0900000001 NGUYEN VAN AN"
    await by_statement(rig, 1, {"sum": 500_000, "day": "2021-10-01", "number": "5243.65937", "memo": memo})
    assert await sums(rig) == [500_000]
    assert await states(rig) == ["first", "same"]


async def test_a_number_that_comes_again_is_another_movement_when_the_service_says_so(rig: Rig) -> None:
    for id, at in ((1, "2021-09-11 08:00:00"), (2, "2021-10-01 08:00:00"), (3, "2021-10-01 09:00:00")):
        for _time in range(2):
            await by_sepay(rig, id, 300_000, "ung ho", at, "FT0001")
    assert await sums(rig) == [300_000, 300_000, 300_000]
    await holds(rig)


async def test_two_exports_of_one_bank_that_tell_other_memos_overlap_without_doubling(rig: Rig) -> None:
    first = {"sum": 20_000_000, "day": "2021-09-27 00:54:04", "memo": "TKThe :0900000000001 tai VCB. MBVCB.6988288617"}
    second = {"sum": 100_000, "day": "2021-09-27 00:54:05", "memo": "VU THI C ung ho - B2B02009704 9"}
    await by_statement(rig, 1, first, second)
    await by_statement(rig, 2, first | {"memo": "0900000000xxx TKThe MBVCB.6988288617 CT tu LE THI B"},
                       second | {"memo": "0900000000xxx VU THI C ung ho -B2B020097049"},
                       {"sum": 50_000, "day": "2021-09-27 08:00:00", "memo": "D moi"})  # fmt: skip
    assert sum(await sums(rig)) == 20_150_000
    assert "doubtful" not in await states(rig)


async def test_the_running_balance_names_a_movement_whatever_its_number_and_memo(rig: Rig) -> None:
    await by_statement(rig, 1, {"sum": 100, "day": "2021-10-01", "number": "1111111", "memo": "a", "balance": 500})
    await by_statement(rig, 2, {"sum": 100, "day": "2021-10-01", "number": "2222222", "memo": "b", "balance": 500},
                       {"sum": 100, "day": "2021-10-01", "number": "1111111", "memo": "a", "balance": 600})  # fmt: skip
    assert await sums(rig) == [100, 100]


async def test_a_code_that_only_the_later_telling_bears_matches_the_receipt(rig: Rig) -> None:
    code = await makes_pledge(rig, "an", 500_000)
    await by_sepay(rig, 1, 500_000, "ung ho", "2021-10-01 08:00:00", "FT21274001")
    assert await state(rig, code) == "promised"
    await by_statement(rig, 1, {"sum": 500_000, "day": "2021-10-01", "number": "FT21274001", "memo": f"ung ho {code}"})
    assert await state(rig, code) == "received"
    assert await sums(rig) == [500_000]
    await holds(rig)


async def doubtful(rig: Rig) -> tuple[str, str]:
    """A notice and a statement's line of the same day and sum that nothing else binds: two codes, none, of one gift."""
    code = await makes_pledge(rig, "an", 500_000)
    await by_sepay(rig, 1, 500_000, "nop ho con", "2021-10-01 08:00:00", "FT21274001")
    await by_statement(rig, 1, {"sum": 500_000, "day": "2021-10-01", "number": "5243.65937", "memo": f"gop {code}"})
    assert await sums(rig) == [500_000]
    assert await state(rig, code) == "promised"
    return code, "doubtful"


async def test_what_may_be_in_the_books_already_is_shown_side_by_side_and_not_booked(rig: Rig) -> None:
    code, _state = await doubtful(rig)
    assert (await states(rig))[-1] == "doubtful"
    async with acting(rig, "accountant") as tx:
        found = await next_doubt(tx, after=0)
    assert found is not None
    assert (found.booked.source, found.booked.memo) == ("sepay", "nop ho con")
    assert (found.told.source, found.told.file, found.told.memo) == ("statement", "sk1.csv", f"gop {code}")


async def test_the_clerk_says_that_it_is_one(rig: Rig) -> None:
    code, _state = await doubtful(rig)
    async with acting(rig, "accountant") as tx:
        found = await next_doubt(tx, after=0)
        assert found is not None
        await same_movement(tx, telling=found.telling)
        assert await next_doubt(tx, after=0) is None
    assert await sums(rig) == [500_000]
    assert await state(rig, code) == "received"
    await holds(rig)


async def test_the_clerk_says_that_they_are_two_and_no_later_telling_makes_them_one(rig: Rig) -> None:
    code, _state = await doubtful(rig)
    async with acting(rig, "accountant") as tx:
        found = await next_doubt(tx, after=0)
        assert found is not None
        await another_movement(tx, telling=found.telling)
    assert await sums(rig) == [500_000, 500_000]
    assert await state(rig, code) == "received"
    await by_casso(rig, 5, 500_000, "la", "2021-10-01 08:00:00")
    assert await sums(rig) == [500_000, 500_000]
    await holds(rig)


async def test_evidence_takes_the_place_of_a_guess(rig: Rig) -> None:
    await by_statement(rig, 1, {"sum": 500_000, "day": "2021-10-01", "number": "1000001"})
    await by_sepay(rig, 1, 500_000, "ung ho", "2021-10-01 08:00:00", "FT99")
    assert await states(rig) == ["first", "doubtful"]
    await by_sepay(rig, 2, 500_000, "ung ho", "2021-10-01 09:00:00", "1000001")
    assert await states(rig) == ["first", "first", "same"]
    assert await sums(rig) == [500_000, 500_000]
    await holds(rig)


async def test_what_the_statement_does_not_show_is_taken_out_with_a_reason_and_booked_again_if_it_does(
    rig: Rig,
) -> None:
    await by_sepay(rig, 1, 500_000, "ung ho", "2021-09-27 08:00:00", "FT1")
    await by_statement(rig, 1, *({"sum": 1_000 + n, "day": f"2021-09-{24 + n}"} for n in range(6)))
    await rig.move("2021-10-02 08:30")
    heard = rig.heard("accountant")
    assert any("sao kê không có" in message.text for message in heard), [message.text for message in heard]
    [row] = [row for row in await all_receipts(rig) if row.minor == 500_000]
    async with acting(rig, "accountant") as tx:
        await take_out(tx, receipt=row.id, reason="Ngân hàng báo nhầm")
    assert 500_000 not in await sums(rig)
    await holds(rig)
    await by_sepay(rig, 1, 500_000, "ung ho", "2021-09-27 08:00:00", "FT1")
    assert 500_000 not in await sums(rig)
    await by_statement(rig, 2, {"sum": 500_000, "day": "2021-09-27", "number": "FT1"})
    assert (await sums(rig))[-1] == 500_000
    await holds(rig)


async def test_a_statement_taken_again_in_other_parts_changes_nothing(rig: Rig) -> None:
    told = [{"sum": 100_000, "day": "2021-10-01", "memo": f"ung ho lan {n % 3}"} for n in range(9)]
    await by_statement(rig, 1, *told, at_once=4)
    before = await rig.everything()
    await by_statement(rig, 1, *told, at_once=4)
    after = await rig.everything()
    assert before["receipts"] == after["receipts"]
    await by_statement(rig, 2, *told, at_once=2)
    assert await sums(rig) == [100_000] * 9


@pytest.mark.parametrize("seed", range(6))
async def test_three_tellings_of_one_history_end_in_the_same_books(rig: Rig, seed: int) -> None:
    """The order and the spelling are chance's; the books are the history's, to the đồng, and so are the gifts."""
    chance = random.Random(seed)
    codes = [await makes_pledge(rig, "an", 300_000) for _n in range(4)]
    history: list[dict[str, Any]] = []
    balance = 0
    for n in range(25):
        sum = chance.choice((100_000, 300_000, 300_000, 500_000, -200_000))
        balance += sum
        day, code = 20 + n // 3, chance.choice([*codes, "", "", ""]) if sum > 0 else ""
        history.append({"n": n, "sum": sum, "day": f"2021-09-{day:02}", "at": f"2021-09-{day:02} 08:{n:02}:{n:02}",
                        "number": f"FT{chance.randrange(10**8):08}", "code": code, "balance": balance})  # fmt: skip

    def spelled(number: str) -> str:
        return chance.choice((number, number.lower(), f"{number[:4]}.{number[4:]}", f"{number}\\BNK"))

    async def sepays() -> None:
        for one in chance.sample(history, 20):
            number = spelled(one["number"])
            await by_sepay(rig, one["n"], one["sum"], f"UNG HO {one['code']}", one["at"], number)

    async def cassos() -> None:
        for one in chance.sample(history, 15):
            await by_casso(rig, one["n"], one["sum"], f"{one['code']} ung ho", one["at"], one["number"].lower())

    async def statement(number: int, since: int, rows: bool) -> None:
        mine = [one for one in history if int(one["day"][-2:]) >= since]
        told = [{"sum": one["sum"], "day": one["at"] if rows else one["day"],
                 "number": "" if rows else spelled(one["number"]),
                 "memo": f"{one['code']}.CT tu 0900000001" if one["code"] else "CT tu 0900000001",
                 "balance": one["balance"] if not rows and chance.random() < 0.5 else None}
                for one in mine]  # fmt: skip
        chance.shuffle(told)
        await by_statement(rig, number, *told, at_once=4)

    tellers = [sepays(), cassos(), statement(1, 20, False), statement(2, 23, True)]
    chance.shuffle(tellers)
    for teller in tellers:
        await teller
    assert await sums(rig) == sorted(one["sum"] for one in history)
    receipts = await all_receipts(rig)
    matched = sorted(row.minor for row in receipts if row.status == "matched")
    assert matched == sorted(one["sum"] for one in history if one["code"])
    assert (await rig.app.ask(ledger.verify)).sums == {"VND": balance}
    assert all(bare(one["number"]) for one in history)
    await holds(rig)


async def test_only_clerks_are_asked(rig: Rig) -> None:
    await doubtful(rig)
    heard = await rig.says("an", "/trungkhoan")
    assert "Có thể đã có" not in heard[-1].text
    assert await rig.app.ask(doubts.doubts_of) == 1


@pytest.mark.parametrize(("at", "held"), [("2021-10-01 07:10:00", True), ("2021-10-01 09:40:00", True),
                                          ("2021-10-01 19:00:00", False)])  # fmt: skip
async def test_what_happened_after_a_statement_was_sent_does_not_stand_in_it(rig: Rig, at: str, held: bool) -> None:
    """The statement was sent at nine; clocks may differ by an hour."""
    await by_statement(rig, 1, {"sum": 1_000_000, "day": "2021-10-01", "number": "FT21274000019", "memo": "GOP CHUNG"})
    await by_sepay(rig, 5, 1_000_000, "ung ho quy cua truong", at, "FT21274000022")
    assert await states(rig) == ["first", "doubtful" if held else "first"]
    assert await sums(rig) == [1_000_000] * (1 if held else 2)
