"""What a clerk is asked where two sources may tell of one movement: both side by side, one or two."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import func, select

from bot.chat.phrase import Cash, Phrase, _, given
from bot.chat.words import Refused, deed, fact
from bot.programme.money import tellings
from bot.programme.money.booking import enter, learn
from bot.programme.money.tellings import Kept
from bot.programme.people.roles import require_clerk
from bot.programme.world import World
from bot.storage.tables import statements
from bot.storage.tables import tellings as rows


class Side(msgspec.Struct, frozen=True):
    """One source's word: which, and for a statement its file's name; when, and what it says."""

    source: str
    file: str
    at: datetime
    memo: str
    payer: str
    number: str


class Doubt(msgspec.Struct, frozen=True):
    """A movement that may be in the books already: what stands there, and what was told; `left` counts the others."""

    telling: int
    receipt: int
    cash: Cash
    booked: Side
    told: Side
    left: int


@fact("telling.next_doubtful")
async def next_doubt(tx: World, *, after: int) -> Doubt | None:
    """The first doubtful telling behind another one; only for clerks."""
    await require_clerk(tx)
    waiting = (rows.c.state == "doubtful") & (rows.c.drive == tx.drive) & (rows.c.id > after)
    found = await tx.work.one(select(rows.c.id, rows.c.receipt_id).where(waiting).order_by(rows.c.id).limit(1))
    if found is None:
        return None
    count = select(func.count()).select_from(rows).where(waiting & (rows.c.id > found.id))
    left = int((await tx.work.one(count))[0])
    told = await tellings.told_at(tx, found.id)
    first = select(rows.c.id).where(rows.c.receipt_id == found.receipt_id, rows.c.state.in_(tellings.MADE))
    booked = await tellings.told_at(tx, (await tx.work.one(first.order_by(rows.c.id))).id)
    assert told is not None
    assert booked is not None
    line = told.told.line
    cash = Cash(line.minor, line.currency)
    return Doubt(found.id, found.receipt_id, cash, await _side(tx, booked), await _side(tx, told), left)


@deed("telling.same")
async def same_movement(tx: World, *, telling: int) -> None:
    """A clerk says that it is in the books already; of two clerks at once the first one counts."""
    kept = await _doubtful(tx, telling)
    await tellings.put(tx, kept.told, kept.receipt, "same")
    await learn(tx, kept.receipt, kept.told.line.memo)


@deed("telling.apart")
async def another_movement(tx: World, *, telling: int) -> int:
    """A clerk says that it is a movement of its own; it is booked, and its receipt's number returned."""
    kept = await _doubtful(tx, telling)
    receipt = (await enter(tx, [kept.told]))[kept.told.row]
    await tellings.put(tx, kept.told, receipt, "apart")
    return receipt


@deed("telling.doubt_again")
async def doubt_again(tx: World, *, telling: int) -> None:
    """A clerk takes back that it was in the books already; they are asked again."""
    await require_clerk(tx)
    kept = await tellings.told_at(tx, telling)
    if kept is None or kept.state != "same":
        raise Refused(_("Somebody else has settled this in the meantime."))
    await tellings.put(tx, kept.told, kept.receipt, "doubtful")


def source_named(side: Side) -> Phrase:
    """Who told something, as a clerk knows it."""
    if side.source == "statement":
        return _("statement {name}", name=side.file or "–")
    service = {"sepay": "SePay", "casso": "Casso"}.get(side.source)
    return given(service) if service else _("the bank's notice")


async def doubts_of(tx: World, statement: int | None = None) -> int:
    """How many tellings wait for a clerk: in the drive, or of one statement."""
    mine = (rows.c.state == "doubtful") & (rows.c.drive == tx.drive)
    if statement is not None:
        mine &= rows.c.source == f"statement:{statement}"
    return int((await tx.work.one(select(func.count()).select_from(rows).where(mine)))[0])


async def _doubtful(tx: World, telling: int) -> Kept:
    await require_clerk(tx)
    kept = await tellings.told_at(tx, telling)
    if kept is None or kept.state != "doubtful":
        raise Refused(_("Somebody else has settled this in the meantime."))
    return kept


async def _side(tx: World, kept: Kept) -> Side:
    line, file = kept.told.line, ""
    if (number := tellings.statement_of(kept.told.source)) is not None:
        named = await tx.work.one(select(statements.c.name).where(statements.c.id == number))
        file = named.name if named is not None else ""
    source = kept.told.source.partition(":")[0]
    return Side(source, file, line.at, line.memo, line.payer, line.reference if kept.told.number else "")
