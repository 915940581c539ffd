"""The web messenger: joins pages, files, pictures and the wire into one Handler."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime
from pathlib import Path

from aiohttp import WSCloseCode, web

from bot.handlers.recipes import Draw
from bot.handlers.web import frames
from bot.handlers.web.demo import Demo
from bot.handlers.web.past import History
from bot.handlers.web.people import DemoPart, People
from bot.handlers.web.pictures import Pictures
from bot.handlers.web.rooms import Rooms
from bot.handlers.web.shelf import Lock, Shelf
from bot.handlers.web.shell import Shell
from bot.handlers.web.talk import Talks
from bot.handlers.web.uploads import Uploads
from bot.handlers.web.wire import PageWire
from bot.messages import Abilities, Accept, Outgoing, Permanent
from bot.web.guard import Guard
from bot.web.limits import Buckets, Limits
from bot.web.session import Sessions
from bot.web.visitor import Front


class WebHandler:
    """A chat page in the browser. `accept` is called with each update; `deliver` carries a message to open pages.

    secret: signs the cookies, at least 16 bytes. files: where uploads are kept; lock: encrypts them. draw: a recipe →
    (bytes, media type), called in a thread. history: see `past.History`. title: language → (name of the drive,
    organiser). origins: whose pages may speak to us; where empty, those of the host that was asked. people,
    move_clock: only in a demonstration; move_clock takes one of `demo.STEPS` and returns the new time.
    """

    channel = "web"
    abilities = Abilities(buttons=True, pictures=True, documents=True, edit=True, longest=frames.LONGEST)

    def __init__(
        self,
        *,
        secret: bytes,
        files: Path,
        lock: Lock,
        draw: Draw,
        history: History,
        title: Callable[[str], tuple[str, str]],
        now: Callable[[], datetime],
        origins: Collection[str] = (),
        front: Front | None = None,
        zone: str = "Asia/Ho_Chi_Minh",
        limits: Limits | None = None,
        people: Mapping[str, DemoPart] | None = None,
        move_clock: Callable[[str], Awaitable[datetime]] | None = None,
    ):
        limits, front, guard = limits or Limits(), front or Front(), Guard(origins)
        sessions = Sessions(secret)
        whose = People(sessions, people)
        self.shelf = Shelf(files, lock, now)
        self._rooms = Rooms()
        self._talks = Talks(self.channel, sessions, history, now)
        self._wire = PageWire(self._rooms, self._talks, self.shelf, whose, guard, front, limits, now)
        self._shell = Shell(sessions, whose, front, title, zone)
        self._uploads = Uploads(self.shelf, whose, guard, front, limits)
        self._pictures = Pictures(self._talks, sessions, whose, self.shelf, draw, limits)
        if bool(people) != (move_clock is not None):
            raise ValueError("a demonstration needs both people and move_clock")
        self._demo = None
        if people and move_clock:
            self._demo = Demo(whose, guard, now, move_clock, Buckets(limits.rate, limits.burst))

    def routes(self) -> list[web.RouteDef]:
        """The routes to add to the one application."""
        parts = (self._shell, self._wire, self._uploads, self._pictures, *((self._demo,) if self._demo else ()))
        return [route for part in parts for route in part.routes()]

    async def start(self, accept: Accept) -> None:
        """From now on updates are taken."""
        self._wire.accept = accept

    async def stop(self) -> None:
        """Takes no more updates and says good-bye to every page; they come back by themselves."""
        self._wire.accept = None
        self._wire.thinking.stop()
        await asyncio.gather(*(page.close(WSCloseCode.GOING_AWAY) for page in self._rooms.everyone()))

    async def fetch(self, ref: str, limit_bytes: int) -> bytes:
        """The bytes of a file somebody sent here; raises Permanent if it is gone, or longer than the limit."""
        note = self.shelf.note(ref)
        if note is None or note.size > limit_bytes:
            raise Permanent("this file is not here, or it is too long")
        return await asyncio.to_thread(self.shelf.read, ref)

    async def forget(self, ref: str) -> None:
        """Deletes a file somebody sent here."""
        await asyncio.to_thread(self.shelf.forget, ref)

    async def sweep(self, in_use: Collection[str], before: datetime) -> None:
        """Deletes files that came before a moment and are not in use."""
        await asyncio.to_thread(self.shelf.sweep, in_use, before)

    async def deliver(self, message: Outgoing) -> str:
        """Shows a message on the person's open pages; with none open it is kept, and shown when one opens."""
        return str(message.id) if self._show(message, 0) else "kept"

    async def edit(self, message: Outgoing, earlier: Outgoing, provider_id: str) -> str:
        """Changes a message where it stands on the person's pages; returns the number under which it stands there."""
        place = int(provider_id) if provider_id.isdecimal() else earlier.id
        self._show(message, place)
        return str(place)

    def _show(self, message: Outgoing, place: int) -> bool:
        """Tells the chat's pages; whether any was reached."""
        self._wire.thinking.end(message.chat)
        for page, person in self._rooms.watching(message.chat):
            page.send(frames.elsewhere(person))
        pages = self._rooms.of(message.chat)
        if not pages:
            return False
        frame = frames.message(self._talks.shown(message, place))
        reached = [page.send(frame) for page in pages]
        return any(reached)
