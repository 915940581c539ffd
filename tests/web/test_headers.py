"""Every answer carries the security headers, errors too."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.web.headers import harden, policy
from bot.web.visitor import Front

Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async def own(request: web.Request) -> web.Response:
        return web.Response(headers={"Content-Security-Policy": "default-src 'none'"})

    async def breaks(request: web.Request) -> web.Response:
        raise RuntimeError("broken")

    app = web.Application()
    app.router.add_get("/own", own)
    app.router.add_get("/breaks", breaks)
    harden(app, Front(["127.0.0.1"]))
    async with TestClient(TestServer(app)) as made:
        yield made


@pytest.mark.parametrize(("path", "status"), [("/own", 200), ("/missing", 404), ("/breaks", 500)])
async def test_the_headers_are_there(client: Client, path: str, status: int) -> None:
    answer = await client.get(path)
    assert answer.status == status
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "default-src" in answer.headers["Content-Security-Policy"]
    assert "Strict-Transport-Security" not in answer.headers


async def test_a_page_s_own_policy_stays(client: Client) -> None:
    assert (await client.get("/own")).headers["Content-Security-Policy"] == "default-src 'none'"


async def test_https_is_promised_only_on_https(client: Client) -> None:
    answer = await client.get("/missing", headers={"X-Forwarded-Proto": "https"})
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_the_policy_names_the_wire_of_a_real_host_only() -> None:
    assert "connect-src 'self' wss://song.example.vn:8443;" in policy("song.example.vn:8443", True)
    for host in ("evil.example; script-src *", "a b", "", "x'y", "a\nb"):
        assert "connect-src 'self';" in policy(host, True)
