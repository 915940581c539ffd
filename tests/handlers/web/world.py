"""A small world around the web messenger: an inbox, a memory, a clock and pages that speak the wire's language."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import ClientWebSocketResponse, CookieJar, WSMsgType, web
from aiohttp.test_utils import TestClient, TestServer
from msgspec import structs
from playwright.async_api import Page as BrowserPage

from bot.handlers.web import Past, WebHandler
from bot.messages import Button, Full, Incoming, Lane, Outgoing
from bot.storage.secrecy import Secrecy
from bot.web.headers import harden
from bot.web.visitor import Front

SECRET = b"a secret only for tests"
START = datetime(2021, 10, 5, 1, 0, tzinfo=UTC)  # 08:00 in Hà Nội
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415478da63f8ffff3f0005fe02fea7355b1b0000000049454e44ae426082"
)


class World:
    """Accepts updates once each, remembers what was said, and shows it to the handler as the database would."""

    def __init__(self, files: Path, **settings: Any):
        self.updates: list[Incoming] = []
        self.past: dict[str, list[Past]] = {}
        self.drawn: list[dict[str, Any]] = []
        self.full = 0  # how many updates to refuse
        self.answer: Callable[[Incoming], Awaitable[None]] | None = None
        self.minutes = 0
        self.number = 0
        self.front = settings.pop("front", Front())
        self.handler = WebHandler(
            secret=SECRET,
            files=files,
            lock=Secrecy(bytes(32)),
            draw=self.draw,
            history=self.history,
            title=lambda lang: ("Sóng và máy tính cho em", "Huyện Thanh Oai" if lang == "vi" else "Thanh Oai district"),
            now=self.now,
            front=self.front,
            **settings,
        )

    def now(self) -> datetime:
        return START + timedelta(minutes=self.minutes)

    def draw(self, recipe: dict[str, Any]) -> tuple[bytes, str]:
        self.drawn.append(recipe)
        return (PNG, "image/png") if recipe["make"] == "qr" else (b"%PDF-1.7 paper", "application/pdf")

    async def accept(self, update: Incoming) -> None:
        if self.full:
            self.full -= 1
            raise Full
        if any(known.id == update.id for known in self.updates):
            return
        self.updates.append(update)
        file = update.photo or update.document
        said = Past(
            id=0, mine=True, text=update.text or "", at=update.at, key=update.id, button=update.button, sent=file
        )
        self.past.setdefault(update.address, []).append(said)
        if self.answer:
            await self.answer(update)

    async def history(self, address: str, before: int | None, limit: int, since: int = 0) -> list[Past]:
        talk = self.past.get(address, [])
        if since and before is not None:
            return [said for said in talk if said.id < before and said.changes and said.changes[-1] > since]
        if before is not None:
            later = next((i for i, said in enumerate(talk) if not said.mine and said.id >= before), len(talk))
            talk = talk[:later]
        bots = [i for i, said in enumerate(talk) if not said.mine]
        return talk[bots[-limit] :] if len(bots) > limit else list(talk)

    async def say(self, chat: str, text: str, *labels: str, **more: Any) -> str:
        """The bot says something; returns what deliver() returned."""
        self.number += 1
        buttons = [Button(label, f"data-{label}") for label in labels]
        said = Past(id=self.number, mine=False, text=text, at=self.now(), buttons=buttons, **more)
        self.past.setdefault(f"web:{chat}", []).append(said)
        message = Outgoing(
            id=self.number, channel="web", chat=chat, lane=Lane.REPLY, text=text, buttons=buttons, **more
        )
        return await self.handler.deliver(message)

    async def change(self, chat: str, place: int, text: str, *labels: str, **more: Any) -> str:
        """The bot says something in the place of its message with this number; returns what edit() returned."""
        self.number += 1
        talk = self.past[f"web:{chat}"]
        [at] = [i for i, said in enumerate(talk) if said.id == place and not said.mine]
        old, buttons = talk[at], [Button(label, f"data-{label}") for label in labels]
        now = {"picture": None, "document": None} | more
        changes = [*old.changes, self.number]
        talk[at] = structs.replace(old, text=text, buttons=buttons, changes=changes, changed=self.now(), **now)
        said: dict[str, Any] = {"channel": "web", "chat": chat, "lane": Lane.NOTICE}
        earlier = Outgoing(id=old.changes[-1] if old.changes else place, text=old.text, **said)
        message = Outgoing(id=self.number, text=text, buttons=buttons, replaces=earlier.id, **said, **more)
        return await self.handler.edit(message, earlier, str(place) if old.changes else "kept")

    def app(self, *more: list[web.RouteDef]) -> web.Application:
        app = web.Application()
        for routes in (self.handler.routes(), *more):
            app.add_routes(routes)
        harden(app, self.front)
        app.on_startup.append(lambda _: self.handler.start(self.accept))
        app.on_shutdown.append(lambda _: self.handler.stop())
        return app


class Visitor:
    """A browser as the server sees it: cookies, an origin, and open pages."""

    def __init__(self, server: TestServer):
        self.client = TestClient(server, cookie_jar=CookieJar(unsafe=True))
        self.server = server

    @property
    def origin(self) -> str:
        return f"http://{self.server.host}:{self.server.port}"

    @property
    def session(self) -> str:
        return self.cookie.partition(".")[0]

    @property
    def cookie(self) -> str:
        found = {cookie.key: cookie.value for cookie in self.client.session.cookie_jar}
        return found["song"]

    async def come(self, query: str = "") -> str:
        """Opens the page and returns its HTML."""
        answer = await self.client.get(f"/chat{query}")
        assert answer.status == 200
        return await answer.text()

    async def wire(self, query: str = "", **headers: str) -> Page:
        """Opens a page's connection, without a word yet."""
        ws = await self.client.ws_connect(f"/chat/ws{query}", headers={"Origin": self.origin, **headers})
        return Page(ws)

    async def page(self, query: str = "", since: int = 0) -> Page:
        """Comes, opens the connection, says hello; the answer is in `page.hello`."""
        await self.come(query)
        page = await self.wire(query)
        await page.send(since=since)
        page.hello = (await page.hear())["hello"]
        return page

    async def upload(self, data: Any, name: str, **headers: str) -> tuple[int, dict[str, Any]]:
        """Uploads a file; (status, answer)."""
        named = {"Origin": self.origin, "X-File-Name": name, **headers}
        answer = await self.client.post("/chat/upload", data=data, headers=named)
        return answer.status, await answer.json()


class Page:
    """One open page."""

    def __init__(self, ws: ClientWebSocketResponse):
        self.ws = ws
        self.hello: dict[str, Any] = {}

    async def send(self, **frame: Any) -> None:
        await self.ws.send_str(json.dumps(frame))

    async def hear(self) -> dict[str, Any]:
        """The next frame."""
        received = await self.ws.receive(timeout=60)
        assert received.type is WSMsgType.TEXT, received
        frame: dict[str, Any] = json.loads(received.data)
        return frame

    async def closed(self) -> int:
        """Reads to the end and returns the closing code."""
        while (await self.ws.receive(timeout=60)).type is WSMsgType.TEXT:
            pass
        assert self.ws.close_code is not None
        return self.ws.close_code


def key(number: int) -> str:
    """A key as a page makes it."""
    return f"{number:032x}"


Open = Callable[..., Awaitable[tuple[World, Callable[[], Awaitable[Visitor]]]]]
"""Opens a world with settings; gives it and a way to make visitors."""
Browse = Callable[..., Awaitable[tuple[World, BrowserPage]]]
"""Opens a world and a page on it."""
