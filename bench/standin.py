"""A stand-in for the Bot API that does as little as possible, so that the load fits on one core."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

ME = {"id": 1, "is_bot": True, "first_name": "bench", "username": "bench_bot"}
SENT = b'{"ok":true,"result":{"message_id":1,"date":1700000000,"chat":{"id":%d,"type":"private"},"text":"."}}'


class StandIn:
    """Answers every call at once; tells `heard(chat)` of each message that arrives."""

    def __init__(self) -> None:
        self.heard: Callable[[int], None] = lambda chat: None
        self.called: Callable[[str], object] = lambda method: None
        self.sends = 0
        self._runner: web.AppRunner | None = None
        self.address = ""

    async def start(self) -> None:
        """Listens on a free port of this machine."""
        app = web.Application(client_max_size=10**7)
        app.router.add_route("*", "/{token}/{method}", self._call)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        addresses: Any = self._runner.addresses
        self.address = f"http://127.0.0.1:{addresses[0][1]}"

    async def stop(self) -> None:
        """Closes."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _call(self, request: web.Request) -> web.Response:
        method, body = request.match_info["method"].lower(), await request.read()
        if method in ("sendmessage", "sendphoto"):
            self.sends += 1
            chat = _chat_of(body)
            asyncio.get_running_loop().call_soon(self.heard, chat)
            return web.Response(body=SENT % chat, content_type="application/json")
        self.called(method)
        result: Any = ME if method == "getme" else [] if method == "getupdates" else True
        return web.json_response({"ok": True, "result": result})


def _chat_of(body: bytes) -> int:
    if body.startswith(b"{"):
        return int(json.loads(body)["chat_id"])
    at = body.index(b'name="chat_id"')
    return int(body[at:].split(b"\r\n\r\n", 1)[1].split(b"\r\n", 1)[0])
