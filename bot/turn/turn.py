"""All waiting updates, one transaction: the heart.

An update is acknowledged only after the commit that holds everything it caused. If a turn raises, it is rolled back
and its updates are taken one by one; only the one that raises is set aside.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Container, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import texts
from bot.chat.phrase import _
from bot.messages import Full, Incoming, Lane, Outgoing, Unwritten
from bot.programme.calendar.occasions import Occasion
from bot.programme.people import logins
from bot.programme.plan import Plan
from bot.programme.world import Now, World
from bot.storage import inbox, moved_chats, talks
from bot.storage.database import Database
from bot.storage.secrecy import Secrecy
from bot.storage.troubles import is_the_databases, named
from bot.storage.work import Work
from bot.turn import routing as conduct
from bot.turn.leading import Lead

T = TypeVar("T")
log = logging.getLogger(__name__)
MOST_WAITING: Final = 1_000
MOST_AT_ONCE: Final = 100
UNSPOKEN: Final = ("clock", "bank")
"""Channels on which nobody talks: what comes there happens, and is done with."""


class Repeated(Exception):
    """The same form has come before: what it asks for is done already."""


class Turn:
    """Takes updates in and turns them into rows and messages, many in one transaction."""

    def __init__(
        self,
        database: Database,
        plans: Mapping[str, Plan],
        drive: str,
        secrecy: Secrecy,
        now: Now,
        carry: Callable[[Sequence[Outgoing]], None],
        occasions: Mapping[str, Occasion],
        site: str = "",
        on_its_way: Callable[[str, str], bool] = lambda channel, chat: False,
        readers: Container[str] = (),
    ):
        self.database, self.plans, self.drive, self.secrecy = database, plans, drive, secrecy
        self.now, self.carry, self.occasions, self.site = now, carry, occasions, site
        self.readers = readers  # of files that people sent, by channel
        self.on_its_way = on_its_way  # whether a reply is still on its way to a chat of a channel
        self._waiting: deque[tuple[Incoming, asyncio.Future[None]]] = deque()
        self._woken = asyncio.Event()
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._closed = False

    def close(self) -> None:
        """Takes nothing more in; what waits is still done."""
        self._closed = True

    async def accept(self, update: Incoming) -> None:
        """Returns once the update and all it caused is committed; raises Full when too many wait."""
        if self._closed or len(self._waiting) >= MOST_WAITING:
            raise Full
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((update, done))
        self._quiet.clear()
        self._woken.set()
        await done

    async def run(self) -> None:
        """Takes turns until cancelled."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            while self._waiting:
                taken = [self._waiting.popleft() for _one in range(min(MOST_AT_ONCE, len(self._waiting)))]
                await self._settle(taken)
            self._quiet.set()

    async def quiet(self) -> None:
        """Waits until nothing is left to do."""
        await self._quiet.wait()

    async def _settle(self, taken: list[tuple[Incoming, asyncio.Future[None]]]) -> None:
        try:
            await self.take([update for update, _done in taken])
        except Exception as trouble:
            if is_the_databases(trouble):
                unwritten = _unwritten(trouble)
                for _update, done in taken:
                    if not done.done():
                        done.set_exception(unwritten)
                return
            if len(taken) > 1:
                for one in taken:
                    await self._settle([one])
                return
            await self._set_aside(*taken[0], trouble)
        else:
            for _update, done in taken:
                if not done.done():
                    done.set_result(None)

    async def take(self, updates: Sequence[Incoming]) -> None:
        """One transaction: inbox, talks, deeds, outbox; then the sender is told."""
        async with self.database.write() as connection:
            work = Work(connection, self.now())
            out: list[Outgoing] = []
            fresh = await inbox.take(work, updates)
            if fresh:
                await self._answer(work, fresh, out)
        if out:
            self.carry(out)

    async def take_again(self, one: inbox.SetAside) -> bool:
        """Takes in what was set aside, as if it came now; False if it is not any more. Raises what it raises."""
        out: list[Outgoing] = []
        async with self.database.write() as connection:
            work = Work(connection, self.now())
            update = await inbox.take_up(work, one)
            if update is None:
                return False
            await self._answer(work, await inbox.take(work, [update]), out)
        self.carry(out)
        return True

    async def act(self, contact: int | None, key: str, call: Callable[[World], Awaitable[T]]) -> T:
        """Does what somebody asks for outside any talk, with the deeds of the chat, in one transaction like a turn's.

        `key` names what they ask for, so that it happens once: raises Repeated the second time; an empty one may come
        again. Whatever else `call` raises undoes everything, the key too. Raises Full when no more is taken in, or
        Unwritten.
        """
        if self._closed:
            raise Full
        out: list[Outgoing] = []
        told: list[talks.Contact] = []
        async with self._writing() as connection:
            work = Work(connection, self.now())
            form = Incoming(channel="desk", chat=str(contact or ""), id=key, at=work.now)
            if key and not await inbox.take(work, [form]):
                raise Repeated
            me = None if contact is None else await logins.numbered(work, contact)
            done = await call(self._world(work, me, out, told))
            await talks.keep_offers(work, told)
            await work.flush()
        if out:
            self.carry(out)
        return done

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that tells the database's own troubles from everybody else's."""
        try:
            async with self.database.write() as connection:
                yield connection
        except Exception as trouble:
            if is_the_databases(trouble):
                raise _unwritten(trouble) from trouble
            raise

    async def _answer(self, work: Work, fresh: Sequence[Incoming], out: list[Outgoing]) -> None:
        for update in fresh:
            if update.was:
                await moved_chats.move(work, update.channel, update.was, update.chat)
        met = await talks.load(work, {u.about["address"] if u.channel in UNSPOKEN else u.address for u in fresh
                                      if u.channel not in UNSPOKEN or "address" in u.about})  # fmt: skip
        leads: dict[str, Lead] = {}
        told: list[talks.Contact] = []
        for update in fresh:
            if update.was:
                continue  # it said no more than that
            if update.channel in UNSPOKEN:
                await self._happen(work, update, met, leads, out, told)
                continue
            lead = leads.get(update.address)
            if lead is None:
                me = met.get(update.address) or talks.greet(
                    work,
                    channel=update.channel,
                    chat=update.chat,
                    name=update.name,
                    language=texts.known(update.language or self.plans[self.drive].language),
                    group=update.group,
                )
                lead = leads[update.address] = Lead(self._world(work, me, out, told), me, self.on_its_way)
            lead.world.network = update.network
            await conduct.hear(lead, update)
        touched = [pair for lead in leads.values() for pair in lead.touched.values()]
        await talks.save(work, touched, [lead.me for lead in leads.values()])
        await talks.keep_offers(work, [contact for contact in told if contact.address not in leads])
        await work.flush()

    async def _happen(
        self,
        work: Work,
        update: Incoming,
        met: Mapping[str, talks.Contact],
        leads: dict[str, Lead],
        out: list[Outgoing],
        told: list[talks.Contact],
    ) -> None:
        """What nobody said: the clock, a bank."""
        address = update.about.get("address")
        if address is None:
            world = self._world(work, None, out, told)
            world.drive = update.about.get("drive", self.drive)
            await self.occasions[update.about.get("occasion", update.channel)].happen(world, update)
        elif address in met:
            world = self._world(work, met[address], out, told)
            lead = leads.setdefault(address, Lead(world, met[address], self.on_its_way))
            await conduct.silence(lead, update.about["talk"], update.about["seq"], update.at)

    def _world(
        self, work: Work, me: talks.Contact | None, out: list[Outgoing], told: list[talks.Contact] | None = None
    ) -> World:
        notified = [] if told is None else told
        return World(
            work, self.plans, self.drive, self.secrecy, me, out, notified, readers=self.readers, site=self.site
        )

    async def _set_aside(self, update: Incoming, done: asyncio.Future[None], trouble: Exception) -> None:
        """A poisonous update: kept for the operator, an apology to the person, and the stream goes on."""
        log.error("an update of %s was set aside: %s", update.channel, type(trouble).__name__, exc_info=trouble)
        out: list[Outgoing] = []
        try:
            async with self.database.write() as connection:
                work = Work(connection, self.now())
                inbox.set_aside(work, update, f"{type(trouble).__name__}: {trouble}")
                met: Mapping[str, Any] = await talks.load(work, [update.address])
                if update.address in met:
                    me = met[update.address]
                    sorry = _("Sorry, something went wrong on our side and this message was set aside. It has been "
                              "noted; please try again, or type /menu.")  # fmt: skip
                    self._world(work, me, out).tell(me, sorry, lane=Lane.REPLY)
                await work.flush()
        except Exception as worse:
            if not done.done():
                done.set_exception(_unwritten(worse) if is_the_databases(worse) else worse)
            return
        if not done.done():
            done.set_result(None)
        self.carry(out)


def _unwritten(trouble: Exception) -> Unwritten:
    """What whoever asked is told where the database is in trouble; the operator reads of it in the log."""
    log.error("the database could not take a turn: %s", named(trouble))
    unwritten = Unwritten()
    unwritten.__cause__ = trouble
    return unwritten
