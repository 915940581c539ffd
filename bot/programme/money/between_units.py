"""What one unit hands on to another, money or goods: where the plan has it go, and the transfer until it is over.

A transfer is the sender's to answer for until the receiver has counted it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec
from sqlalchemy import select, update

from bot.chat.phrase import Cash, Phrase, _
from bot.chat.words import Refused
from bot.programme import codes
from bot.programme.people.contacts import reachable, same_person
from bot.programme.world import World
from bot.storage.ids import new_id
from bot.storage.rows.money import StoredTransfer
from bot.storage.tables import transfers, units


class Target(msgspec.Struct, frozen=True):
    """Where a unit may hand something on to."""

    unit: int
    name: str


class TransferUnits(msgspec.Struct, frozen=True):
    """The names of the two units of a transfer."""

    sender: str
    receiver: str


async def targets_of(
    tx: World, unit: int, what: Literal["cash", "goods"], organiser_also: Sequence[str] = ()
) -> list[Target]:
    """Where the plan has a unit hand such things on to, nearest first; without a word of it, to the organiser.

    `organiser_also`: units to which the organiser itself may hand them on.
    """
    row = await tx.work.one(select(units.c.key, units.c.kind).where(units.c.id == unit, units.c.drive == tx.drive))
    if row is None:
        return []
    rules = [rule for rule in tx.plan.forwarding if what in rule.what]
    keys = [rule.to for rule in rules if row.key in rule.units or row.kind in rule.kinds]
    if row.key == tx.plan.organiser.unit:
        keys += [key for key in organiser_also if key != row.key]
    elif not keys:
        keys = [tx.plan.organiser.unit]
    rows = await tx.work.rows(select(units).where(units.c.drive == tx.drive, units.c.key.in_(keys)))
    found = {one.key: Target(one.id, one.name) for one in rows}
    return [found[key] for key in dict.fromkeys(keys) if key in found]


def begin(tx: World, *, unit: int, to: int, way: str, cash: Cash | None) -> tuple[int, str]:
    """Writes a transfer down that is on its way now; returns (its number, its code)."""
    number, code = new_id(), codes.new_code(tx.plan.code_prefix)
    tx.work.add(
        transfers,
        id=number,
        code=code,
        drive=tx.drive,
        from_id=unit,
        to_id=to,
        way=way,
        minor=cash.minor if cash else None,
        currency=cash.currency if cash else None,
        status="sent",
        made_by=tx.actor.id,
        ended_by=None,
        made_at=tx.now,
        ended_at=None,
    )
    return number, code


async def waiting(tx: World, number: int, *, goods: bool) -> StoredTransfer:
    """A transfer of goods, or of money, that nobody has acknowledged yet; raises Refused."""
    such = transfers.c.way == "goods" if goods else transfers.c.way != "goods"
    row: StoredTransfer | None = await tx.work.one(
        select(transfers).where(transfers.c.id == number, (transfers.c.drive == tx.drive) & such)
    )
    if row is None:
        raise Refused(_("There is no such transfer."))
    if row.status != "sent":
        raise Refused(_("This transfer is closed already."))
    return row


async def require_second_person(tx: World, row: StoredTransfer) -> None:
    """Raises Refused where the actor is the very person who sent it."""
    if await same_person(tx, row.made_by):
        raise Refused(_("Whoever sent it cannot acknowledge it as well; a second person has to."))


async def end(tx: World, row: StoredTransfer, status: str) -> None:
    """Closes a transfer."""
    who = tx.me.id if tx.me else None
    ended = update(transfers).where(transfers.c.id == row.id)
    await tx.work.execute(ended.values(status=status, ended_by=who, ended_at=tx.now))


async def tell_sender(tx: World, row: StoredTransfer, said: Phrase) -> None:
    """Tells whoever sent it, unless it is they who act."""
    contact = (await reachable(tx, [row.made_by])).get(row.made_by)
    if contact is not None and (tx.me is None or contact.id != tx.me.id):
        tx.tell(contact, said)


async def ends_of(tx: World, number: int) -> tuple[StoredTransfer, TransferUnits]:
    """A transfer with the names of its two units."""
    sender, receiver = units.alias("sender"), units.alias("receiver")
    statement = (
        select(transfers, sender.c.name.label("sender"), receiver.c.name.label("receiver"))
        .join(sender, sender.c.id == transfers.c.from_id)
        .join(receiver, receiver.c.id == transfers.c.to_id)
        .where(transfers.c.id == number)
    )
    row = await tx.work.one(statement)
    return row, TransferUnits(row.sender, row.receiver)
