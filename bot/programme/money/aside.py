"""What banks told and no drive is known for: kept whole, and booked once one is."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import delete, func, select

from bot.messages import Incoming
from bot.programme.money.booking import take, take_bank_lines
from bot.programme.money.tellings import Told, told_of
from bot.programme.world import World
from bot.storage.rows.money import StoredTelling
from bot.storage.tables import inbox, tellings

_ASIDE = (tellings.c.state == "aside") & tellings.c.drive.is_(None)
"""What has its drive is held back for a clerk (hand_overs.py), and no operator's."""


async def how_many(tx: World) -> int:
    """How many tellings belong nowhere."""
    return int((await tx.work.one(select(func.count()).select_from(tellings).where(_ASIDE)))[0])


async def book_aside(tx: World) -> int:
    """Takes in again what was told for no known drive; returns how much of it is in the books now."""
    in_use, waiting = (
        tx.drive,
        await tx.work.rows(select(tellings).where(_ASIDE).order_by(tellings.c.at, tellings.c.id)),
    )
    if waiting:
        await tx.work.execute(delete(tellings).where(_ASIDE))
    for told in _together(waiting):
        tx.drive = in_use
        await take(tx, told)
    return len(waiting) - await how_many(tx)


async def broken_updates(tx: World) -> list[str]:
    """The ids of a bank's updates that could not be taken in when they came."""
    dead = (inbox.c.channel == "bank") & (inbox.c.state == "dead")
    rows = await tx.work.rows(select(inbox.c.id, inbox.c.body).where(dead).order_by(inbox.c.at))
    return [row.id for row in rows if row.body and {"line", "lines"} & set(_update(row.body).about)]


async def take_again(tx: World, id: str) -> None:
    """Takes one of them in again, and marks it as done."""
    mine = (inbox.c.channel == "bank") & (inbox.c.id == id) & (inbox.c.state == "dead")
    row = await tx.work.one(select(inbox).where(mine))
    if row is not None:
        await take_bank_lines(tx, _update(row.body))
        await tx.work.execute(inbox.update().where(mine).values(state="done", body=None, why=None))


def _together(rows: Sequence[StoredTelling]) -> list[list[Told]]:
    """Tellings by account and source, as they are compared; each to be written anew."""
    found: dict[tuple[str, str], list[Told]] = {}
    for row in rows:
        found.setdefault((row.account, row.source), []).append(msgspec.structs.replace(told_of(row), kept=False))
    return list(found.values())


def _update(body: str) -> Incoming:
    return msgspec.convert(msgspec.json.decode(body), Incoming)
