"""What has come in: every update's id once, so that a repeated one has no second effect."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy import bindparam, delete, select, true
from sqlalchemy import update as change

from bot.messages import Incoming
from bot.storage.history import Own
from bot.storage.tables import inbox
from bot.storage.work import Work

OWN_HISTORY: Final = ("web",)
"""Channels whose past messages we show ourselves; a messenger keeps its own."""


class SetAside(msgspec.Struct, frozen=True):
    """An update nothing could be done with, and the error's words."""

    channel: str
    id: str
    at: datetime
    why: str

    @property
    def name(self) -> str:
        """What the operator calls it."""
        return f"{self.channel}:{self.id}"


_seen = select(inbox.c.channel, inbox.c.id).where(
    inbox.c.channel == bindparam("b_channel"), inbox.c.id == bindparam("b_id")
)


async def take(work: Work, updates: Sequence[Incoming]) -> list[Incoming]:
    """Writes the updates down and returns those that are new, in their order, each once.

    The writer holds the database's lock, so nobody can put a twin in between the question and the answer; where
    several processes share a PostgreSQL, the table's key refuses it and the turn is taken again.
    """
    asked = [{"b_channel": update.channel, "b_id": update.id} for update in updates]
    seen = {(channel, id) for channel, id in await work.found(_seen, asked)}
    fresh = []
    for update in updates:
        key = (update.channel, update.id)
        if key not in seen:
            seen.add(key)
            fresh.append(update)
            own = update.channel in OWN_HISTORY
            work.add(
                inbox,
                channel=update.channel,
                id=update.id,
                at=update.at,
                state="done",
                address=update.address if own else None,
                body=_said(update) if own else None,
                why=None,
            )
    return fresh


async def hush(work: Work, update: Incoming) -> None:
    """Forgets the words of an update whose answer is not to be kept; that something was said stays."""
    said = msgspec.json.encode(Own("•••")).decode()
    mine = (inbox.c.channel == update.channel) & (inbox.c.id == update.id) & inbox.c.body.is_not(None)
    await work.execute(change(inbox).where(mine).values(body=said))


def set_aside(work: Work, update: Incoming, why: str) -> None:
    """Keeps an update that nothing could be done with, whole, for the operator."""
    work.add(
        inbox,
        channel=update.channel,
        id=update.id,
        at=update.at,
        state="dead",
        address=None,
        body=json.dumps(msgspec.to_builtins(update)),  # as ASCII: half a character may be the very trouble
        why=why[:500],
    )


_DEAD: Final = (
    select(inbox.c.channel, inbox.c.id, inbox.c.at, inbox.c.why)
    .where(inbox.c.state == "dead")
    .order_by(inbox.c.at, inbox.c.channel)
)


async def all_set_aside(work: Work) -> list[SetAside]:
    """Everything that was set aside, oldest first."""
    rows = await work.rows(_DEAD)
    return [SetAside(row.channel, row.id, row.at, row.why or "") for row in rows]


async def take_up(work: Work, one: SetAside) -> Incoming | None:
    """The update itself, which may come in once more; None where it is set aside no more."""
    mine = (inbox.c.channel == one.channel) & (inbox.c.id == one.id) & (inbox.c.state == "dead")
    row = await work.one(select(inbox.c.body).where(mine))
    if row is None or not row.body:
        return None
    await work.execute(delete(inbox).where(mine))
    return msgspec.convert(json.loads(row.body), Incoming)


async def forget(work: Work, channel: str, chat: str) -> None:
    """Forgets what was said in a chat, also what was set aside; that it came in stays."""
    said = (inbox.c.channel == channel) & (inbox.c.address == f"{channel}:{chat}")
    await work.execute(change(inbox).where(said).values(body=None, address=None))
    dead = (inbox.c.channel == channel) & (inbox.c.state == "dead") & inbox.c.body.is_not(None)
    for row in await work.rows(select(inbox.c.id, inbox.c.body).where(dead)):
        if json.loads(row.body)["chat"] == chat:
            await put_by(work, f"{channel}:{row.id}")


async def put_by(work: Work, name: str) -> int:
    """Forgets what was in one of them, or in all where no name is given; that they came in stays. How many."""
    channel, _colon, id = name.partition(":")
    mine = (inbox.c.state == "dead") & ((inbox.c.channel == channel) & (inbox.c.id == id) if name else true())
    done = await work.execute(change(inbox).where(mine).values(state="done", body=None, why=None))
    return int(done.rowcount)


async def prune(work: Work, now: datetime, keep: timedelta) -> None:
    """Forgets old updates; the clock's own stay, for they say what has already happened."""
    old = (inbox.c.at < now - keep) & (inbox.c.channel != "clock") & (inbox.c.state == "done")
    await work.execute(delete(inbox).where(old))


def _said(update: Incoming) -> str:
    own = Own(update.text or update.contact or "", update.button, update.photo or update.document)
    return msgspec.json.encode(own).decode()
