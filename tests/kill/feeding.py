"""The other end of the child's socket: lives that are fed and killed, and what they said."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
Heard = Callable[[dict[str, Any]], None]


class Life:
    """One life of the child, until the connection ends."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, heard: Heard):
        self._reader, self._writer, self._heard = reader, writer, heard
        self.pid = 0
        self.born = asyncio.Event()
        self.points: list[str] | None = None
        self.listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        try:
            while line := await self._reader.readline():
                try:
                    said = json.loads(line)
                except ValueError:  # the last line of a life may be half a line
                    break
                if "pid" in said:
                    self.pid = said["pid"]
                elif "points" in said:
                    self.points = said["points"]
                self._heard(said)
                self.born.set()
        except ConnectionError:
            pass  # this is how a killed process ends its connection
        finally:
            self.born.set()

    def feed(self, update: dict[str, Any]) -> None:
        """Gives it an update; whether it was taken says only its acknowledgement."""
        self._writer.write(json.dumps(update).encode() + b"\n")

    def kill(self) -> None:
        """Ends it as a power cut would."""
        assert self.pid > 1, "it was never born"
        os.kill(self.pid, signal.SIGKILL)

    async def ended(self) -> None:
        """Waits until its last word is read."""
        await self.listening
        self._writer.close()


class Nursery:
    """The child process, and a socket on which its lives call."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._socket = str(folder / "s")
        self._calls: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Nursery]:
        """Starts the child; ends it at the end."""
        server = await asyncio.start_unix_server(lambda *call: self._calls.put(call), self._socket, limit=2**20)
        self._child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.kill.child",
            cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            yield self
        finally:
            assert self._child.stdin is not None
            self._child.stdin.close()
            await self._child.wait()
            server.close()

    async def bear(self, database: Path, moment: str, heard: Heard, **orders: Any) -> Life:
        """Begins a life on a folder with a database."""
        assert self._child.stdin is not None
        order = {"socket": self._socket, "folder": str(database), "moment": moment, **orders}
        self._child.stdin.write(json.dumps(order).encode() + b"\n")
        return Life(*await self._calls.get(), heard)

    async def buried(self) -> int:
        """How the last life ended: its wait status."""
        assert self._child.stdout is not None
        return int(json.loads(await self._child.stdout.readline())["died"])


def copied(template: Path, to: Path) -> Path:
    """A fresh folder like a prepared one."""
    shutil.copytree(template, to)
    return to


def rows(folder: Path, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """What stands in the database of a folder."""
    found = list(folder.glob("*.db"))
    connection = sqlite3.connect(found[0])
    try:
        return connection.execute(statement, values).fetchall()
    finally:
        connection.close()


def sound(folder: Path) -> None:
    """The file is whole, and the running sums are the sums of the promises that stand."""
    assert rows(folder, "pragma integrity_check") == [("ok",)]
    assert rows(folder, "pragma foreign_key_check") == []
    tallies = dict(rows(folder, "select item, sum(amount) from tallies group by item having sum(amount) <> 0"))
    cash = rows(
        folder, "select 'cash', sum(vnd) from pledges where kind = 'cash' and status = 'promised' having sum(vnd) > 0"
    )
    things = rows(
        folder,
        "select item, sum(count) from pledge_goods join pledges on pledges.id = pledge_id"
        " where status = 'promised' group by item",
    )
    assert tallies == dict([*cash, *things])
