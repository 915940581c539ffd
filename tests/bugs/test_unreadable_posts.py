"""JSON nested thousands deep and bodies that cannot be unpacked were answered with 500 and a traceback in the log."""

from __future__ import annotations

import asyncio
import gzip
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web

from bot.feeds.bank_notices import CASSO, SEPAY, BankWebhook
from bot.handlers.telegram.webhook import HEADER, PATH, Webhook
from bot.handlers.web import DemoPart
from bot.messages import Incoming
from bot.web.body import short_body
from bot.web.gate import Gate
from bot.web.visitor import Front
from tests.handlers.web.world import World
from tests.support.jumping import jumping

SECRET = "an invented word"
DOORS = {
    PATH: f"{HEADER}: {SECRET}",
    SEPAY: f"Authorization: Apikey {SECRET}",
    CASSO: f"Secure-Token: {SECRET}",
    "/chat/demo/clock": "",
}
NOTHING = [
    b"[" * 5000,
    b"[" * 100_000,
    b'{"update_id":1,"message":' * 5000,
    b'{"x":' + b"[" * 5000 + b"]" * 5000 + b"}",
    b'{"to":' + b"[" * 5000 + b"]" * 5000 + b"}",
    b"9" * 5000,
    b'{"id":-' + b"9" * 100_000 + b',"error":' + b"9" * 5000 + b"}",
    b'{"update_id":' + b"9" * 5000 + b"}",
    b"1e999999",
    b'"\\ud800"',
    b"\xff\xfe\x00",
    b"",
]
Post = Callable[..., Awaitable[bytes]]


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    """Posts to a server as it stands behind the gate, or without a path says just this; the status of the answer."""

    async def accept(update: Incoming) -> None:
        raise AssertionError("nothing may be taken in")

    async def move(step: str) -> datetime:
        raise AssertionError("nothing may be moved")

    world = World(tmp_path / "files", people={"donor": DemoPart({"vi": "x", "en": "x"})}, move_clock=move)
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    bank = BankWebhook(accept, sepay_key=SECRET, casso_key=SECRET, zone=zone, now=world.now)
    telegram = Webhook(SECRET, lambda _raw: None, accept)
    application = world.app(list(bank.routes()), [web.post(PATH, telegram.receive)])
    gate = Gate(Front(), 1000)
    application.middlewares.append(gate.by_address)
    async with AsyncExitStack() as stack:
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        assert runner.server is not None
        listener = await asyncio.get_running_loop().create_server(gate.before(runner.server), "127.0.0.1", 0)
        stack.callback(listener.close)
        host, port = listener.sockets[0].getsockname()

        async def ask(said: bytes) -> bytes:
            reader, writer = await asyncio.open_connection(host, port)
            stack.callback(writer.close)
            writer.write(said)
            async with asyncio.timeout(60):
                return await reader.read() if not said.startswith(b"POST") else await reader.readline()

        cookie = (await ask(b"GET /chat HTTP/1.0\r\nHost: x\r\n\r\n")).partition(b"Set-Cookie: ")[2].partition(b";")[0]

        async def send(path: str, body: bytes, *headers: str, length: bool = True) -> bytes:
            if not path:
                return (await ask(body)).split()[1]
            here = f"{host}:{port}"
            ours = [f"Host: {here}", f"Origin: http://{here}", f"Cookie: {cookie.decode()}", DOORS.get(path, "")]
            size = f"Content-Length: {len(body)}" if length else ""
            head = "\r\n".join([f"POST {path} HTTP/1.1", *filter(None, [*ours, size, *headers]), "", ""])
            return (await ask(head.encode() + body)).split()[1]

        yield send


@pytest.fixture(autouse=True)
def no_tracebacks(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)


def lines(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    """What was logged; nothing of it as our own fault."""
    assert not [record for record in caplog.records if record.exc_info or record.levelno > logging.WARNING]
    assert "9999" not in caplog.text
    return [record for record in caplog.records if record.levelno == logging.WARNING]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("number", range(len(NOTHING)))
async def test_what_is_no_json_is_a_bad_request_at_every_door(
    post: Post, door: str, number: int, caplog: pytest.LogCaptureFixture
) -> None:
    assert await post(door, NOTHING[number]) in (b"400", b"413")
    assert len(lines(caplog)) <= 1


@pytest.mark.parametrize("door", [*DOORS, "/chat/upload"])
@pytest.mark.parametrize("packing", ["gzip", "deflate", "br", "zstd", "gzip, gzip", "nonsense"])
async def test_what_is_packed_or_says_so_is_refused(
    post: Post, door: str, packing: str, caplog: pytest.LogCaptureFixture
) -> None:
    whole = gzip.compress(b"x" * 1000)
    for body in (b"no such thing", whole, whole[:-5], whole[:12] + b"\xff" * 20, gzip.compress(bytes(40 << 20))):
        assert await post(door, body, f"Content-Encoding: {packing}") in (b"400", b"413", b"415", b"429")
    assert len(lines(caplog)) <= 5


@pytest.mark.parametrize("door", [*DOORS, "/chat/upload", "/chat", "/nowhere"])
async def test_pieces_that_are_none_are_refused(post: Post, door: str, caplog: pytest.LogCaptureFixture) -> None:
    for body in (b"zz\r\nxx", b"5\r\nabc\r\n0\r\n\r\n", b"fffffffffffffffffffff\r\n", b"-1\r\n"):
        status = await post(door, body, "Transfer-Encoding: chunked", length=False)
        assert status in (b"400", b"403", b"404", b"405", b"429")
    assert len(lines(caplog)) <= 8


@pytest.mark.parametrize(
    "said",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost x\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"y" * 9000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: -9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\r\n\r\n",
    ],
)
async def test_what_is_no_request_is_one_line(post: Post, said: bytes, caplog: pytest.LogCaptureFixture) -> None:
    assert await post("", said) == b"400"
    assert len(lines(caplog)) <= 1


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    async def story() -> None:
        async def answer(request: web.Request) -> web.Response:
            await short_body(request, 1000)
            raise AssertionError("it never came")

        application = web.Application()
        application.add_routes([web.post("/", answer)])
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
        writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nsome of it")
        assert (await reader.readline()).split()[1] == b"408"
        writer.close()
        await runner.cleanup()

    jumping(story())
