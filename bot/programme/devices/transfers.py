"""Devices handed on from one unit to another: the sender answers for them until the receiver has counted them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import func, select, update

from bot import texts
from bot.chat.phrase import Phrase, _, joined
from bot.chat.words import Offer, Refused, deed, fact
from bot.programme import codes
from bot.programme.devices.reception import KEEPERS
from bot.programme.ledger import entries as ledger
from bot.programme.money.transfers import Target
from bot.programme.people.contacts import holders, reachable, same_person
from bot.programme.people.roles import require
from bot.programme.world import World
from bot.storage.ids import new_id
from bot.storage.tables import devices, transfers, units

MOVABLE: Final = ("received", "repair", "ready", "parts")
MOST: Final = 500


class Movable(msgspec.Struct, frozen=True):
    """What a unit may hand on, and where to: devices in store by kind, those on their way left out."""

    kinds: dict[str, int]
    targets: list[Target]


class Load(msgspec.Struct, frozen=True):
    """Devices on their way as the two units see them."""

    number: int
    code: str
    status: str
    sender: str
    receiver: str
    kinds: dict[str, int]
    tags: list[str]


@fact("goods.movable")
async def movable(tx: World, *, unit: int) -> Movable:
    """What lies in a unit's store and where the plan has it hand things on to."""
    await require(tx, unit, *KEEPERS)
    counted = select(devices.c.item, func.count()).where(_in_store(tx, unit)).group_by(devices.c.item)
    kinds = {item: int(count) for item, count in await tx.work.rows(counted.order_by(devices.c.item))}
    return Movable(kinds, await _targets(tx, unit))


@fact("goods.under_way")
async def under_way(tx: World, *, unit: int) -> list[Load]:
    """A unit's loads that nobody has acknowledged yet, out and in."""
    await require(tx, unit, *KEEPERS)
    ends = (transfers.c.from_id == unit) | (transfers.c.to_id == unit)
    sent = (transfers.c.drive == tx.drive) & (transfers.c.way == "goods") & (transfers.c.status == "sent")
    rows = await tx.work.rows(select(transfers.c.id).where(sent, ends).order_by(transfers.c.id).limit(10))
    return [await _load(tx, row.id) for row in rows]


@deed("goods.send")
async def send_goods(tx: World, *, unit: int, to: int, kinds: dict[str, int]) -> Load:
    """Puts so many devices of each kind on their way, those that came first before the others; raises Refused."""
    await require(tx, unit, *KEEPERS)
    if to not in [one.unit for one in await _targets(tx, unit)] or not 0 < sum(kinds.values()) <= MOST:
        raise Refused(_("This unit does not hand devices on there."))
    chosen: list[int] = []
    for item, count in kinds.items():
        first = select(devices.c.id).where(_in_store(tx, unit), devices.c.item == item).order_by(devices.c.id)
        found = [row.id for row in await tx.work.rows(first.limit(count))]
        if len(found) < count:
            raise Refused(_("Meanwhile fewer of them lie in store: {n}.", n=len(found)))
        chosen += found
    number = new_id()
    tx.work.add(
        transfers,
        id=number,
        code=codes.new_code(tx.plan.code_prefix),
        drive=tx.drive,
        from_id=unit,
        to_id=to,
        way="goods",
        minor=None,
        currency=None,
        status="sent",
        made_by=tx.actor.id,
        ended_by=None,
        made_at=tx.now,
        ended_at=None,
    )
    await tx.work.execute(update(devices).where(devices.c.id.in_(chosen)).values(transfer_id=number))
    load = await _load(tx, number)
    offers = [Offer(_("✅ All of it is here"), f"/nhanhang {number}"),
              Offer(_("It is not right"), f"/tuchoihang {number}")]  # fmt: skip
    for contact in await holders(tx, to, KEEPERS):
        if contact.person_id != tx.actor.person_id:
            tx.tell(contact, load_lines(tx, load), offers=offers)
    return load


@deed("goods.acknowledge")
async def acknowledge_goods(tx: World, *, number: int) -> Load:
    """The receiver has counted the devices; they lie in that unit's store from now on."""
    row = await _waiting(tx, number)
    await require(tx, row.to_id, *KEEPERS)
    if await same_person(tx, row.made_by):
        raise Refused(_("Whoever sent it cannot acknowledge it as well; a second person has to."))
    load = await _load(tx, number)
    values = {"sender": load.sender, "receiver": load.receiver}
    moved = texts.plain(_("{sender} → {receiver}", **values), tx.plan.language)
    here = update(devices).where(devices.c.transfer_id == number)
    await tx.work.execute(here.values(holder_id=row.to_id, transfer_id=None, changed_at=tx.now))
    for tag in load.tags:
        await ledger.enter(tx, "device_moved", about=tag, reason=moved)
    await _end(tx, row, "acknowledged")
    await _tell_sender(tx, row, _("{receiver} has received the devices, code {code}.",
                                  receiver=load.receiver, code=codes.shown(load.code)))  # fmt: skip
    return load


@deed("goods.refuse")
async def refuse_goods(tx: World, *, number: int, why: str) -> Load:
    """The receiver says that it is not right; the devices stay in the sender's store."""
    row = await _waiting(tx, number)
    await require(tx, row.to_id, *KEEPERS)
    load = await _back(tx, row, "refused")
    said = _("The devices, code {code}, were not acknowledged: {why}. They still lie in your store.",
             why=why, code=codes.shown(load.code))  # fmt: skip
    await _tell_sender(tx, row, said)
    return load


@deed("goods.take_back")
async def take_back_goods(tx: World, *, number: int) -> Load:
    """The sender takes back what nobody has acknowledged yet."""
    row = await _waiting(tx, number)
    await require(tx, row.from_id, *KEEPERS)
    return await _back(tx, row, "taken_back")


def load_lines(tx: World, load: Load) -> list[Phrase | str]:
    """A load as its receiver reads it."""
    names = {item.key: item.name for item in tx.plan.catalogue}
    kinds = [_("{count} × {name}", count=count, name=names.get(key, {"": key})) for key, count in load.kinds.items()]
    return [_("{sender} brings you {things}, code {code}. Please count them.",
              sender=load.sender, things=joined(kinds), code=codes.shown(load.code))]  # fmt: skip


async def _targets(tx: World, unit: int) -> list[Target]:
    """Where the plan has a unit hand goods on to; the organiser may send them to any unit that takes goods in."""
    row = await tx.work.one(select(units.c.key, units.c.kind).where(units.c.id == unit, units.c.drive == tx.drive))
    if row is None:
        return []
    goods = [rule for rule in tx.plan.forwarding if "goods" in rule.what]
    keys = [rule.to for rule in goods if row.key in rule.units or row.kind in rule.kinds]
    if row.key == tx.plan.organiser.unit:
        places = tx.plan.goods.drop_off if tx.plan.goods else ()
        keys += [place.unit for place in places if place.unit != row.key]
        if tx.plan.goods is not None and tx.plan.goods.surplus_to:
            keys.append(tx.plan.goods.surplus_to)
    elif not keys:
        keys = [tx.plan.organiser.unit]
    rows = await tx.work.rows(select(units).where(units.c.drive == tx.drive, units.c.key.in_(keys)))
    found = {one.key: Target(one.id, one.name) for one in rows}
    return [found[key] for key in dict.fromkeys(keys) if key in found]


def _in_store(tx: World, unit: int) -> Any:
    here = (devices.c.drive == tx.drive) & (devices.c.holder_id == unit) & devices.c.transfer_id.is_(None)
    return here & devices.c.status.in_(MOVABLE)


async def _waiting(tx: World, number: int) -> Any:
    goods = (transfers.c.drive == tx.drive) & (transfers.c.way == "goods")
    row = await tx.work.one(select(transfers).where(transfers.c.id == number, goods))
    if row is None:
        raise Refused(_("There is no such transfer."))
    if row.status != "sent":
        raise Refused(_("This transfer is closed already."))
    return row


async def _back(tx: World, row: Any, status: str) -> Load:
    load = await _load(tx, row.id)
    await tx.work.execute(update(devices).where(devices.c.transfer_id == row.id).values(transfer_id=None))
    await _end(tx, row, status)
    return load


async def _end(tx: World, row: Any, status: str) -> None:
    ended = update(transfers).where(transfers.c.id == row.id)
    await tx.work.execute(ended.values(status=status, ended_by=tx.actor.id, ended_at=tx.now))


async def _tell_sender(tx: World, row: Any, said: Phrase) -> None:
    contact = (await reachable(tx, [row.made_by])).get(row.made_by)
    if contact is not None and contact.id != tx.actor.id:
        tx.tell(contact, said)


async def _load(tx: World, number: int) -> Load:
    sender, receiver = units.alias("sender"), units.alias("receiver")
    statement = (
        select(transfers.c.code, transfers.c.status, sender.c.name.label("sender"), receiver.c.name.label("receiver"))
        .join(sender, sender.c.id == transfers.c.from_id)
        .join(receiver, receiver.c.id == transfers.c.to_id)
    )
    row = await tx.work.one(statement.where(transfers.c.id == number))
    on_it = select(devices.c.tag, devices.c.item).where(devices.c.transfer_id == number).order_by(devices.c.id)
    things: Sequence[Any] = await tx.work.rows(on_it)
    kinds: dict[str, int] = {}
    for thing in things:
        kinds[thing.item] = kinds.get(thing.item, 0) + 1
    return Load(number, row.code, row.status, row.sender, row.receiver, kinds, [thing.tag for thing in things])
