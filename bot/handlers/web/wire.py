"""The WebSocket: opens pages' connections, hands what people say to the core, answers about the past."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from aiohttp import WSCloseCode, WSMsgType, web

from bot.handlers.web import frames
from bot.handlers.web.connection import Connection
from bot.handlers.web.people import People
from bot.handlers.web.rooms import Rooms
from bot.handlers.web.shelf import Shelf
from bot.handlers.web.talk import Talks, sent
from bot.handlers.web.timers import Soon, Thinking
from bot.messages import Accept, Full, Incoming, Unwritten
from bot.web.guard import Guard
from bot.web.limits import Buckets, Limits
from bot.web.visitor import Front, language

log = logging.getLogger(__name__)
_THINKS = 0.4  # seconds without an answer until the page shows that the bot is at work
_NO_SESSION = 4401  # the page fetches itself anew and gets a cookie
_MANY_PAGES = 4429
_BEAT = 25.0  # seconds between pings; phones' networks forget a silent connection after half a minute


class PageWire:
    """GET /chat/ws."""

    def __init__(
        self,
        rooms: Rooms,
        talks: Talks,
        shelf: Shelf,
        people: People,
        guard: Guard,
        front: Front,
        limits: Limits,
        now: Callable[[], datetime],
    ):
        self.accept: Accept | None = None
        self._rooms, self._talks, self._shelf, self._people = rooms, talks, shelf, people
        self._guard, self._front, self._limits, self._now = guard, front, limits, now
        self._sessions = Buckets(limits.rate, limits.burst)
        self._addresses = Buckets(limits.address_rate, limits.address_burst)
        self._days = Buckets.daily(limits.address_day)
        self.thinking = Thinking(_THINKS, self._show_typing)
        self._soon = Soon()

    def routes(self) -> list[web.RouteDef]:
        """The one route of the wire."""
        return [web.get("/chat/ws", self._open)]

    async def _open(self, request: web.Request) -> web.WebSocketResponse:
        if not self._guard.allows(request):
            log.warning("a page of another address was refused: %.100r; see PUBLIC_URL", request.headers.get("Origin"))
            raise web.HTTPForbidden(text="origin")
        # Uncompressed: the messages are short, and deflate would cost more than all else here.
        ws = web.WebSocketResponse(heartbeat=_BEAT, max_msg_size=frames.LARGEST, compress=False)
        if not ws.can_prepare(request).ok:
            log.warning("a page's connection came without the header Upgrade; a proxy in front has to pass it on")
        await ws.prepare(request)
        session, chat = self._people.session_of(request), self._people.chat_of(request)
        ip = self._front.ip(request)
        if session is None or chat is None:
            await ws.send_frame(frames.error("session"), WSMsgType.TEXT)
            await ws.close(code=_NO_SESSION)
            return ws
        mine, address = self._rooms.open_of(session, ip)
        if self.accept is None or mine >= self._limits.sockets or address >= self._limits.address_sockets:
            await ws.send_frame(frames.error("server" if self.accept is None else "pages"), WSMsgType.TEXT)
            await ws.close(code=WSCloseCode.TRY_AGAIN_LATER if self.accept is None else _MANY_PAGES)
            return ws
        now = asyncio.get_running_loop().time()
        allowed = self._sessions.of(session, now), self._addresses.of(ip, now), self._days.of(ip, now)
        page = Connection(
            ws, request, session, chat, language(request), self._people.network_of(ip), allowed, self._heard
        )
        self._rooms.come(page, ip)
        try:
            await page.listen()
        except Exception:
            # The page comes back by itself and asks again; it must not learn what broke here.
            log.exception("a page's connection broke")
            await page.close(WSCloseCode.INTERNAL_ERROR)
        finally:
            self._rooms.leave(page)
        return ws

    async def _heard(self, page: Connection, said: frames.SaidFrame) -> None:
        if said.id is not None:
            await self._take(page, said, said.id)
        elif said.since is not None:
            await self._catch_up(page, said.since)
        elif said.older is not None:
            page.send(frames.older(await self._talks.before(page.chat, said.older)))
        else:
            page.send(frames.error("frame"))

    async def _catch_up(self, page: Connection, since: int) -> None:
        page.hold()
        self._rooms.enter(page, self._people.all_of(page.session))
        page.release(frames.hello(await self._talks.missed(page.chat, since)))

    async def _take(self, page: Connection, said: frames.SaidFrame, key: str) -> None:
        """One message of the person: acknowledged only when it is safe."""
        update = self._update(page, said, key)
        if update is None:
            page.send(frames.error("file" if said.photo or said.document else "frame", key))
            return
        if self.accept is None:
            page.send(frames.full(key))
            return
        self.thinking.begin(page.chat)
        try:
            await self.accept(update)
        except Full as full:
            self.thinking.end(page.chat)
            page.send(frames.error("server", key) if isinstance(full, Unwritten) else frames.full(key))
            return
        except Exception:
            # Whatever went wrong, the page keeps the message and repeats it; the connection stays open.
            log.exception("an update from the web was not accepted")
            self.thinking.end(page.chat)
            page.send(frames.error("server", key))
            return
        page.add(frames.ack(key))
        self._soon.add(page)
        others = [other for other in self._rooms.of(page.chat) if other is not page]
        if others:
            self._show_others(others, update, key)

    def _update(self, page: Connection, said: frames.SaidFrame, key: str) -> Incoming | None:
        """The update of a frame; None where it holds not exactly one thing, or a file that is not this person's."""
        if (said.text, said.button, said.photo, said.document).count(None) != 3:
            return None
        photo = document = None
        if said.photo or said.document:
            file = self._shelf.file(said.photo or said.document or "", page.chat)
            if file is None:
                return None
            photo, document = (file, None) if file.mime.startswith("image/") else (None, file)
        chat = page.chat
        return Incoming(
            channel="web",
            chat=chat,
            person=chat,
            id=f"{chat}:{key}",
            at=self._now(),
            language=page.language,
            network=page.network,
            text=said.text.replace("\0", "") if said.text is not None else None,
            button=said.button,
            photo=photo,
            document=document,
        )

    def _show_others(self, others: list[Connection], update: Incoming, key: str) -> None:
        file = update.photo or update.document
        picture, paper = sent(file.ref, file.name, file.mime) if file else (None, None)
        frame = frames.mine(
            frames.MessageFrame(
                key=key, text=update.text or "", at=update.at, button=update.button, picture=picture, document=paper
            )
        )
        for other in others:
            other.send(frame)

    def _show_typing(self, chat: str) -> None:
        for page in self._rooms.of(chat):
            page.send(frames.TYPING)
