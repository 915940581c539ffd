"""The reference: the least a durable webhook bot can do. One aiohttp server, group commit into SQLite, one sendMessage.

No flows, no texts, no ledger: it journals each update and answers "next". Started by the bench as a process of its own.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from bot.storage import __doc__ as _mended_sqlite  # the same SQLite build as ours

from aiohttp import ClientSession, web  # isort: skip


async def serve(port: int, api: str, path: str) -> None:
    """Serves until killed."""
    import sqlite3

    assert _mended_sqlite
    database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE inbox (id INTEGER PRIMARY KEY, chat INTEGER, body TEXT)")
    database.execute("CREATE TABLE outbox (id INTEGER PRIMARY KEY, chat INTEGER, body TEXT)")
    waiting: list[tuple[dict[str, Any], asyncio.Future[None]]] = []
    woken = asyncio.Event()

    def write(rows: list[tuple[int, int, str]]) -> None:
        database.execute("BEGIN IMMEDIATE")
        database.executemany("INSERT OR IGNORE INTO inbox VALUES (?, ?, ?)", rows)
        database.executemany(
            "INSERT INTO outbox (chat, body) VALUES (?, ?)", [(chat, "next") for _id, chat, _b in rows]
        )
        database.execute("COMMIT")

    async def turns(session: ClientSession) -> None:
        while True:
            await woken.wait()
            woken.clear()
            taken, waiting[:] = waiting[:], []
            rows = [(u["update_id"], _chat(u), json.dumps(u)) for u, _done in taken]
            await asyncio.to_thread(write, rows)
            for _update, done in taken:
                done.set_result(None)
            await asyncio.gather(*(send(session, chat) for _id, chat, _body in rows))

    async def send(session: ClientSession, chat: int) -> None:
        async with session.post(f"{api}/bot1:x/sendMessage", json={"chat_id": chat, "text": "next"}) as answer:
            await answer.read()

    async def hook(request: web.Request) -> web.Response:
        done = asyncio.get_running_loop().create_future()
        waiting.append((json.loads(await request.read()), done))
        woken.set()
        await done
        return web.Response()

    app = web.Application()
    app.add_routes([web.post("/telegram", hook), web.get("/healthz", lambda _r: _ok())])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    async with ClientSession() as session:
        await turns(session)


async def _ok() -> web.Response:
    return web.Response(text="ok")


def _chat(update: dict[str, Any]) -> int:
    message = update.get("message") or update["callback_query"]["message"]
    return int(message["chat"]["id"])


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), sys.argv[2], sys.argv[3]))
