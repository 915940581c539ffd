"""What a clerk is asked where two sources may tell of one movement: both side by side, one or two.

So is a bank's line that may be a sum which a unit has counted and handed on: the hand-over stands beside it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import func, select

from bot.chat.phrase import Cash, Phrase, _, given
from bot.chat.words import Refused, deed, fact
from bot.programme import codes
from bot.programme.money import hand_overs, tellings
from bot.programme.money.between_units import ends_of
from bot.programme.money.booking import book, enter, learn
from bot.programme.money.receipts import receipt_of, reopen_receipt
from bot.programme.money.tellings import Kept, Told
from bot.programme.people.roles import require_clerk
from bot.programme.world import World
from bot.storage.tables import statements
from bot.storage.tables import tellings as rows

WAITING: Final = rows.c.state.in_(("doubtful", "aside"))
"""Of a drive's tellings, those that wait for a clerk."""


class Side(msgspec.Struct, frozen=True):
    """One source's word: which, and for a statement its file's name; when, and what it says.

    Of a sum that a unit handed on, `source` is hand_over, and `payer` the unit.
    """

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
    waiting = WAITING & (rows.c.drive == tx.drive) & (rows.c.id > after)
    found = await tx.work.one(select(rows.c.id, rows.c.receipt_id).where(waiting).order_by(rows.c.id).limit(1))
    if found is None:
        return None
    count = select(func.count()).select_from(rows).where(waiting & (rows.c.id > found.id))
    left = int((await tx.work.one(count))[0])
    if (held := await hand_overs.held(tx, found.id)) is not None:
        told_now = await _side(tx, held)
        return Doubt(held.row, 0, _cash(held), await _handed_over(tx, held), told_now, left)
    told = await tellings.told_at(tx, found.id)
    first = select(rows.c.id).where(rows.c.receipt_id == found.receipt_id, rows.c.state.in_(tellings.MADE))
    booked = await tellings.told_at(tx, (await tx.work.one(first.order_by(rows.c.id))).id)
    assert told is not None
    assert booked is not None
    sides = await _side(tx, booked.told), await _side(tx, told.told)
    return Doubt(found.id, found.receipt_id, _cash(told.told), *sides, left)


@deed("telling.same")
async def same_movement(tx: World, *, telling: int) -> None:
    """A clerk says that it is in the books already; of two clerks at once the first one counts."""
    await require_clerk(tx)
    if (held := await hand_overs.held(tx, telling)) is not None:
        transfer = await hand_overs.hand_over_of(tx, held)
        if transfer is None:
            raise Refused(_("That hand-over is not open any more. Please say that they are two."))
        await enter(tx, [held], transfer)
        return await _look_again(tx, held)
    kept = await _doubtful(tx, telling)
    await tellings.put(tx, kept.told, kept.receipt, "same")
    await learn(tx, kept.receipt, kept.told.line.memo)


@deed("telling.apart")
async def another_movement(tx: World, *, telling: int) -> int:
    """A clerk says that it is a movement of its own; it is booked, and its receipt's number returned."""
    await require_clerk(tx)
    if (held := await hand_overs.held(tx, telling)) is not None:
        receipt = (await enter(tx, [held]))[held.row]
        await _look_again(tx, held)
        return receipt
    kept = await _doubtful(tx, telling)
    receipt = (await enter(tx, [kept.told]))[kept.told.row]
    await tellings.put(tx, kept.told, receipt, "apart")
    return receipt


@deed("telling.doubt_again")
async def doubt_again(tx: World, *, telling: int) -> None:
    """A clerk takes back that it was in the books already; they are asked again."""
    await require_clerk(tx)
    kept = await tellings.told_at(tx, telling)
    if kept is not None and kept.state == "first" and await _is_arrival(tx, kept.receipt):
        return await reopen_receipt(tx, receipt=kept.receipt)
    if kept is None or kept.state != "same":
        raise Refused(_("Somebody else has settled this in the meantime."))
    await tellings.put(tx, kept.told, kept.receipt, "doubtful")


def source_named(side: Side) -> Phrase:
    """Who told something, as a clerk knows it."""
    if side.source == "statement":
        return _("statement {name}", name=side.file or "–")
    if side.source == "hand_over":
        return _("cash book of {unit}, handed on", unit=side.payer)
    service = {"sepay": "SePay", "casso": "Casso"}.get(side.source)
    return given(service) if service else _("the bank's notice")


async def doubts_of(tx: World, statement: int | None = None) -> int:
    """How many tellings wait for a clerk: in the drive, or of one statement."""
    mine = WAITING & (rows.c.drive == tx.drive)
    if statement is not None:
        mine &= rows.c.source == f"statement:{statement}"
    return int((await tx.work.one(select(func.count()).select_from(rows).where(mine)))[0])


async def _doubtful(tx: World, telling: int) -> Kept:
    await require_clerk(tx)
    kept = await tellings.told_at(tx, telling)
    if kept is None or kept.state != "doubtful":
        raise Refused(_("Somebody else has settled this in the meantime."))
    return kept


async def _look_again(tx: World, settled: Told) -> None:
    """Compares what others told of the same sum with what a clerk has just said, for it may be the same line."""
    for one in await hand_overs.held_like(tx, settled):
        await book(tx, [one])


async def _is_arrival(tx: World, receipt: int) -> bool:
    row = await receipt_of(tx, receipt)
    return row is not None and row.status == "forwarded"


async def _handed_over(tx: World, held: Told) -> Side:
    """The hand-over that a held telling may be of; where it is closed by now, nothing is said of it."""
    transfer = await hand_overs.hand_over_of(tx, held)
    if transfer is None:
        return Side("hand_over", "", held.line.at, "", "–", "")
    _row, ends = await ends_of(tx, transfer.id)
    return Side("hand_over", "", transfer.made_at, codes.shown(transfer.code), ends.sender, "")


def _cash(told: Told) -> Cash:
    return Cash(told.line.minor, told.line.currency)


async def _side(tx: World, told: Told) -> Side:
    line, file = told.line, ""
    if (number := tellings.statement_of(told.source)) is not None:
        named = await tx.work.one(select(statements.c.name).where(statements.c.id == number))
        file = named.name if named is not None else ""
    source = told.source.partition(":")[0]
    return Side(source, file, line.at, line.memo, line.payer, line.reference if told.number else "")
