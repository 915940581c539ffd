"""100,000 receipts against 100,000 pledges: every đồng ends in exactly one place, and in no wrong one."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from bot.bank.line import BankLine
from bot.programme import codes
from bot.programme.ledger import entries as ledger
from bot.programme.ledger import tallies
from bot.programme.money import receipts
from bot.programme.money.booking import take
from bot.programme.money.tellings import unheard
from bot.programme.world import World
from bot.storage.bulk import insert_rows
from bot.storage.tables import contacts
from bot.storage.tables import pledges as pledge_rows
from bot.storage.tables import receipts as receipt_rows
from tests.support.rig import Rig

MANY, AT_ONCE = 100_000, 2_000
RIGHT = ("{code}", "MBVCB.99.{code}.CT tu 0900000001", "ungho{code}nguyenvanan", "UNG HO {spaced} lan 2", "{lower}")


async def test_every_dong_of_a_hundred_thousand_receipts_ends_in_exactly_one_place(tmp_path: Path) -> None:
    chance = random.Random(7)
    async with Rig(tmp_path, start="2021-10-20 09:00") as rig:
        plan = rig.plan
        assert plan.cash is not None
        account, now = plan.cash.accounts[0].number, rig.clock()
        drawn = random.Random(11)
        # A code of digits alone is never sure, for it may be an account's number: it waits for a person.
        fresh = (codes.new_code(plan.code_prefix, drawn.randrange) for _one in range(MANY + 1_000))
        made = list(dict.fromkeys(code for code in fresh if not code[2:].isdigit()))[:MANY]
        async with rig.work() as work:
            # A donor who cannot be reached: what is measured here are the books, not the messages.
            donor = (await work.one(select(contacts.c.id).limit(1))).id
            await work.execute(contacts.update().where(contacts.c.id == donor).values(unreachable="blocked"))
            units = [await rig.unit(work, key) for key in ("cao-vien", "binh-minh", "kim-bai")] + [None]
            rows = [{"id": n + 1, "code": code, "drive": plan.slug, "contact_id": donor, "kind": "cash",
                     "donor": "self", "donor_name": "An", "unit_id": units[n % 4], "minor": (1 + n % 9) * 100_000,
                     "currency": "VND", "vnd": (1 + n % 9) * 100_000, "rate": None, "shown": "nothing",
                     "status": "promised", "made_at": now, "ended_at": None, "reminded": 0, "remind_at": None}
                    for n, code in enumerate(made)]  # fmt: skip
            await insert_rows(work.connection, pledge_rows, rows)
        wanted: dict[str, int] = {}  # what must be matched, by code
        left = total = 0  # what must not be matched by itself
        meant: dict[str, str] = {}  # the code that a line bears, by the line's id
        lines: list[BankLine] = []
        for n in range(MANY):
            code, minor = made[chance.randrange(MANY)], chance.randint(1, 9) * 100_000
            kind = chance.random()
            if kind < 0.75:
                spaced, lower = f"{code[:2]} {code[2:6]} {code[6:]}", code.lower()
                memo = chance.choice(RIGHT).format(code=code, spaced=spaced, lower=lower)
                minor = -minor if kind < 0.02 else minor
                meant[f"{n}"] = code
            elif kind < 0.85:
                place = chance.randrange(2, len(code))
                other = chance.choice([symbol for symbol in codes.SYMBOLS if symbol != code[place]])
                memo, left = f"{code[:place]}{other}{code[place + 1 :]}", left + minor
            else:
                memo, left = chance.choice(["ung ho quy may tinh", "", "CT tu 0900000002 NGUYEN VAN AN"]), left + minor
            total += minor
            at = now - timedelta(minutes=n % 9_000)
            lines.append(
                BankLine(account=account, reference=f"FT{n:07}", minor=minor, memo=memo, at=at, told_id=f"{n}")
            )
        chance.shuffle(lines)
        again = chance.sample(lines, 3_000)  # the bank tells some of them twice
        waiting: dict[str, list[int]] = {}  # what goes back although less came in waits for a person
        for first in range(0, MANY + len(again), AT_ONCE):
            told = [*lines, *again][first : first + AT_ONCE]
            async with rig.work() as work:
                world = World(work, {plan.slug: plan}, plan.slug, rig.secrecy)
                await take(world, await unheard(world, account, "sepay", told))
            for line in sorted(told[: max(MANY - first, 0)], key=lambda line: line.minor < 0):
                code = meant.get(line.told_id, "")
                if code and line.minor < 0 and wanted.get(code, 0) + line.minor < 0:
                    waiting.setdefault(code, []).append(line.minor)
                elif code:
                    wanted[code] = wanted.get(code, 0) + line.minor
            for code in {meant[line.told_id] for line in told if line.minor > 0 and line.told_id in meant}:
                for minor in list(waiting.get(code, [])):  # told before what came in
                    if wanted.get(code, 0) + minor >= 0:
                        wanted[code] += minor
                        waiting[code].remove(minor)

        verdict = await rig.app.ask(ledger.verify)
        assert verdict.whole
        assert verdict.sums == {"VND": total}
        assert (await rig.rows(select(func.count()).select_from(receipt_rows)))[0][0] == MANY
        matched = await rig.rows(
            select(pledge_rows.c.code, func.sum(receipt_rows.c.minor))
            .join(receipt_rows, receipt_rows.c.pledge_id == pledge_rows.c.id)
            .group_by(pledge_rows.c.code)
        )
        assert {code: int(sum) for code, sum in matched} == wanted
        assert await rig.app.ask(receipts.unmatched) == left
        beyond = sum(minor for minors in waiting.values() for minor in minors)
        refunds = sum(line.minor for line in lines if line.minor < 0)
        assert (await rig.app.ask(tallies.received)).amount == total - beyond
        assert refunds < beyond < 0
        states = await rig.rows(select(pledge_rows.c.code, pledge_rows.c.status, pledge_rows.c.minor))
        for code, status, minor in states:
            assert (status == "received") == (wanted.get(code, 0) >= minor), code
