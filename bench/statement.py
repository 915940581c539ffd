"""A statement of 10,000 lines imported and matched, through the very turn that serves everybody."""

from __future__ import annotations

import asyncio
import resource
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import msgspec
from sqlalchemy import func, select

from bot.app import App, open_database
from bot.bank.job import Job
from bot.feeds.statements import StatementReader
from bot.messages import Abilities, Accept, Lane, Outgoing
from bot.programme import codes
from bot.programme.calendar import drives
from bot.programme.ledger import entries as ledger
from bot.programme.plan import load_plan, plan_bytes
from bot.settings import Settings
from bot.storage.bulk import insert_rows
from bot.storage.ids import new_id
from bot.storage.tables import contacts, people, pledges, receipts, statements
from bot.storage.work import Work

LINES, PLEDGES = 10_000, 5_000
GOAL = 10.0
MEMOS = ("UNG HO {code} NGUYEN VAN AN", "MBVCB.99.{code}.CT tu 0900000001", "ungho{code}", "ung ho quy may tinh")


class Deaf:
    """A messenger that shows nothing."""

    channel = "x"
    abilities = Abilities()

    async def start(self, accept: Accept) -> None:
        """Nothing is heard."""

    async def stop(self) -> None:
        """Nothing to close."""

    async def deliver(self, message: Outgoing) -> str:
        """Counts as delivered."""
        return str(message.id)


def measure() -> None:
    """Prints the figures."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measure(Path(folder)))


async def _measure(folder: Path) -> None:
    plan = load_plan("thanh-oai")
    assert plan.cash is not None
    now = plan.window.opens + timedelta(days=10)
    database, secrecy = await open_database(Settings(data_dir=folder))
    async with database.write() as connection:
        work = Work(connection, now)
        await drives.load(work, plan, plan_bytes("thanh-oai").decode())
        person, contact, statement = new_id(), new_id(), new_id()
        work.add(people, id=person, name="An", made_at=now)
        work.add(contacts, id=contact, address="x:1", channel="x", chat="1", person_id=person, language="vi",
                 group_chat=False, offers="[]", unreachable=None, made_at=now)  # fmt: skip
        account = plan.cash.accounts[0].number
        work.add(statements, id=statement, drive=plan.slug, contact_id=contact, file="x:1", name="saoke.csv",
                 account=account, status="taking", made_at=now)  # fmt: skip
        await work.flush()
        donors = [new_id() for _n in range(PLEDGES)]
        for donor in donors:
            work.add(contacts, id=donor, address=f"x:{donor}", channel="x", chat=str(donor), person_id=person,
                     language="vi", group_chat=False, offers="[]", unreachable=None, made_at=now)  # fmt: skip
        made = sorted({codes.new_code(plan.code_prefix) for _n in range(PLEDGES)})
        rows = [{"id": n + 1, "code": code, "drive": plan.slug, "contact_id": donor, "kind": "cash", "donor": "self",
                 "donor_name": "An", "unit_id": None, "minor": 100_000, "currency": "VND", "vnd": 100_000, "rate": None,
                 "status": "promised", "made_at": now, "ended_at": None, "reminded": 0, "remind_at": None}
                for n, (code, donor) in enumerate(zip(made, donors, strict=False))]  # fmt: skip
        await work.flush()
        await insert_rows(connection, pledges, rows)
    lines = ["Ngày GD;Số bút toán;Ghi nợ;Ghi có;Nội dung"]
    for n in range(LINES):
        memo = MEMOS[n % len(MEMOS)].format(code=made[n % len(made)])
        lines.append(f"{now - timedelta(days=n % 20):%d/%m/%Y};FT{n:08};;100.000;{memo}")
    content = "\n".join(lines).encode()

    async def fetch(_ref: str, _most: int) -> bytes:
        return content

    async def forget(_ref: str) -> None:
        """Nothing is kept."""

    app = App(database, secrecy, {plan.slug: plan}, plan.slug, lambda: now)
    reader = StatementReader(fetch, forget, lambda: now)
    app.add(Deaf())
    app.add(reader)
    await app.start(tick=False)
    job = Job(statement=statement, file="x:1", name="saoke.csv", account=account, zone=plan.time_zone, todo="take")
    told = Outgoing(id=1, channel="statement", chat="1", lane=Lane.NOTICE, text="", document=msgspec.to_builtins(job))
    before = cpu()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    await reader.deliver(told)
    took, used = time.perf_counter() - began, cpu() - before
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
    async with database.read() as connection:
        counted = select(receipts.c.status, func.count()).group_by(receipts.c.status)
        counts = {status: count for status, count in (await connection.execute(counted)).all()}
    verdict = await app.ask(ledger.verify)
    await app.stop()
    print(
        f"statement of {LINES:,} lines against {PLEDGES:,} promises: {took:.1f} s, of it {used:.1f} s of CPU "
        f"(goal {GOAL:g}); {counts['matched']:,} matched, {counts['open']:,} open; the bot's memory grew by "
        f"{memory / 1000:.0f} MB; ledger {'whole' if verdict.whole else 'BROKEN'}, {verdict.entries:,} lines"
    )


def cpu() -> float:
    """Seconds of CPU of this process and of those it waited for."""
    mine, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return mine.ru_utime + mine.ru_stime + theirs.ru_utime + theirs.ru_stime
