"""SIGKILL at every point of a pledge, and two hundred times at random under load: the books are right every time."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.app import open_database
from bot.programme.ledger import entries as ledger
from bot.programme.world import World
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.tables import inbox, outbox, pledges, receipts, statements, students, talks, tallies
from bot.storage.work import Work
from tests.kill.zygote import NOW, PLAN
from tests.support.entries import entry

ROOT = Path(__file__).parent.parent.parent
PLEDGE = ("/give_cash", "{sum}k", "1", "1", "yes")  # in the name the messenger tells, for no unit
STUDENT = entry("{name}", "{birth}", phone="0900 000 {n:03}")
GIVEN = ("An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Khánh", "Lan", "Minh", "Nga")
KILLS, AT_ONCE = 200, 12


class Zygote:
    """The process whose children are killed."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.kill.zygote"], cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def run(self, folder: Path, updates: list[Any], kill_at: int = 0, kill_after: float = 0.0) -> dict[str, Any]:
        """One life on a database."""
        return self._order(folder=str(folder), updates=updates, kill_at=kill_at, kill_after=kill_after)

    def prepare(self, folder: Path, statement: bool = False) -> None:
        """Makes a database; with a statement whose job waits."""
        assert not self._order(folder=str(folder), prepare=True, statement=statement)["failed"]

    def read_statement(self, folder: Path, kill_after: float) -> dict[str, Any]:
        """One life in which the job is gone on with."""
        return self._order(folder=str(folder), updates=[], kill_at=0, kill_after=kill_after, statement=True)

    def _order(self, **order: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def close(self) -> None:
        """Ends it."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    found = Zygote()
    yield found
    found.close()


async def _books(folder: Path) -> dict[str, Any]:
    """What the database holds: counts and sums that must come out right."""
    database = Database(f"sqlite+aiosqlite:///{folder / 'tiepsong.db'}")
    async with database.read() as connection:

        async def one(statement: Any) -> Any:
            return (await connection.execute(statement)).scalar()

        cash = tallies.c.item == "cash"
        found = {
            "whole": (await connection.exec_driver_sql("PRAGMA integrity_check")).scalar(),
            "pledges": await one(select(func.count()).select_from(pledges)),
            "sum": await one(select(func.coalesce(func.sum(pledges.c.minor), 0))),
            "tallied": await one(select(func.coalesce(func.sum(tallies.c.gifts), 0)).where(cash)),
            "tallied_sum": await one(select(func.coalesce(func.sum(tallies.c.amount), 0)).where(cash)),
            "pupils": await one(select(func.count()).select_from(students)),
            "updates": await one(select(func.count()).select_from(inbox)),
            "messages": await one(select(func.count()).select_from(outbox)),
            "open": await one(select(func.count()).select_from(talks).where(talks.c.status == "open")),
            "finished": await one(select(func.count()).select_from(talks).where(talks.c.status == "finished")),
            "dead": await one(select(func.count()).select_from(inbox).where(inbox.c.state == "dead")),
        }
    await database.close()
    return found


def books(folder: Path) -> dict[str, Any]:
    return asyncio.run(_books(folder))


def test_killed_at_every_point_of_a_pledge_the_books_are_right(zygote: Zygote, tmp_path: Path) -> None:
    said = [["d", f"d:{n}", text.format(sum=500)] for n, text in enumerate(PLEDGE)]
    template, clean = tmp_path / "template", tmp_path / "clean"
    zygote.prepare(template)
    shutil.copytree(template, clean)
    alive = zygote.run(clean, said)
    assert not alive["failed"]
    wanted = books(clean)
    assert (wanted["pledges"], wanted["sum"], wanted["tallied"], wanted["finished"]) == (1, 500_000, 1, 1)
    for point in itertools.count(1):
        folder = tmp_path / str(point)
        shutil.copytree(template, folder)
        if not zygote.run(folder, said, kill_at=point)["killed"]:
            break  # it came to its end before that point; how many there are depends on the sender's timing
        again = zygote.run(folder, said)  # everything is delivered once more, also what was acknowledged
        assert len(again["acked"]) == len(said)
        assert books(folder) == wanted, f"killed at point {point}"
    assert point > 60


class Crowd:
    """Donors and teachers who talk on and on; each chat says its next word when the last was acknowledged."""

    def __init__(self, chance: random.Random):
        self.chance = chance
        self.said: dict[str, list[tuple[str, str]]] = {}
        self.at: dict[str, int] = {}
        self.sum = self.students = self.donors = 0

    def join(self) -> None:
        """One more donor; every sixth time a teacher registers one more student."""
        self.donors += 1
        sum = self.chance.randint(20, 999)
        self.sum += sum * 1000
        chat = f"d{self.donors}"
        self.said[chat] = [(f"{chat}:{n}", text.format(sum=sum)) for n, text in enumerate(PLEDGE)]
        self.at[chat] = 0
        if self.donors % 6 == 0:
            n, self.students = self.students, self.students + 1
            chat = f"t{n % 5}"
            name = f"Lê {GIVEN[n % 10]} {GIVEN[n // 10 % 10]}"
            birth = f"{13 + n % 16}/{1 + n // 16 % 12}/{2008 + n // 192}"  # no two alike, also with a slip
            lines = [(f"{chat}:{n}:{i}", text.format(name=name, birth=birth, n=n)) for i, text in enumerate(STUDENT)]
            self.said.setdefault(chat, []).extend(lines)
            self.at.setdefault(chat, 0)

    def next(self) -> list[list[str]]:
        """What they say now: everything not yet acknowledged, some of the old again, the chats in any order."""
        updates = []
        chats = list(self.said)
        self.chance.shuffle(chats)
        for chat in chats:
            begin = self.at[chat]
            if begin and self.chance.random() < 0.3:
                begin -= 1  # a repeat of what was acknowledged already
            updates += [[chat, id, text] for id, text in self.said[chat][begin:]]
        return updates

    def heard(self, acked: list[str]) -> None:
        """Takes the acknowledgements in."""
        known = set(acked)
        for chat, said in self.said.items():
            while self.at[chat] < len(said) and said[self.at[chat]][0] in known:
                self.at[chat] += 1

    @property
    def talking(self) -> int:
        """How many chats have something left to say."""
        return sum(self.at[chat] < len(said) for chat, said in self.said.items())

    @property
    def done(self) -> bool:
        return all(self.at[chat] == len(said) for chat, said in self.said.items())


def test_killed_two_hundred_times_under_load_the_books_are_right(zygote: Zygote, tmp_path: Path) -> None:
    chance = random.Random(2021)
    folder = tmp_path / "load"
    zygote.prepare(folder)
    crowd, kills = Crowd(chance), 0
    while kills < KILLS or not crowd.done:
        if kills < KILLS:
            while crowd.talking < AT_ONCE:
                crowd.join()
        after = chance.uniform(0.03, 0.25) if kills < KILLS else 0.0
        life = zygote.run(folder, crowd.next(), kill_after=after)
        assert not life["failed"]
        kills += life["killed"]
        crowd.heard(life["acked"])
    found = books(folder)
    assert found["whole"] == "ok"
    assert found["dead"] == 0
    assert found["open"] == 0
    assert (found["pledges"], found["sum"]) == (crowd.donors, crowd.sum)
    assert (found["tallied"], found["tallied_sum"]) == (crowd.donors, crowd.sum)
    assert found["pupils"] == crowd.students
    assert found["finished"] == crowd.donors + crowd.students
    said = sum(len(lines) for lines in crowd.said.values())
    assert found["updates"] == said
    assert found["messages"] == said, "every word is answered by one message, laid out once"


LINES, KILLED_AT_MOST = 8_000, 25


def test_killed_while_it_takes_a_statement_in_every_line_is_booked_once(zygote: Zygote, tmp_path: Path) -> None:
    chance = random.Random(2021)
    folder = tmp_path / "statement"
    zygote.prepare(folder, statement=True)
    rows = [f"{1 + n % 27:02}/09/2021;FT{n:08};;{1000 + n};ung ho {n}\n" for n in range(LINES)]
    (folder / "statement.csv").write_text("Ngày GD;Số bút toán;Ghi nợ;Ghi có;Nội dung\n" + "".join(rows))
    kills, killed = 0, True
    while killed:
        life = zygote.read_statement(folder, chance.uniform(0.2, 0.7) if kills < KILLED_AT_MOST else 0.0)
        killed = life["killed"]
        kills += killed
    assert not life["failed"]
    assert kills
    booked, whole, status = asyncio.run(_booked(folder))
    assert (booked, status) == ([LINES, sum(range(1000, 1000 + LINES))], "taken")
    assert whole


async def _booked(folder: Path) -> tuple[list[int], bool, str]:
    """How many receipts there are and their sum; whether the ledger is whole; what became of the statement."""
    database, secrecy = await open_database(Settings(data_dir=folder))
    async with database.read() as connection:
        counted = await connection.execute(select(func.count(), func.sum(receipts.c.minor)).select_from(receipts))
        status = str((await connection.execute(select(statements.c.status))).scalar())
        world = World(Work(connection, NOW), {PLAN.slug: PLAN}, PLAN.slug, secrecy)
        whole = (await ledger.verify(world)).whole
        [row] = counted.all()
    await database.close()
    return [int(value or 0) for value in row], whole, status
