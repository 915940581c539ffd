"""The desk on a running app, with browsers that are only a cookie jar, so that every test sees what a clerk sees."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from html import unescape
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import ClientResponse, CookieJar, FormData, web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from bot.chat.phrase import Cash
from bot.desk.desk import Desk
from bot.handlers.web.shelf import Shelf
from bot.programme.devices.intake import Arrival, take_in
from bot.programme.giving.pledges import Delivery, PledgedGoods, add_cash_pledge, add_device_pledge
from bot.programme.world import World
from bot.reports.picture import draw
from bot.site.site import Site
from bot.storage.tables import contacts
from bot.web.headers import harden
from bot.web.visitor import Front
from tests.support.rig import Rig

T = TypeVar("T")
LINK = re.compile(r"/desk/login/([\w-]{43})")
FIELD = re.compile(r'name="(guard|key)" value="([^"]+)"')
ORGANISER = "mttq-thanh-oai"
GOOD = {"turns-on": "yes", "screen": "whole", "battery": "lesson", "charger": "yes", "locked": "open"}
"""A tablet without a fault, by the plan's questions."""


class Page:
    """What a browser got: its status, its words, where it ended."""

    def __init__(self, response: ClientResponse, html: str):
        self.status, self.html, self.headers = response.status, html, response.headers
        self.path = response.url.path_qs

    @property
    def words(self) -> str:
        """The text of the page, as it is read."""
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.html)).replace("\u00a0", " ").split())

    @property
    def hidden(self) -> dict[str, str]:
        """What the page's last form carries unseen."""
        return dict(FIELD.findall(self.html))


class Browser:
    """One browser with its cookies."""

    def __init__(self, client: TestClient[Any, Any]):
        self.client = client
        self.origin = str(client.make_url("")).rstrip("/")

    async def get(self, path: str, **more: Any) -> Page:
        return await self._page(await self.client.get(path, **more))

    async def post(
        self, path: str, fields: dict[str, str] | FormData | bytes, origin: str | None = "", **more: Any
    ) -> Page:
        """Posts as a page of ours does; another origin, or None for none, where the test says so."""
        headers = {} if origin is None else {"Origin": origin or self.origin}
        return await self._page(
            await self.client.post(path, data=fields, headers=headers | more.pop("headers", {}), **more)
        )

    async def _page(self, response: ClientResponse) -> Page:
        body = await response.read()
        return Page(response, body.decode() if "text" in response.headers.get("Content-Type", "") else body.hex())


class DeskWorld:
    """A rig, its desk, and browsers."""

    def __init__(self, rig: Rig, server: TestServer, shelf: Shelf, stack: AsyncExitStack):
        self.rig, self.server, self.shelf, self._stack = rig, server, shelf, stack

    async def browser(self) -> Browser:
        """A browser that has never been here."""
        client = TestClient(self.server, cookie_jar=CookieJar(unsafe=True))
        self._stack.push_async_callback(client.session.close)
        return Browser(client)

    async def link(self, who: str) -> str:
        """What the chat gives somebody who asks for the desk."""
        [message] = await self.rig.says(who, "/banlamviec")
        found = LINK.search(message.text)
        assert found, message.text
        return found[0]

    async def pledge(self, minor: int, name: str = "", unit: str = "", donor: str = "self") -> str:
        """Somebody pledges a sum; returns its code."""
        await self.rig.says("giver", "/menu")

        async def give(tx: World) -> str:
            number = await self.rig.unit(tx.work, unit) if unit else None
            made = await add_cash_pledge(tx, cash=Cash(minor), donor=donor, name=name, unit=number)
            return made.code

        return await self.act_as("giver", give)

    async def add_device_pledge(self, name: str = "", count: int = 1) -> str:
        """Somebody pledges tablets; returns the code."""
        await self.rig.says("giver", "/menu")

        async def give(tx: World) -> str:
            delivery = Delivery("fetch", fetch_from="thôn Trung", phone="0900000301")
            lines = [PledgedGoods("tablet", count, GOOD)]
            return (
                await add_device_pledge(tx, goods=lines, delivery=delivery, donor="self", name=name, unit=None)
            ).code

        return await self.act_as("giver", give)

    async def device(self, at: str = ORGANISER, *, code: str = "", donor: str = "", **more: Any) -> str:
        """A tablet comes in at a desk, by those who keep it; returns its tag."""
        keeper = "contact-cao-vien" if at == "cao-vien" else "coordinator"
        await self.rig.says(keeper, "/menu")

        async def take(tx: World) -> str:
            arrival = Arrival("tablet", **{"condition": GOOD, **more})
            unit = await self.rig.unit(tx.work, at)
            return (await take_in(tx, desk=unit, arrival=arrival, code=code, giver=donor)).tags[0]

        return await self.act_as(keeper, take)

    async def act_as(self, who: str, call: Callable[[World], Awaitable[T]]) -> T:
        """Does something as somebody, in a transaction of its own."""
        [(number,)] = await self.rig.rows(select(contacts.c.id).where(contacts.c.address == self.rig.address(who)))
        done = await self.rig.app.act(number, "", call)
        await self.rig.idle()  # what it causes others to hear is out
        return done

    async def enter(self, who: str) -> Browser:
        """Somebody at the desk."""
        browser = await self.browser()
        page = await browser.post(await self.link(who), {})
        assert page.path == "/desk", page.words
        return browser


def paths(page: Page, pattern: str) -> list[str]:
    """The addresses on a page that look so."""
    return [unescape(found) for found in re.findall(rf'(?:href|action)="({pattern})"', page.html)]


@asynccontextmanager
async def open_desk(rig: Rig, folder: Path) -> AsyncIterator[DeskWorld]:
    """The desk of a running app. Files that are sent at the desk are fetched from its shelf."""
    shelf = Shelf(folder / "files", rig.secrecy)
    recorder = rig.handlers["web"]

    async def fetch(ref: str, limit: int) -> bytes:
        return await asyncio.to_thread(shelf.read, ref)

    async def forget(ref: str) -> None:
        await asyncio.to_thread(shelf.forget, ref)

    setattr(recorder, "fetch", fetch)  # noqa: B010 - a recorder has no shelf of its own
    setattr(recorder, "forget", forget)  # noqa: B010 - as above

    async def nothing(lang: str) -> None: ...

    application = web.Application()
    application.add_routes(Site(nothing, lambda lang, source: source).routes())
    application.add_routes(Desk(rig.app, rig.secrecy, shelf, draw=draw).routes())
    harden(application, Front())
    async with AsyncExitStack() as stack:
        server = TestServer(application)
        await stack.enter_async_context(server)
        yield DeskWorld(rig, server, shelf, stack)
