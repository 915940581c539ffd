#!/usr/bin/env bash
# aiohttp 3.14.5 (PyPI, Apache-2.0 and MIT): a visitor who goes away in the middle of an upload is two different things. A
# handler that runs under the library's own test server is cancelled (CancelledError, which no `except Exception` sees);
# the same handler under AppRunner, as `web.run_app` serves it, is not, and reads ConnectionResetError. The test server
# turns `handler_cancellation` on, and no argument of its own is there to turn it off. One would have sworn that a test
# server serves as a server does.
# Seen: "under TestServer: CancelledError - under AppRunner: ConnectionResetError".
# For us: an upload that broke off was a traceback in the log of a real server, of which nothing was to be seen under test.
# It is one quiet line now, and our tests of the web serve as the product does (`Served` in tests/handlers/web/conftest.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check aiohttp==3.14.5
"$folder/venv/bin/pip" --disable-pip-version-check freeze | grep -i "^aiohttp=="
"$folder/venv/bin/python" - <<'PY'
import asyncio

from aiohttp import web
from aiohttp.test_utils import TestServer

HEAD = b"POST / HTTP/1.1\r\nHost: example.org\r\nContent-Length: 1000\r\n\r\n"


def app_of(seen: asyncio.Future[str]) -> web.Application:
    async def upload(request: web.Request) -> web.Response:
        try:
            await request.read()
        except BaseException as what:
            seen.set_result(type(what).__name__)
            if isinstance(what, asyncio.CancelledError):
                raise
        return web.Response()

    app = web.Application()
    app.router.add_post("/", upload)
    return app


async def break_off(port: int, seen: asyncio.Future[str]) -> str:
    """Sends half of an upload, goes away, and says what its handler saw."""
    _reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(HEAD + b"x" * 500)
    await writer.drain()
    await asyncio.sleep(0.2)
    writer.close()
    return await asyncio.wait_for(seen, 10)


async def main() -> None:
    loop = asyncio.get_running_loop()
    seen: asyncio.Future[str] = loop.create_future()
    async with TestServer(app_of(seen)) as server:
        tested = await break_off(server.port, seen)
    seen = loop.create_future()
    runner = web.AppRunner(app_of(seen))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    served = await break_off(runner.addresses[0][1], seen)
    await runner.cleanup()
    print("under TestServer:", tested, "- under AppRunner:", served)
    assert (tested, served) == ("CancelledError", "ConnectionResetError"), "both are alike now, or named otherwise"


asyncio.run(main())
PY
