"""A school's list of 10,000 rows held against 1,000,000 pupils, while others chat: until it is back with its results.

Alone: `python -m bench.student_list --rows 50000` for a smaller drive.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import tempfile
import time
from datetime import datetime
from pathlib import Path
from statistics import quantiles
from typing import Final

import msgspec
from sqlalchemy import select

from bench.duplicates import build
from bench.statement import Deaf, cpu
from bench.students import invented_students
from bot.app import App, open_database
from bot.feeds.student_lists import StudentListReader
from bot.lists.job import ListJob
from bot.messages import Incoming, Lane, Outgoing
from bot.programme.plan import load_plan
from bot.programme.students.list_verdicts import Verdicts, verdicts_of
from bot.settings import Settings
from bot.storage.ids import new_id
from bot.storage.tables import contacts, list_imports, units
from bot.storage.work import Work

ROWS, LISTED = 10_000, 1_000_000
GOAL, CHAT_GOAL, MEMORY_GOAL = 12.0, 100.0, 20.0  # s, ms, MB
HEADINGS: Final = ("STT", "Họ và tên", "Ngày sinh", "Lớp", "Phụ huynh", "SĐT", "Diện", "Nhu cầu")
PAUSE: Final = 0.02  # s between two messages of those who chat


def measure(listed: int = LISTED) -> None:
    """Prints one line with the figures."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measure(Path(folder), listed))


async def _measure(folder: Path, listed: int) -> None:
    plan, settings = load_plan("thanh-oai"), Settings(data_dir=folder)
    now = plan.window.opens
    database, secrecy = await open_database(settings)
    await build(database, plan, secrecy, listed)
    number, content, kept = new_id(), _list(), list[bytes]()
    async with database.write() as connection:
        work = Work(connection, now)
        school = (await work.one(select(units.c.id).where(units.c.drive == plan.slug).limit(1))).id
        contact = (await work.one(select(contacts.c.id).limit(1))).id
        row = {"file": "x:1", "name": "ds.xlsx", "pasted": "", "consent": "paper", "days": "", "digest": ""}
        work.add(list_imports, id=number, drive=plan.slug, school_id=school, contact_id=contact, status="reading",
                 found=None, annotated="", made_at=now, settled_at=None, **row)  # fmt: skip
        await work.flush()

    async def fetch(_ref: str, _most: int) -> bytes:
        return content

    async def forget(_ref: str) -> None:
        """Nothing is kept."""

    async def keep(_chat: str, _name: str, made: bytes) -> str:
        kept.append(made)
        return "x:2"

    async def verdicts(which: int, place: int) -> Verdicts:
        return await app.ask(lambda tx: verdicts_of(tx, which, place))

    app = App(database, secrecy, {plan.slug: plan}, plan.slug, lambda: now)
    reader = StudentListReader(fetch, forget, lambda: now, verdicts, keep)
    app.add(Deaf())
    app.add(reader)
    await app.start(tick=False)
    job = ListJob(
        list=number, drive=plan.slug, chat="x:1", zone=plan.time_zone, todo="look", file="x:1", name="ds.xlsx"
    )
    told = Outgoing(
        id=1, channel=reader.channel, chat="1", lane=Lane.NOTICE, text="", document=msgspec.to_builtins(job)
    )
    chats: list[float] = []
    talking = asyncio.create_task(_chat(app, now, chats))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    before, began = cpu(), time.perf_counter()
    await reader.deliver(told)
    assert app.sender is not None
    await app.sender.idle()  # the list goes back to its reader, which writes the results beside the rows
    took, used = time.perf_counter() - began, cpu() - before
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
    talking.cancel()
    await asyncio.gather(talking, return_exceptions=True)
    await app.stop()
    print(
        f"list of {ROWS:,} rows against {listed:,} pupils: back after {took:.1f} s, {used:.1f} s of CPU with the "
        f"chats' (goal {GOAL:g}), {len(kept[0]) / 1000:.0f} kB; {len(chats)} messages meanwhile: p50 "
        f"{quantiles(chats, n=100)[49]:.0f} ms, p99 {quantiles(chats, n=100)[98]:.0f} ms (goal {CHAT_GOAL:g}); "
        f"the bot's memory grew by {memory / 1000:.0f} MB (goal {MEMORY_GOAL:g})"
    )


async def _chat(app: App, now: datetime, chats: list[float]) -> None:
    """Somebody asks for the progress again and again; how long each answer takes to be written."""
    while True:
        asked = Incoming(channel="x", chat="7", id=f"c{len(chats)}", at=now, person="7", text="/tiendo")
        began = time.perf_counter()
        await app.turn.accept(asked)
        chats.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(PAUSE)


def _list() -> bytes:
    """An .xlsx as a district's office would put it together."""
    import io

    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page, day = book.add_worksheet("DS"), book.add_format({"num_format": "dd/mm/yyyy"})
    page.write_row(0, 0, HEADINGS)
    for number, one in enumerate(invented_students(ROWS, seed=5), 1):
        page.write_row(number, 0, (number, one.name))
        page.write_datetime(number, 2, one.birth, day)
        page.write_row(
            number, 3, (f"{number % 12 + 1}A", "Nguyễn Văn Bình", f"0900{number:06}", "Hộ nghèo", "Máy tính")
        )
    book.close()
    return out.getvalue()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.student_list")
    parser.add_argument("--rows", type=int, default=LISTED)
    measure(parser.parse_args().rows)
