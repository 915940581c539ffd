"""The desk as `run` serves it: in a demonstration on this machine alone, behind a proxy with a secure cookie."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import CookieJar, web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from bot.app import App
from bot.commands.run import build
from bot.programme.people.logins import make_link
from bot.settings import Settings
from bot.storage.tables import contacts
from tests.support.lived import prepare

PUBLIC = "https://song.example.vn"


@asynccontextmanager
async def served(settings: Settings) -> AsyncIterator[tuple[App, TestClient[web.Request, web.Application]]]:
    app, application = await build(settings)
    async with TestClient(TestServer(application), cookie_jar=CookieJar(unsafe=True)) as client:
        yield app, client
    await app.stop()


async def link(app: App) -> str:
    async with app.database.read() as connection:
        wanted = select(contacts.c.id).where(contacts.c.address == "web:demo-accountant")
        clerk = (await connection.execute(wanted)).scalar_one()
    return "/desk/login/" + await app.act(clerk, "", make_link)


async def test_a_demonstrations_desk_answers_to_this_machines_names_only(tmp_path: Path) -> None:
    async with served(Settings(data_dir=tmp_path / "data", demo=True)) as (app, client):
        path = await link(app)
        for host in ("song.example.vn", "10.0.0.7:8080", "", "127.0.0.1.example.vn"):
            for asked in ("/desk", "/desk/login", path):
                assert (await client.get(asked, headers={"Host": host})).status == 403
        assert (await client.post(path, headers={"Host": "x.vn", "Origin": "http://x.vn"})).status == 403
        here = str(client.make_url("")).rstrip("/")
        answer = await client.post(path, headers={"Origin": here})
        assert (answer.status, answer.url.path) == (200, "/desk")
        page = await answer.text()
        for address in ("/chat/static/-/icon.svg", *(part.split('"')[0] for part in page.split('href="')[1:])):
            if "/static/" in address or "/site/" in address:
                assert (await client.get(address)).status == 200, address


async def test_behind_a_proxy_the_cookie_is_for_https_and_only_its_own_pages_may_speak(tmp_path: Path) -> None:
    settings = Settings(data_dir=await prepare(tmp_path / "data"), public_url=PUBLIC)
    async with served(settings) as (app, client):
        assert app.site == PUBLIC
        proxied = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
        how = await client.get("/desk", headers=proxied)
        assert how.url.path == "/desk/login"
        assert "max-age" in how.headers["Strict-Transport-Security"]
        token = "/desk/login/" + "A" * 43
        for origin in (str(client.make_url("")).rstrip("/"), "https://elsewhere.example.org"):
            assert (await client.post(token, headers={**proxied, "Origin": origin})).status == 403
        assert (await client.post(token, headers={**proxied, "Origin": PUBLIC})).status == 410
