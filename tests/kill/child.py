"""The bot in a process of its own that may be killed at any instant: fed over a socket, one JSON object a line.

Started once (`python -m tests.kill.child`), it forks a life for every line it reads on its standard input, so that a
life begins in a moment although the imports take a second. A life connects to the given socket and says
{"pid": …}; it takes {"id": …, "chat": …, "text": …} and says {"ack": id} once `accept` has returned; {"out": …} is a
message that it delivers; {"stop": true} ends it in order, and it says {"points": [names]}.

With "kill_at" the n-th numbered point kills the life with SIGKILL. The points are put around the house's functions
here, in the child; the house knows nothing of them.
"""

from __future__ import annotations

import asyncio
import functools
import gc
import json
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from bot import conduct, sender
from bot.app import App, open_database
from bot.chat.replay import Replay
from bot.messages import Abilities, Accept, Full, Incoming, Outgoing
from bot.postbox import Postbox
from bot.programme.plan import load_plan
from bot.rehearsal.still_clock import StillClock
from bot.settings import Settings
from bot.storage import inbox, talks
from bot.storage.database import Database
from bot.storage.work import Work
from bot.turn import Turn

PLAN = load_plan("thanh-oai")
POINTS: list[str] = []


class Wire:
    """The messenger: what is delivered goes over the socket."""

    channel = "wire"
    abilities = Abilities()

    def __init__(self, say: Callable[[Any], None]):
        self.say = say

    async def start(self, accept: Accept) -> None: ...

    async def stop(self) -> None: ...

    async def deliver(self, message: Outgoing) -> str:
        here("before a delivery")
        self.say({"out": message.id, "chat": message.chat, "text": message.text})
        here("after a delivery")
        return str(message.id)


kill_at = 0


def here(name: str) -> None:
    """A numbered point of a life."""
    POINTS.append(name)
    if len(POINTS) == kill_at:
        os.kill(os.getpid(), signal.SIGKILL)


def before(owner: Any, name: str) -> None:
    """Puts a point before a coroutine function; what lies between two of them has no effect of its own."""
    call = getattr(owner, name)

    @functools.wraps(call)
    async def wrapped(*args: Any, **more: Any) -> Any:
        here(f"before {name}")
        return await call(*args, **more)

    setattr(owner, name, wrapped)


@asynccontextmanager
async def write(self: Database) -> AsyncIterator[Any]:
    """`Database.write` with points in its transaction."""
    here("before a transaction")
    async with self.writer.begin() as connection:
        here("in a transaction")
        yield connection
        here("before the commit")
    here("after the commit")


def instrument() -> None:
    """Puts the points where something could be lost or doubled."""
    sender.LINGER = 0.0  # type: ignore[misc]  # a result is written down at once, at the same place every time
    for owner, names in (
        (Turn, ("take",)),
        (inbox, ("take",)),
        (talks, ("load", "save")),
        (conduct, ("hear",)),
        (Replay, ("run", "_reach")),
        (Work, ("execute",)),
        (Postbox, ("settle",)),
    ):
        for name in names:
            before(owner, name)
    Database.write = write  # type: ignore[method-assign]
    carry = App._carry

    def carried(self: App, messages: Any) -> None:
        here("before the sender is told")
        carry(self, messages)

    App._carry = carried  # type: ignore[method-assign]


async def live(orders: dict[str, Any]) -> None:
    """One life, from the start of the app to its orderly or sudden end."""
    reader, writer = await asyncio.open_unix_connection(orders["socket"], limit=2**20)

    def say(thing: Any) -> None:
        writer.write(json.dumps(thing).encode() + b"\n")

    moment = datetime.fromisoformat(orders["moment"])
    clock = StillClock(moment)
    database, secrecy = await open_database(Settings(data_dir=Path(orders["folder"])))
    app = App(database, secrecy, {PLAN.slug: PLAN}, PLAN.slug, clock)
    app.add(Wire(say))
    if kill_at:
        instrument()
    await app.start(tick=False)
    say({"pid": os.getpid()})
    tasks = set()
    if orders.get("look"):
        tasks.add(asyncio.create_task(app.clock.sweep()))

    async def take(line: dict[str, Any]) -> None:
        update = Incoming(channel="wire", chat=line["chat"], id=line["id"], at=moment, text=line["text"])
        while True:
            try:
                await app.turn.accept(update)
                break
            except Full:
                await asyncio.sleep(0.01)
        here("before the acknowledgement")
        say({"ack": line["id"]})
        await writer.drain()
        here("after the acknowledgement")

    while data := await reader.readline():
        line = json.loads(data)
        if "stop" in line:
            break
        task = asyncio.create_task(take(line))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
    await asyncio.gather(*tasks)
    assert app.sender is not None
    await app.sender.idle()
    await app.stop()
    say({"points": POINTS})
    await writer.drain()
    writer.close()
    await writer.wait_closed()


def main() -> None:
    """Forks a life for every order, and tells how it ended."""
    global kill_at
    logging.disable(logging.CRITICAL)
    gc.collect()
    gc.freeze()  # so that the collector does not touch, and so copy, what the forks share
    for order in sys.stdin:
        orders = json.loads(order)
        pid = os.fork()
        if pid == 0:
            kill_at = orders.get("kill_at") or 0
            if "count" in orders:
                kill_at = -1
            asyncio.run(live(orders))
            os._exit(0)
        _pid, status = os.waitpid(pid, 0)
        print(json.dumps({"died": status}), flush=True)


if __name__ == "__main__":
    main()
