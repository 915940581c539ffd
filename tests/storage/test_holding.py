"""One program serves a database at a time; the right to ends with the process, however that ends."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen

import pytest
from sqlalchemy import text

from bot.storage.database import Database
from bot.storage.holding import ENDING, HeldElsewhere, Hold, holder
from bot.storage.upgrade import head, upgrade
from tests.support import postgres

HOLDS = """
import asyncio, sys
from bot.storage.holding import Hold
async def main():
    hold = Hold(sys.argv[1])
    await hold.take()
    print("held", flush=True)
    await asyncio.to_thread(sys.stdin.read)
asyncio.run(main())
"""


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'tiepsong.db'}"
        return
    name = postgres.fresh()
    yield postgres.url(name)
    postgres.drop(name)


@contextmanager
def another_process(url: str) -> Iterator[Popen[bytes]]:
    """A process that holds the database until it is killed."""
    with Popen([sys.executable, "-c", HOLDS, url], stdin=PIPE, stdout=PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        yield other


async def test_of_two_one_is_refused_and_may_once_the_first_gave_it_back(url: str) -> None:
    first, second = Hold(url), Hold(url)
    assert await holder(url) is None
    await first.take()
    await first.take()
    with pytest.raises(HeldElsewhere):
        await second.take()
    assert await holder(url) is not None
    assert (first.held, second.held) == (True, False)
    await first.give_back()
    assert await holder(url) is None
    await second.take()
    await second.give_back()


async def test_a_killed_process_holds_nothing_any_more(url: str) -> None:
    with another_process(url) as other:
        with pytest.raises(HeldElsewhere, match=f"process {other.pid}" if "sqlite" in url else "another process"):
            await Hold(url).take()
        other.send_signal(signal.SIGKILL)
        other.wait()
    hold = Hold(url)
    for _attempt in range(1_000):  # a server may notice a moment later that its client has gone
        try:
            await hold.take()
        except HeldElsewhere:
            continue
        break
    assert hold.held
    await hold.give_back()


async def test_no_table_changes_while_somebody_serves_the_database(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'tiepsong.db'}"
    serving, other = Hold(url), Database(url)
    await upgrade(other)
    async with other.write() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    await serving.take()
    with pytest.raises(HeldElsewhere):
        await upgrade(other)
    await serving.give_back()
    async with other.write() as connection:
        await connection.execute(text(f"UPDATE alembic_version SET version_num = '{head()}'"))
    await serving.take()
    assert await upgrade(other) is not None  # there is nothing to change
    await other.close()
    await serving.give_back()


async def test_who_only_looks_leaves_no_trace(tmp_path: Path) -> None:
    assert await holder(f"sqlite+aiosqlite:///{tmp_path / 'tiepsong.db'}") is None
    assert not (tmp_path / f"tiepsong.db{ENDING}").exists()
    assert await holder("sqlite+aiosqlite://") is None
