"""The public ledger: every line and no person, and a file from which anybody recomputes the chain."""

from __future__ import annotations

import csv
import hashlib
import html
import io
import json
import random
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.bank.line import BankLine
from bot.chat.phrase import Cash
from bot.chat.words import Refused
from bot.programme.devices import intake as devices
from bot.programme.devices.intake import Arrival
from bot.programme.giving import pledges
from bot.programme.ledger import entries as ledger
from bot.programme.money import cash_book, receipts, settling
from bot.programme.money.matching import match_receipt
from bot.programme.reporting import public_ledger
from bot.programme.reporting.public_ledger import CHUNK, FORMULAS, PAGE, WORDS, guarded
from bot.storage.tables import entries
from bot.storage.tables import receipts as receipt_rows
from tests.site.serving import line, read, serving
from tests.support.books import acting, holds
from tests.support.rig import Rig

START = "2021-09-27 09:00"
REASONS = ["=1+1", "+84", "-5", "@x", "\tx", "\rx", "'a'", 'so, "so"', "a\nb", "", "5 máy", "\x1f\x7f\u2028"]


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(tmp_path, start=START) as made:
        yield made


async def taken(rig: Rig) -> str:
    """The file, as somebody takes it."""
    async with serving(rig) as client:
        answer = await client.get("/sochung.csv")
        assert answer.status == 200
        assert answer.content_type == "text/csv"
        assert "attachment" in answer.headers["Content-Disposition"]
        return (await answer.read()).decode("utf-8-sig")


def rows_of(file: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file, newline="")))


def recomputed(file: str) -> str:
    """The last hash of a file whose chain holds, by the rule as the page tells it and with nothing of the bot's own."""
    before = bytes(32)
    for number, row in enumerate(rows_of(file), 1):
        assert int(row["number"]) == number
        drive, code, reason = (row[name].removeprefix("'") for name in ("drive", "code", "reason"))
        day, early = row["day"], not row["day"]
        told: list[Any] = [drive, number, *([int(row["moment"])] if early else [day, row["moment"]]), row["sort"], code]
        told += [int(row["receipt"]) if early else row["receipt"], int(row["sum"]), row["currency"]]
        told += [reason] if reason else []
        written = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        before = hashlib.sha256(before + written.encode()).digest()
        assert before.hex() == row["hash"], number
    return before.hex()


async def history(rig: Rig, chance: random.Random, secrets: list[str]) -> None:
    """People give, banks tell, clerks settle and correct, in any order; whatever is personal is one of the secrets."""

    def secret() -> str:
        secrets.append("".join(chance.choice("bcdghklmnqrstvx") for _ in range(12)))
        return secrets[-1]

    codes: list[str] = []
    for step in range(60):
        what = chance.random()
        try:
            if what < 0.25 or not codes:
                donor = rig.names[f"g{step}"] = secret()
                await rig.says(f"g{step}", "/start")
                async with acting(rig, f"g{step}") as tx:
                    made = await pledges.add_cash_pledge(tx, cash=Cash(chance.randint(1, 9) * 100_000), donor="self",
                                                      name=donor, unit=None)  # fmt: skip
                codes.append(made.code)
            elif what < 0.55:
                memo = chance.choice([f"{chance.choice(codes)} {secret()}", secret()])
                await rig.bank(chance.choice([-1, 1, 1]) * chance.randint(1, 9) * 100_000, memo, payer=secret())
            elif what < 0.7:
                async with acting(rig, "contact-cao-vien") as tx:
                    unit = await rig.unit(tx.work, "cao-vien")
                    written = await cash_book.write_cash(tx, unit=unit, cash=Cash(chance.randint(1, 9) * 1_000),
                                                         payer=secret())  # fmt: skip
                async with acting(rig, "deputy-cao-vien") as tx:
                    await cash_book.sign_cash(tx, line=written.id)
            elif what < 0.8:
                async with acting(rig, "coordinator") as tx:
                    reception = await rig.unit(tx.work, "mttq-thanh-oai")
                    arrival = Arrival("sim", condition={"active": "yes"}, note=secret())
                    await devices.take_in(tx, desk=reception, arrival=arrival, giver=secret())
            else:
                found = await rig.rows(select(receipt_rows.c.id))
                number = chance.choice([row.id for row in found]) if found else 0
                async with acting(rig, "accountant") as tx:
                    match chance.choice(["match", "unknown", "reopen", "spend", "grant"]):
                        case "match":
                            await match_receipt(tx, receipt=number, code=chance.choice(codes))
                        case "unknown":
                            await receipts.donor_unknown(tx, receipt=number)
                        case "reopen":
                            await receipts.reopen_receipt(tx, receipt=number)
                        case "spend":
                            await settling.spend_receipt(tx, receipt=number, purpose="5 máy tính bảng")
                        case "grant":
                            await settling.grant_receipt(tx, receipt=number, source="fund", whose="Quỹ huyện")
        except Refused:
            continue


@pytest.mark.parametrize("seed", range(4))
async def test_nobody_can_be_found_in_it_whatever_happened_and_its_chain_holds(rig: Rig, seed: int) -> None:
    secrets: list[str] = []
    await history(rig, random.Random(seed), secrets)
    await holds(rig)
    count = (await rig.app.ask(ledger.root))[0]
    told = {row.sort for row in await rig.rows(select(entries.c.sort))}
    assert told >= {"money_in", "money_out", "matched", "device_in"}, "too little happened to prove anything"
    async with serving(rig) as client:
        pages = [await read(client, f"/sochung?line={line}", "vi") for line in range(count, 0, -PAGE)]
        pages.append(await read(client, "/sochung"))
    file = await taken(rig)
    everything = html.unescape("\n".join([*pages, file]))
    assert len(secrets) > 20
    for secret in secrets:
        assert secret not in everything
    assert recomputed(file)[:16] == (await rig.app.ask(ledger.root))[1]
    assert [int(row["number"]) for row in rows_of(file)] == list(range(1, count + 1))
    for number in range(1, count + 1):
        assert f'id="line-{number}"' in everything
    assert file.count(",") >= count


async def test_the_chain_is_recomputed_from_the_file_whatever_the_reasons_are(rig: Rig) -> None:
    async with rig.work() as work:
        head = (0, bytes(32))
        for reason in REASONS:
            head = line(work, rig, head, "spent", reason=reason, cash=Cash(-5_000))
    file = await taken(rig)
    assert recomputed(file) == head[1].hex()
    kept = [row["reason"] for row in rows_of(file)]
    assert not [reason for reason in kept if reason.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert {row["sum"] for row in rows_of(file)} == {"-5000"}, "a sum is a number, also below zero"


async def test_a_changed_entry_is_noticed(rig: Rig) -> None:
    async with rig.work() as work:
        head = (0, bytes(32))
        for sum in (100_000, 200_000, 300_000):
            head = line(work, rig, head, "money_in", cash=Cash(sum))
    file = await taken(rig)
    with pytest.raises(AssertionError):
        recomputed(file.replace("200000", "200001"))


@given(st.text(max_size=12))
def test_a_guarded_text_is_no_formula_and_comes_back_whole(text: str) -> None:
    kept = guarded(text)
    assert not kept.startswith(FORMULAS[:-1])
    assert kept.removeprefix("'") == text


async def test_a_long_ledger_goes_through_every_entry_once_page_by_page_and_in_the_file(rig: Rig) -> None:
    count = CHUNK + 7
    async with rig.work() as work:
        head = (0, bytes(32))
        for _number in range(count):
            head = line(work, rig, head, "money_in", cash=Cash(1_000))
    file = await taken(rig)
    assert len(rows_of(file)) == count
    assert recomputed(file) == head[1].hex()
    seen: list[int] = []
    first: int | None = None
    while True:
        book = await rig.app.ask(partial(public_ledger.page, first=first))
        seen += [one.number for one in book.entries]
        if book.older is None:
            break
        first = book.older
    assert seen == list(range(count, 0, -1))
    back = await rig.app.ask(lambda tx: public_ledger.page(tx, first=count - PAGE))
    assert back.newer == count


@pytest.mark.parametrize("asked", ["0", "-1", "x", "999999", "9" * 30, "1e3", "٣"])
async def test_any_number_of_an_entry_gets_a_page(rig: Rig, asked: str) -> None:
    async with rig.work() as work:
        line(work, rig, (0, bytes(32)), "money_in", cash=Cash(1_000))
    async with serving(rig) as client:
        answer = await client.get("/sochung", params={"line": asked})
        assert answer.status == 200
        assert 'id="line-1"' in await answer.text()


async def test_before_the_first_entry_the_page_says_so_and_the_file_has_its_headings(rig: Rig) -> None:
    async with serving(rig) as client:
        assert "Nothing has come in yet." in await read(client, "/sochung")
    assert await taken(rig) == ",".join(public_ledger.COLUMNS) + "\r\n"


async def test_what_a_clerk_wrote_cannot_become_markup(rig: Rig) -> None:
    async with rig.work() as work:
        line(work, rig, (0, bytes(32)), "spent", reason='<script>"</script>')
    async with serving(rig) as client:
        page = await read(client, "/sochung")
    assert "<script" not in page
    assert "&lt;script&gt;" in page


async def test_the_english_address_leads_to_the_page_in_english(rig: Rig) -> None:
    async with serving(rig) as client:
        answer = await client.get("/ledger", headers={"Accept-Language": "vi"})
        assert (answer.url.path, answer.url.query["lang"]) == ("/sochung", "en")
        assert "Public ledger" in await answer.text()


def test_every_sort_of_entry_has_its_words() -> None:
    assert set(WORDS) == set(get_args(ledger.Sort))


def test_the_file_has_only_columns_of_the_ledger() -> None:
    written = {"moment": "at", "code": "about", "receipt": "receipt_id", "sum": "minor"}
    assert {written.get(name, name) for name in public_ledger.COLUMNS} == set(entries.c.keys())


def test_a_bank_s_line_has_personal_parts_that_the_history_made_up() -> None:
    assert {"memo", "payer"} <= set(BankLine.__struct_fields__)
