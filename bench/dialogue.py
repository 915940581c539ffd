"""CPU per update of the five-message pledge: over a Telegram webhook and over the web chat, against a bare loop.

Fifty talks at once and no think time: the next message goes out the instant the reply has arrived, and every talk must
finish. The server has one core, the load the other.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from statistics import median
from uuid import uuid4

from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar, WSMsgType

from bench.child import LOAD_CORE, Child
from bench.standin import StandIn

AT_ONCE = 50
ROUNDS, RUNS = 10, 7
TELEGRAM = ["/give_cash", "500k", "1", "1", "yes"]  # in the name Telegram tells, for no unit
WEB = ["/give_cash", "500k", "4", "1", "yes"]  # without a name: a browser does not tell one
GOAL_TELEGRAM, GOAL_WEB = 2.4, 1.6  # times the bare loop
Talk = Callable[[int, int], Awaitable[None]]
Run = Callable[[int], Awaitable[float]]
SECRET = "a-long-random-word-for-the-bench"


def measure() -> None:
    """Prints the figures."""
    os.sched_setaffinity(0, {LOAD_CORE})
    figures = asyncio.run(_rounds())
    bare = figures.pop("bare loop")
    for name, goal in (("Telegram webhook", GOAL_TELEGRAM), ("web chat", GOAL_WEB)):
        ours = figures[name]
        ratios = [one / other for one, other in zip(ours, bare, strict=True)]
        print(
            f"pledge dialogue, {name}: {median(ours):.3f} ms CPU per update, {median(ratios):.2f} × the "
            f"bare loop's {median(bare):.3f} (goal {goal}); {min(ratios):.2f}–{max(ratios):.2f} in "
            f"{RUNS} runs; every talk finished"
        )


async def _rounds() -> dict[str, list[float]]:
    """Milliseconds of CPU per update of each server, run after run by turns, so that a noisy minute meets them all."""
    async with AsyncExitStack() as stack:
        servers = {
            "bare loop": await _bare(stack),
            "Telegram webhook": await _telegram(stack),
            "web chat": await _web(stack),
        }
        figures: dict[str, list[float]] = {name: [] for name in servers}
        for run in range(RUNS + 1):
            for name, one_run in servers.items():
                figures[name].append(await one_run(run))
        return {name: each[1:] for name, each in figures.items()}  # the first run warms up


async def _bare(stack: AsyncExitStack) -> Run:
    api = await _standin(stack)
    folder, port = stack.enter_context(tempfile.TemporaryDirectory()), _port()
    child = await _child(stack, ["-m", "bench.bare", str(port), api.address, f"{folder}/bare.db"], {}, port)
    return await _hook(stack, child, api, port)


async def _telegram(stack: AsyncExitStack) -> Run:
    api = await _standin(stack)
    folder, port = stack.enter_context(tempfile.TemporaryDirectory()), _port()
    environment = {
        **_settings(folder, port),
        "TELEGRAM_TOKEN": "1:x",
        "TELEGRAM_API_BASE": api.address,
        "TELEGRAM_MODE": "webhook",
        "TELEGRAM_WEBHOOK_URL": "https://bench.invalid/telegram",
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
        "TELEGRAM_PACE": "0",
    }
    await _load_plan(environment)
    hooked = asyncio.Event()
    api.called = lambda method: hooked.set() if method == "setwebhook" else None
    child = await _child(stack, ["-m", "bot", "run"], environment, port)
    await asyncio.wait_for(hooked.wait(), 60)
    return await _hook(stack, child, api, port)


async def _web(stack: AsyncExitStack) -> Run:
    folder, port = stack.enter_context(tempfile.TemporaryDirectory()), _port()
    environment = _settings(folder, port)
    await _load_plan(environment)
    return _sockets(await _child(stack, ["-m", "bot", "run"], environment, port), port)


async def _standin(stack: AsyncExitStack) -> StandIn:
    api = StandIn()
    await api.start()
    stack.push_async_callback(api.stop)
    return api


async def _child(stack: AsyncExitStack, arguments: list[str], environment: dict[str, str], port: int) -> Child:
    child = await asyncio.to_thread(Child, arguments, environment, f"http://127.0.0.1:{port}/healthz")
    stack.callback(child.stop)
    return child


async def _hook(stack: AsyncExitStack, child: Child, api: StandIn, port: int) -> Run:
    """Talks through the webhook."""
    loop = asyncio.get_running_loop()
    waits: dict[int, tuple[int, asyncio.Future[None]]] = {}

    def heard(chat: int) -> None:
        left, done = waits[chat]
        waits[chat] = (left - 1, done)
        if left == 1:
            done.set_result(None)

    api.heard = heard
    number = 0

    session = await stack.enter_async_context(ClientSession(headers={"X-Telegram-Bot-Api-Secret-Token": SECRET}))

    async def talk(chat: int) -> None:
        nonlocal number
        for text in TELEGRAM:
            number += 1
            waits[chat] = (1, loop.create_future())
            body = json.dumps(_update(number, chat, text))
            async with session.post(f"http://127.0.0.1:{port}/telegram", data=body) as answer:
                assert answer.status == 200, answer.status
            await asyncio.wait_for(waits[chat][1], 30)

    async def one_run(run: int) -> float:
        return await _one_run(child, lambda k, n: talk(1000 + run * 10**6 + k * 1000 + n), len(TELEGRAM))

    return one_run


def _sockets(child: Child, port: int) -> Run:
    """Talks through the web chat, each over a page of its own that is open already: one page may not talk so fast."""

    async def one_run(run: int) -> float:
        async with AsyncExitStack() as stack:
            pages = [await _page(stack, port, run, n) for n in range(AT_ONCE * ROUNDS)]
            await asyncio.sleep(0.2)

            async def talk(k: int, n: int) -> None:
                page = pages[k * ROUNDS + n]
                for text in WEB:
                    await page.send_str(json.dumps({"id": str(uuid4()), "text": text}))
                    got = 0
                    while got < 1:
                        frame = await page.receive(30)
                        assert frame.type is WSMsgType.TEXT, frame
                        assert '"slow"' not in frame.data, "the bench went over the page's own limit"
                        got += frame.data.startswith('{"message"')

            return await _one_run(child, talk, len(WEB))

    return one_run


async def _page(stack: AsyncExitStack, port: int, run: int, n: int) -> ClientWebSocketResponse:
    """A visitor's open page; each comes from an address of its own, as in life."""
    headers = {"X-Forwarded-For": f"10.{run}.{n // 250}.{n % 250}"}
    session = await stack.enter_async_context(ClientSession(cookie_jar=CookieJar(unsafe=True), headers=headers))
    await (await session.get(f"http://127.0.0.1:{port}/chat")).read()
    page = await session.ws_connect(f"http://127.0.0.1:{port}/chat/ws", origin=f"http://127.0.0.1:{port}")
    await page.send_str('{"since":0}')
    await page.receive(30)
    return page


async def _one_run(child: Child, talk: Talk, messages: int) -> float:
    """Milliseconds of CPU per update."""

    async def worker(k: int) -> None:
        for n in range(ROUNDS):
            await talk(k, n)

    before = child.cpu()
    await asyncio.wait_for(asyncio.gather(*(worker(k) for k in range(AT_ONCE))), 300)
    await asyncio.sleep(0.2)  # the last marks are written
    return (child.cpu() - before) / (AT_ONCE * ROUNDS * messages) * 1000


def _settings(folder: str, port: int) -> dict[str, str]:
    return {
        "DATA_DIR": folder,
        "HTTP_PORT": str(port),
        "HTTP_HOST": "127.0.0.1",
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "DEMO": "0",
        "LOG_LEVEL": "WARNING",
    }


async def _load_plan(environment: dict[str, str]) -> None:
    """A drive that is open today: the Thanh Oai plan without its last day."""
    import sys
    from pathlib import Path

    from bot.programme.plan import plan_bytes

    text, last_day = plan_bytes("thanh-oai").decode(), "closes = 2021-11-15\n"
    assert last_day in text, "the drive is closed, and says so besides what is asked"
    path = Path(environment["DATA_DIR"]) / "open.toml"
    path.write_text(text.replace(last_day, ""))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "plan", "load", str(path), env={**os.environ, **environment},
        stdout=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    assert await process.wait() == 0


def _update(number: int, chat: int, text: str) -> dict[str, object]:
    person = {"id": chat, "is_bot": False, "first_name": "An", "last_name": "Nguyễn Văn", "language_code": "en"}
    message = {
        "message_id": number,
        "date": 1_700_000_000,
        "chat": {"id": chat, "type": "private", "first_name": "An"},
        "from": person,
        "text": text,
    }
    if text.startswith("/"):
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
    return {"update_id": number, "message": message}


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
