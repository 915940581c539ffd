"""With PUBLIC_URL=https:… cookies lacked Secure and pages HSTS wherever the proxy's header was not believed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.commands.run import build
from bot.settings import read
from tests.support.lived import prepare

HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"X-Forwarded-Proto": "https"},
    {"X-Forwarded-Proto": "http"},
    {"X-Forwarded-For": "198.51.100.4"},
)


@asynccontextmanager
async def served(data: Path, **environment: str) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    app, application = await build(read({"DATA_DIR": str(data), **environment}))
    async with TestClient(TestServer(application)) as client:
        yield client
    await app.stop()


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "localhost", "::"])
@pytest.mark.parametrize("proxies", ["", "10.0.0.0/8"])
async def test_https_is_https_whatever_the_headers(tmp_path: Path, host: str, proxies: str) -> None:
    data = await prepare(tmp_path / "data")
    settings = {"HTTP_HOST": host, "PROXIES": proxies, "PUBLIC_URL": "https://song.example.vn"}
    async with served(data, **settings) as client:
        for headers in HEADERS:
            answer = await client.get("/chat?lang=en", headers={**headers, "Host": "song.example.vn"})
            assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
            assert "wss://song.example.vn" in answer.headers["Content-Security-Policy"]
            cookies = answer.headers.getall("Set-Cookie")
            assert len(cookies) == 2
            assert all("; Secure" in cookie for cookie in cookies)


async def test_without_it_a_strangers_word_counts_nothing(tmp_path: Path) -> None:
    data = await prepare(tmp_path / "data")
    async with served(data, PUBLIC_URL="http://song.example.vn", PROXIES="10.0.0.0/8") as client:
        for headers in HEADERS:
            answer = await client.get("/chat", headers=headers)
            assert "Strict-Transport-Security" not in answer.headers
            assert "Secure" not in answer.headers["Set-Cookie"]
