"""CPU of what officials, donors and the public get to see: a digest with its chart, the public page, a certificate."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any, Final

from aiohttp.test_utils import make_mocked_request

from bench.machine import slowness
from bot import texts
from bot.app import translate
from bot.programme.calendar import drives
from bot.programme.ledger import tallies
from bot.programme.plan import Plan, load_plan, plan_bytes
from bot.programme.reporting import digest, digest_message
from bot.programme.world import World
from bot.reports.picture import draw
from bot.site.drive_facts import page_facts
from bot.site.site import Site
from bot.storage.bulk import insert_rows
from bot.storage.database import Database
from bot.storage.ids import new_id
from bot.storage.secrecy import Secrecy
from bot.storage.tables import contacts, people, pledges, reports, units
from bot.storage.upgrade import upgrade
from bot.storage.work import Work

UNITS, GIFTS, RUNS = 33, 3_000, 31
GOALS: Final[Mapping[str, float]] = {
    "digest": 2.3,
    "chart": 12.2,
    "public page": 2.6,
    "certificate (PDF)": 15,
    "certificate (picture)": 31.5,
}
"""Milliseconds of CPU where the goals were set: half of what each took when it was first measured."""
CERTIFICATE: Final = {
    "make": "certificate",
    "form": "person",
    "title": "GIẤY CHỨNG NHẬN",
    "for_whom": "Ghi nhận tấm lòng của",
    "name": "Nguyễn Thị Thanh Hương",
    "gift": "đã ủng hộ 500.000 đ cho chương trình “Sóng và máy tính cho em” huyện Thanh Oai",
    "closing": "Cảm ơn tấm lòng của bạn: sóng và máy tính đã đến với các em.",
    "place_and_day": "Thanh Oai, ngày 5 tháng 10 năm 2021",
    "authority": ["ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM", "HUYỆN THANH OAI"],
    "signed_by": ["TM. BAN TỔ CHỨC", "TRƯỞNG BAN"],
    "number": "Số 12/GCN",
    "code": "TO-C7K2PQXR",
    "verify_url": "https://drive.example.vn/kiemtra/TO-C7K2PQXR",
    "verify_hint": "Quét mã để kiểm tra",
    "state": ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"],
}
NAMES: Final = ("An", "Bình", "Chi", "Dung", "Hạnh", "Khánh", "Liên", "Minh", "Ngọc", "Phương", "Quyên", "Thảo", "Yến")
"""Every paper is another one, or the typesetter would find it in its memory."""
Made = Callable[[], Awaitable[Any]]


def measure() -> None:
    """Prints the figures."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measure(Path(folder)))


async def _measure(folder: Path) -> None:
    plan = load_plan("thanh-oai")
    now = plan.window.opens + timedelta(days=20)
    database = Database(f"sqlite+aiosqlite:///{folder / 'papers.db'}")
    await upgrade(database)
    database.unlock(Secrecy(bytes(32)))
    await _fill(database, plan)

    async def ask(fact: Callable[[World], Awaitable[Any]]) -> Any:
        async with database.read() as connection:
            return await fact(World(Work(connection, now), {plan.slug: plan}, plan.slug, Secrecy(bytes(32))))

    async def written(tx: World) -> dict[str, Any]:
        found = await digest.compose(tx)
        assert len(found.missing) + found.done == UNITS
        assert texts.shown(digest.lines(found), "vi", tx.zone)
        return digest_message.chart(tx, found, "vi")

    chart = await ask(written)
    site = Site(lambda language: ask(lambda tx: page_facts(tx, language)), translate, keep=0)
    [page] = [route.handler for route in site.routes() if route.path == "/"]
    request = make_mocked_request("GET", "/", headers={"Accept-Language": "vi"})

    number = count(1)

    async def charted() -> None:
        draw({**chart, "bars": [{**bar, "value": bar["value"] + next(number)} for bar in chart["bars"]]})

    async def certified(shape: str) -> None:
        n = next(number)
        name, code = f"Nguyễn Thị {NAMES[n % len(NAMES)]} {NAMES[n // 7 % len(NAMES)]}", f"{CERTIFICATE['code']}{n}"
        own = {"name": name, "number": f"Số {n}/GCN", "code": code, "verify_url": f"{CERTIFICATE['verify_url']}{n}"}
        draw({**CERTIFICATE, **own, "as": shape})

    made: dict[str, Made] = {
        "digest": lambda: ask(written),
        "chart": charted,
        "public page": lambda: page(request),
        "certificate (PDF)": lambda: certified("pdf"),
        "certificate (picture)": lambda: certified("png"),
    }
    figures = {name: (await _milliseconds(make), slowness().cpu) for name, make in made.items()}
    slower = median(each for _here, each in figures.values())
    for name, (here, _slower) in figures.items():
        print(f"{name}, {UNITS} units: {here / slower:.1f} ms of CPU (goal {GOALS[name]}; {here:.1f} on this machine)")
    await database.close()


async def _milliseconds(make: Made) -> float:
    """CPU of one, all threads together; the first one, which loads and compiles, is not counted."""
    await make()
    times = []
    for _run in range(RUNS):
        began = time.process_time()
        await make()
        times.append(time.process_time() - began)
    return median(times) * 1000


async def _fill(database: Database, plan: Plan) -> None:
    """A drive in its third week: gifts for each of its units, half of the reports in, some with a difficulty."""
    async with database.write() as connection:
        work = Work(connection, plan.window.opens)
        await drives.load(work, plan, plan_bytes(plan.slug).decode())
        reporting = [row.id for row in await work.rows(units.select().where(units.c.reports == 1))]
        donors = [(new_id(), new_id()) for _n in range(GIFTS // 3)]
        for person, contact in donors:
            work.add(people, id=person, name="An", made_at=work.now)
            work.add(contacts, id=contact, address=f"x:{contact}", channel="x", chat=str(contact), person_id=person,
                     language="vi", group_chat=False, offers="[]", unreachable=None, made_at=work.now)  # fmt: skip
        await work.flush()
        rows = []
        for n in range(GIFTS):
            at, unit, sum = work.now + timedelta(days=n % 20), reporting[n % UNITS], (1 + n % 40) * 50_000
            rows.append({"id": new_id(), "code": f"c{n}", "drive": plan.slug, "contact_id": donors[n % len(donors)][1],
                         "kind": "cash", "donor": "self", "donor_name": "An", "unit_id": unit, "minor": sum,
                         "currency": "VND", "vnd": sum, "rate": None, "status": "promised", "made_at": at,
                         "ended_at": None, "reminded": 0, "remind_at": None})  # fmt: skip
            period = tallies.period_at(plan, at)
            work.tally(plan.slug, period, unit, "cash", 1, sum)
            work.tally(plan.slug, period, unit, plan.catalogue[n % len(plan.catalogue)].key, 1, 1)
        await insert_rows(connection, pledges, rows)
        for n, unit in enumerate(reporting[: UNITS // 2]):
            work.add(reports, id=new_id(), drive=plan.slug, period=tallies.period_at(plan, work.now), unit_id=unit,
                     contact_id=donors[0][1], figures="{}", corrected=False, zero=False, publicity=None,
                     difficulty="Thiếu xe chở máy từ thôn ra xã." if n < 3 else None, made_at=work.now)  # fmt: skip
        await work.flush()
