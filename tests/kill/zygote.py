"""Runs the real app in forked children that are killed, so that a kill costs milliseconds and not a start of Python.

Each line on stdin is an order in JSON: {"folder", "updates": [[chat, id, text, button]…], "kill_at": n or 0,
"kill_after": seconds or 0}. The child takes the updates in, each chat's in order, the chats side by side, and is killed
at its n-th point or after the time. The answer on stdout: {"acked": [ids], "points": how many were passed, "killed"}.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections import defaultdict
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from bot.app import App, loaded_plans, open_database
from bot.bank.job import Job
from bot.delivery.outbox_table import Postbox
from bot.feeds.statements import StatementReader
from bot.handlers.numbered import with_list
from bot.messages import Abilities, Accept, Full, Incoming, Lane, Outgoing
from bot.programme.calendar import drives
from bot.programme.people import invites
from bot.programme.plan import load_plan, plan_bytes
from bot.settings import Settings
from bot.storage import inbox, outbox, talks
from bot.storage.ids import new_id
from bot.storage.tables import statements
from bot.storage.work import Work
from bot.turn import routing as conduct
from bot.turn.turn import Turn
from tests.support.entries import entry
from tests.support.hurry import lending

PLAN = load_plan("thanh-oai")
NOW = PLAN.window.opens + timedelta(days=4, hours=9)
TEACHERS = 5
PLEDGE = ("/give_cash", "500k", "1", "1", "yes")  # in the name the messenger tells, for no unit
STUDENT = entry("Lê Thị An", "9/5/2010", phone="0900 000 999")


class Points:
    """Counts the points at which a child may die, and kills it at one of them."""

    def __init__(self, kill_at: int, pipe: int):
        self.passed, self.kill_at, self.pipe = 0, kill_at, pipe

    def __call__(self) -> None:
        self.passed += 1
        if self.passed == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, owner: Any, name: str) -> None:
        """Puts a point before and behind an async function."""
        plain = getattr(owner, name)

        async def wrapped(*given: Any, **named: Any) -> Any:
            self()
            result = await plain(*given, **named)
            self()
            return result

        setattr(owner, name, wrapped)

    def everywhere(self) -> Points:
        """Puts points around all that one turn and one delivery do."""
        for owner, name in (
            (Turn, "take"),
            (Turn, "_answer"),
            (Work, "flush"),
            (Work, "execute"),
            (Postbox, "settle"),
        ):
            self.around(owner, name)
        self.around(inbox, "take")
        self.around(talks, "save")
        self.around(conduct, "hear")
        return self


class Deaf:
    """A messenger that loses nothing and shows nothing."""

    channel = "kill"
    abilities = Abilities()

    async def start(self, accept: Accept) -> None:
        """Nothing is heard by itself."""

    async def stop(self) -> None:
        """Nothing to close."""

    async def deliver(self, message: Outgoing) -> str:
        """Counts as delivered."""
        return str(len(with_list(message)))


async def live(order: dict[str, Any], points: Points) -> None:
    """One life of the app."""
    database, secrecy = await open_database(Settings(data_dir=Path(order["folder"])))
    app = App(database, secrecy, await loaded_plans(database), PLAN.slug, lambda: NOW)
    app.add(Deaf())
    app.add(StatementReader(partial(_kept, Path(order["folder"])), _forgotten, lambda: NOW))
    await app.start(tick=False)
    chats = defaultdict(list)
    for chat, id, text in order["updates"]:
        chats[chat].append((id, text))

    async def talk(chat: str, said: list[tuple[str, str]]) -> None:
        for id, text in said:
            update = Incoming(channel="kill", chat=chat, id=id, at=NOW, text=text, language="en", name="An Nguyen")
            while True:
                try:
                    await app.turn.accept(update)
                    break
                except Full:  # a messenger repeats it later
                    await asyncio.sleep(0.01)
            points()
            os.write(points.pipe, f"{id}\n".encode())

    await asyncio.gather(*(talk(chat, said) for chat, said in chats.items()))
    if order.get("statement"):
        assert app.sender is not None
        await app.sender.idle()  # until the job is done
    await app.stop()
    os.write(points.pipe, f"points {points.passed}\n".encode())


async def _kept(folder: Path, ref: str, _most: int) -> bytes:
    return (folder / ref).read_bytes()


async def _forgotten(_ref: str) -> None:
    """The next life may need it again."""


async def prepare(folder: str, statement: bool) -> None:
    """A database with the plan, and teachers who may register students."""
    database, _secrecy = await open_database(Settings(data_dir=Path(folder)))
    async with database.write() as connection:
        work = Work(connection, NOW)
        await drives.load(work, PLAN, plan_bytes("thanh-oai").decode())
        await work.flush()
        schools = [line.key for line in PLAN.units if "lower_secondary" in line.levels]
        numbers = dict(tuple(row) for row in (await connection.exec_driver_sql("SELECT key, id FROM units")).all())
        for number in range(TEACHERS):
            who = talks.greet(work, channel="kill", chat=f"t{number}", name="Cô Hoa", language="en", group=False)
            await invites.grant(
                work, person=who.person_id, contact=who.id, role="school_contact", drive=PLAN.slug,
                unit=numbers[schools[number]],
            )  # fmt: skip
        await work.flush()
        if statement:
            await _statement(work, who.id)
    await database.close()


async def _statement(work: Work, clerk: int) -> None:
    """A statement that was confirmed: its job waits in the outbox."""
    assert PLAN.cash is not None
    number, account = new_id(), PLAN.cash.accounts[0].number
    work.add(statements, id=number, drive=PLAN.slug, contact_id=clerk, file="statement.csv", name="sk.csv",
             account=account, status="taking", made_at=NOW)  # fmt: skip
    job = Job(statement=number, file="statement.csv", name="sk.csv", account=account, zone=PLAN.time_zone, todo="take")
    about = msgspec.to_builtins(job)
    outbox.lay(work, Outgoing(id=number, channel="statement", chat="1", lane=Lane.NOTICE, text="", document=about))
    await work.flush()


def obey(order: dict[str, Any]) -> dict[str, Any]:
    """Forks a child, lets it live or die, and says what it acknowledged."""
    if order.get("prepare"):
        return _forked(lambda _pipe: asyncio.run(prepare(order["folder"], bool(order.get("statement")))), 0)
    return _forked(
        lambda pipe: asyncio.run(live(order, Points(order["kill_at"], pipe).everywhere())), order["kill_after"]
    )


def warm() -> None:
    """Lives once before the first child is born, so that no child reads catalogs or compiles SQL for itself."""
    said = [("t0", *STUDENT), ("d", *PLEDGE)]
    updates = [[who, f"{who}:{n}", text] for who, *texts in said for n, text in enumerate(texts)]
    with tempfile.TemporaryDirectory() as folder, Path(os.devnull).open("wb") as nowhere:
        asyncio.run(prepare(folder, statement=True))
        table = "Ngày GD;Số bút toán;Ghi nợ;Ghi có;Nội dung\n27/09/2021;F;;1000;x\n"
        (Path(folder) / "statement.csv").write_text(table)
        asyncio.run(live({"folder": folder, "updates": updates, "statement": True}, Points(0, nowhere.fileno())))
    for thread in set(threading.enumerate()) - {threading.main_thread()}:
        thread.join()  # it ends; a fork before that could take a lock along
    gc.collect()
    gc.freeze()  # a child that looked through what it was born with would copy it


def _forked(life: Any, kill_after: float) -> dict[str, Any]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            life(writing)
        except BaseException:
            traceback.print_exc()  # seen where the test fails
            os._exit(1)
        os._exit(0)
    os.close(writing)
    if kill_after:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reading) as pipe:
        lines = pipe.read().splitlines()
    _pid, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status)
    points = next((int(line.split()[1]) for line in lines if line.startswith("points")), 0)
    acked = [line for line in lines if not line.startswith("points")]
    return {"acked": acked, "points": points, "killed": killed, "failed": not killed and os.WEXITSTATUS(status) != 0}


if __name__ == "__main__":
    assert isinstance(NOW, datetime)
    with lending():
        warm()
        for line in sys.stdin:
            print(json.dumps(obey(json.loads(line))), flush=True)
