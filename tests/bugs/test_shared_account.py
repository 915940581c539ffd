"""Two drives with one bank account, and an account that changes in mid-drive: nothing that a bank told is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import select, update

from bot.chat.phrase import Cash
from bot.commands.ledger import replay
from bot.programme.calendar import drives
from bot.programme.giving import pledges
from bot.programme.plan import Plan
from bot.programme.world import World
from bot.storage import talks
from bot.storage.tables import accounts, inbox, receipts, tellings
from tests.support.books import all_receipts, makes_pledge, state
from tests.support.rig import Rig

START = "2021-10-01 09:00"


async def loaded(rig: Rig, plan: Plan) -> None:
    """Another drive beside the one in use; its plan was loaded earlier."""
    async with rig.work() as work:
        await drives.load(work, plan, "")
    known: dict[str, Plan] = rig.app.plans  # type: ignore[assignment]  # a dict, which the app promises to read only
    now = dict(known)
    known.clear()
    known.update({plan.slug: plan, **now})


def with_account(plan: Plan, number: str) -> Plan:
    assert plan.cash is not None
    account = msgspec.structs.replace(plan.cash.accounts[0], number=number)
    return msgspec.structs.replace(plan, cash=msgspec.structs.replace(plan.cash, accounts=(account,)))


async def changed(rig: Rig, plan: Plan) -> None:
    async with rig.work() as work:
        await drives.load(work, plan, "")
    rig.app.plans[plan.slug] = plan  # type: ignore[index]  # a dict, which the app promises to read only


async def drives_of(rig: Rig) -> list[Any]:
    return [row.drive for row in await rig.rows(select(receipts.c.drive).order_by(receipts.c.id))]


async def test_of_two_drives_the_code_says_which_and_else_the_one_in_use(tmp_path: Path) -> None:
    async with Rig(tmp_path, start=START) as rig:
        await rig.says("an", "/start")
        old = msgspec.structs.replace(rig.plan, slug="dot-cu", code_prefix="XQ")
        await loaded(rig, old)
        mine = await makes_pledge(rig, "an", 500_000)
        async with rig.work() as work:
            me = (await talks.load(work, [rig.address("an")]))[rig.address("an")]
            world = World(work, rig.app.plans, old.slug, rig.secrecy, me)
            theirs = (await pledges.add_cash_pledge(world, cash=Cash(500_000), donor="self", name="An", unit=None)).code
        await rig.bank(500_000, f"ung ho {mine}")
        await rig.bank(500_000, f"ung ho {theirs}")
        await rig.bank(500_000, "ung ho")
        assert await drives_of(rig) == [rig.plan.slug, old.slug, rig.plan.slug]
        assert (await state(rig, mine), await state(rig, theirs)) == ("received", "received")


async def test_an_account_taken_out_of_the_plan_stays_known(tmp_path: Path) -> None:
    async with Rig(tmp_path, start=START) as rig:
        before = rig.plan
        assert before.cash is not None
        await changed(rig, with_account(before, "0000099999999"))
        rows = {row.number: row.until for row in await rig.rows(select(accounts))}
        assert rows[before.cash.accounts[0].number] == rig.clock()
        assert rows["0000099999999"] is None
        await rig.bank(500_000, "ung ho", reference="FT1")
        assert len(await all_receipts(rig)) == 1
        await changed(rig, before)
        rows = {row.number: row.until for row in await rig.rows(select(accounts))}
        assert rows[before.cash.accounts[0].number] is None


async def test_what_no_drive_knows_is_kept_and_replayed_once_one_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with Rig(tmp_path, start=START) as rig:
        await rig.says("an", "/start")
        code = await makes_pledge(rig, "an", 500_000)
        for _time in range(2):
            await rig.bank(500_000, f"ung ho {code}", account="555", reference="FT1")
        assert await all_receipts(rig) == []
        [row] = await rig.rows(select(tellings))
        assert (row.state, row.minor, row.memo) == ("aside", 500_000, f"ung ho {code}")
        assert await replay(rig.settings) == 1
        assert "0 taken into the books; 1 left" in capsys.readouterr().out
        async with rig.work() as work:
            work.add(accounts, drive=rig.plan.slug, number="555", since=rig.clock(), until=None)
        assert await replay(rig.settings) == 0
        assert "1 taken into the books; 0 left" in capsys.readouterr().out
        assert len(await all_receipts(rig)) == 1
        assert await state(rig, code) == "received"
        assert await replay(rig.settings) == 0
        await rig.bank(500_000, f"ung ho {code}", account="555", reference="FT1")
        assert len(await all_receipts(rig)) == 1


async def test_an_update_that_broke_on_its_way_is_replayed_too(tmp_path: Path) -> None:
    async with Rig(tmp_path, start=START) as rig:
        await rig.bank(500_000, "ung ho", reference="FT1")
        body = rig.last and msgspec.json.encode(rig.last).decode()
        async with rig.work() as work:
            await work.execute(tellings.delete())
            await work.execute(update(receipts).values(account="elsewhere"))
            mine = inbox.c.channel == "bank"
            await work.execute(update(inbox).where(mine).values(state="dead", body=body, why="OSError: x"))
        assert await replay(rig.settings) == 0
        assert [row.minor for row in await all_receipts(rig)] == [500_000, 500_000]
        assert {row.state for row in await rig.rows(select(inbox.c.state).where(inbox.c.channel == "bank"))} == {"done"}
