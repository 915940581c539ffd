"""Devices handed on from one unit to another: the sender answers for them until the receiver has counted them."""

from __future__ import annotations

from collections import Counter
from typing import Final

import msgspec
from sqlalchemy import ColumnElement, func, select, update

from bot import texts
from bot.chat.phrase import Phrase, _, joined
from bot.chat.words import Offer, Refused, deed, fact
from bot.programme import codes
from bot.programme.devices.reception import KEEPERS
from bot.programme.ledger import entries as ledger
from bot.programme.money.between_units import (
    Target,
    begin,
    end,
    ends_of,
    require_second_person,
    targets_of,
    tell_sender,
    waiting,
)
from bot.programme.people.contacts import holders
from bot.programme.people.roles import require
from bot.programme.world import World
from bot.storage.rows.money import StoredTransfer
from bot.storage.tables import devices, transfers

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
    number, _code = begin(tx, unit=unit, to=to, way="goods", cash=None)
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
    row = await waiting(tx, number, goods=True)
    await require(tx, row.to_id, *KEEPERS)
    await require_second_person(tx, row)
    load = await _load(tx, number)
    values = {"sender": load.sender, "receiver": load.receiver}
    moved = texts.plain(_("{sender} → {receiver}", **values), tx.plan.language)
    here = update(devices).where(devices.c.transfer_id == number)
    await tx.work.execute(here.values(holder_id=row.to_id, transfer_id=None, changed_at=tx.now))
    for tag in load.tags:
        await ledger.enter(tx, "device_moved", about=tag, reason=moved)
    await end(tx, row, "acknowledged")
    await tell_sender(tx, row, _("{receiver} has received the devices, code {code}.",
                                  receiver=load.receiver, code=codes.shown(load.code)))  # fmt: skip
    return load


@deed("goods.refuse")
async def refuse_goods(tx: World, *, number: int, why: str) -> Load:
    """The receiver says that it is not right; the devices stay in the sender's store."""
    row = await waiting(tx, number, goods=True)
    await require(tx, row.to_id, *KEEPERS)
    load = await _back(tx, row, "refused")
    said = _("The devices, code {code}, were not acknowledged: {why}. They still lie in your store.",
             why=why, code=codes.shown(load.code))  # fmt: skip
    await tell_sender(tx, row, said)
    return load


@deed("goods.take_back")
async def take_back_goods(tx: World, *, number: int) -> Load:
    """The sender takes back what nobody has acknowledged yet."""
    row = await waiting(tx, number, goods=True)
    await require(tx, row.from_id, *KEEPERS)
    return await _back(tx, row, "taken_back")


def load_lines(tx: World, load: Load) -> list[Phrase | str]:
    """A load as its receiver reads it."""
    names = {item.key: item.name for item in tx.plan.catalogue}
    kinds = [_("{count} × {name}", count=count, name=names.get(key, {"": key})) for key, count in load.kinds.items()]
    return [_("{sender} brings you {things}, code {code}. Please count them.",
              sender=load.sender, things=joined(kinds), code=codes.shown(load.code))]  # fmt: skip


async def _targets(tx: World, unit: int) -> list[Target]:
    """The organiser may send goods to any unit that takes them in."""
    goods = tx.plan.goods
    also = [place.unit for place in goods.drop_off] if goods else []
    if goods is not None and goods.surplus_to:
        also.append(goods.surplus_to)
    return await targets_of(tx, unit, "goods", also)


def _in_store(tx: World, unit: int) -> ColumnElement[bool]:
    here = (devices.c.drive == tx.drive) & (devices.c.holder_id == unit) & devices.c.transfer_id.is_(None)
    return here & devices.c.status.in_(MOVABLE)


async def _back(tx: World, row: StoredTransfer, status: str) -> Load:
    load = await _load(tx, row.id)
    await tx.work.execute(update(devices).where(devices.c.transfer_id == row.id).values(transfer_id=None))
    await end(tx, row, status)
    return load


async def _load(tx: World, number: int) -> Load:
    row, ends = await ends_of(tx, number)
    on_it = select(devices.c.tag, devices.c.item).where(devices.c.transfer_id == number).order_by(devices.c.id)
    things = [(tag, item) for tag, item in await tx.work.rows(on_it)]
    kinds = dict(Counter(item for _tag, item in things))
    return Load(number, row.code, row.status, ends.sender, ends.receiver, kinds, [tag for tag, _item in things])
