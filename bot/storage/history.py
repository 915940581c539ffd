"""What was said in a chat whose history we keep ourselves: both sides, in the order it was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Integer, Row, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.chat.kind import File
from bot.messages import Outgoing
from bot.storage.bulk import read_rows
from bot.storage.database import Database
from bot.storage.outbox import message_of
from bot.storage.tables import inbox, outbox


class Own(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the person sent, as the inbox keeps it."""

    text: str = ""
    button: str | None = None
    file: File | None = None


class HistoryItem(msgspec.Struct, frozen=True):
    """One item of a chat: ours (`message`), or the person's own (`own`, under its update's id).

    A message of ours stands where the first of its chain was said, under the number `place`, and says what the last of
    them says; `changes` are the numbers of those that took its place, `changed` is when the last did.
    """

    at: datetime
    message: Outgoing | None = None
    place: int = 0
    changes: Sequence[int] = ()
    changed: datetime | None = None
    key: str = ""
    own: Own | None = None


_own = msgspec.json.Decoder(Own)


async def page(database: Database, address: str, before: int | None, limit: int) -> list[HistoryItem]:
    """Up to `limit` of our messages numbered below `before`, with what the person sent in between; oldest first."""
    channel, _colon, chat = address.partition(":")
    of = {"channel": channel, "chat": chat}
    async with database.read() as connection, connection.begin():
        rows = await read_rows(connection, _NEWEST, [of | {"before": before or _END, "most": limit}])
        whole = before is None and len(rows) < limit  # all that was ever said: most chats are short
        chains = _chained(rows) if whole else await _chains(connection, channel, chat)
        elsewhere = {number for chain in chains for number in chain.elsewhere}
        if whole:
            rows = [row for row in rows if row.id not in elsewhere]
        elif elsewhere:
            ours = select(outbox).where(_MINE, outbox.c.id < (before or _END), outbox.c.id.not_in(sorted(elsewhere)))
            rows = list((await connection.execute(ours.order_by(outbox.c.id.desc()).limit(limit), of)).all())
        since = await _said_at(connection, of, rows[-1].id) if len(rows) == limit else _EVER
        until = _NEVER if before is None else await _said_at(connection, of, before)  # the page after it begins here
        between = {"address": address, "since": since, "until": until, "most": 4 * limit}
        said = await read_rows(connection, _SAID, [between])
        items = [HistoryItem(row.at, key=row.id, own=_own.decode(row.body or "{}")) for row in said]
        ours_there = await _items(connection, rows[::-1], chains)
    placed = [(item.at, 0, item) for item in items]
    latest = until
    for item in reversed(ours_there):  # one written while the clock was ahead stands before those with later numbers
        latest = min(latest, item.at)
        placed.append((latest, item.place, item))
    return [item for _at, _place, item in sorted(placed, key=lambda one: one[:2])]


async def _said_at(connection: AsyncConnection, of: Mapping[str, str], number: int) -> datetime:
    """When a message of ours was said: by the clock of those that came after it, where its own was ahead."""
    [(found,)] = await read_rows(connection, _FIRST, [{**of, "number": number}])
    return found or _NEVER


async def changed(database: Database, address: str, before: int, since: int) -> list[HistoryItem]:
    """Our messages numbered below `before` whose place others took after the message `since`; oldest first."""
    channel, _colon, chat = address.partition(":")
    async with database.read() as connection:
        chains = [one for one in await _chains(connection, channel, chat) if one.place < before and one.last > since]
        if not chains:
            return []
        places = select(outbox).where(outbox.c.id.in_([chain.place for chain in chains])).order_by(outbox.c.id)
        return await _items(connection, (await connection.execute(places)).all(), chains)


class _Chain(msgspec.Struct):
    """Messages that took each other's place, by number, with their states; oldest first."""

    numbers: list[int]
    states: list[str]

    @property
    def place(self) -> int:
        """Where the chain is seen: at the first of them that was not lost on the way."""
        alive = (number for number, state in zip(self.numbers, self.states, strict=True) if state != "dead")
        return next(alive, self.numbers[0])

    @property
    def last(self) -> int:
        return self.numbers[-1]

    @property
    def elsewhere(self) -> list[int]:
        """The numbers of those that are not seen in a place of their own."""
        place = self.place
        return [number for number in self.numbers if number != place]


_MINE = (outbox.c.channel == bindparam("channel")) & (outbox.c.chat == bindparam("chat"))
_TOOK = (
    select(outbox.c.id, outbox.c.replaces, outbox.c.state)
    .where(_MINE, outbox.c.replaces.is_not(None))
    .order_by(outbox.c.id)
)
_NEWEST = (
    select(outbox)
    .where(_MINE, outbox.c.id < bindparam("before"))
    .order_by(outbox.c.id.desc())
    .limit(bindparam("most", type_=Integer))
)
_FIRST = select(func.min(outbox.c.made_at)).where(_MINE, outbox.c.id >= bindparam("number"))
_SAID = (
    select(inbox.c.id, inbox.c.at, inbox.c.body)
    .where(
        inbox.c.address == bindparam("address"),
        inbox.c.at >= bindparam("since"),
        inbox.c.at < bindparam("until"),
    )
    .order_by(inbox.c.at.desc())
    .limit(bindparam("most", type_=Integer))
)
_END = 2**63 - 1  # above every number
_EVER, _NEVER = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)


async def _chains(connection: AsyncConnection, channel: str, chat: str) -> list[_Chain]:
    """All chains of a chat."""
    of = {"channel": channel, "chat": chat}
    changes = (await connection.execute(_TOOK, of)).all()
    if not changes:
        return []
    firsts = {row.replaces for row in changes} - {row.id for row in changes}
    known = select(outbox.c.id, outbox.c.state, outbox.c.replaces).where(_MINE, outbox.c.id.in_(sorted(firsts)))
    return _chained([*(await connection.execute(known, of)).all(), *changes])


def _chained(rows: Sequence[Any]) -> list[_Chain]:
    """The chains among these messages, which hold every message that took another's place."""
    states = {row.id: row.state for row in rows}
    of: dict[int, _Chain] = {}
    chains: list[_Chain] = []
    for row in sorted(rows, key=lambda row: row.id):
        if row.replaces is None:
            continue
        chain = of.get(row.replaces)
        if chain is None:
            known = row.replaces in states  # or the first ones are forgotten
            chain = _Chain([row.replaces], [states[row.replaces]]) if known else _Chain([], [])
            chains.append(chain)
            of[row.replaces] = chain
        chain.numbers.append(row.id)
        chain.states.append(row.state)
        of[row.id] = chain
    return chains


async def _items(connection: AsyncConnection, rows: Sequence[Row[Any]], chains: Sequence[_Chain]) -> list[HistoryItem]:
    """The items of messages in their places, each with what the last of its chain says."""
    by_place = {chain.place: chain for chain in chains}
    lasts = [by_place[row.id].last for row in rows if row.id in by_place]
    newest: dict[int, Row[Any]] = {}
    if lasts:
        found = (await connection.execute(select(outbox).where(outbox.c.id.in_(lasts)))).all()
        newest = {row.id: row for row in found}
    items = []
    for row in rows:
        chain = by_place.get(row.id)
        if chain is None or chain.last == row.id:
            items.append(HistoryItem(row.made_at, message_of(row), row.id))
            continue
        last = newest[chain.last]
        later = [number for number in chain.numbers if number > row.id]
        items.append(HistoryItem(row.made_at, message_of(last), row.id, later, last.made_at))
    return items
