"""Labels to be stuck on devices: a tag, what it is, and a QR code that opens the device in the chat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Final, Protocol

import msgspec
from sqlalchemy import ColumnElement, or_, select

from bot import texts
from bot.chat.phrase import _, given
from bot.chat.words import Refused, deed, fact
from bot.programme import codes
from bot.programme.devices.care import read_tag
from bot.programme.devices.stock import kept_by_actor
from bot.programme.world import World
from bot.storage.marks import write_mark
from bot.storage.tables import devices, marks, units

MOST: Final = 120
"""So many labels go on one document; the rest waits for the next."""


class DeviceLabel(msgspec.Struct, frozen=True):
    """One label, in the reader's language; `url` opens the device in the chat."""

    tag: str
    name: str
    note: str
    url: str


class LabelSheet(msgspec.Struct, frozen=True):
    """Labels to be printed together, what stands on each of them, and in which language."""

    labels: list[DeviceLabel]
    drive: str
    language: str


class LabelsToPrint(msgspec.Struct, frozen=True):
    """How many labels there are to print."""

    fresh: int  # never printed
    today: int


def link(site: str, tag: str) -> str:
    """What a label's QR code says: the chat, opened at this device."""
    return f"{site}/chat?start=may-{tag}"


@fact("labels.waiting")
async def labels_waiting(tx: World) -> LabelsToPrint:
    """How many devices of the actor's units have no label yet, and how many came in today."""
    return LabelsToPrint(len(await _fresh(tx)), len(await _today(tx)))


@deed("labels.print")
async def print_labels(tx: World, *, which: str, tags: str = "") -> LabelSheet:
    """The labels of devices that have none yet ("fresh"), came in today ("today"), or have these tags ("tags").

    At most MOST at once, the oldest first; notes of each unit up to which device all labels are printed.
    """
    if not tx.site:
        raise Refused(_("The labels need this page's public address. Please ask the operator to set it."))
    if which == "tags":
        rows = await _tagged(tx, tags)
    else:
        rows = await (_fresh(tx) if which == "fresh" else _today(tx))
    rows = rows[:MOST]
    if not rows:
        raise Refused(_("There is no such device here to print a label for."))
    await _note(tx, [row.id for row in rows])
    language = tx.actor.language
    drive = texts.plain(given(tx.plan.short_name), language)
    names = {item.key: texts.plain(given(item.name), language)[:200] for item in tx.plan.catalogue}
    shorts = {unit.key: unit.short for unit in tx.plan.units}
    labels = []
    for row in rows:
        day = texts.day(row.made_at.astimezone(tx.zone).date(), language)
        holder = (shorts.get(row.key) or row.unit)[:80]
        name = names.get(row.item, row.item)
        labels.append(DeviceLabel(codes.shown(row.tag), name, f"{holder} · {day}", link(tx.site, row.tag)))
    return LabelSheet(labels, drive[:120], language)


async def _note(tx: World, printed: Sequence[int]) -> None:
    """Moves each unit's mark on over the fresh devices that have their label now, up to the first that has none."""
    last: dict[int, int] = {}
    stopped: dict[int, bool] = {}
    for row in await _fresh(tx):
        if row.id in printed and not stopped.get(row.holder_id):
            last[row.holder_id] = row.id
        else:
            stopped[row.holder_id] = True
    for unit, number in last.items():
        await write_mark(tx.work, _mark(tx, unit), str(number))


class _LabelRow(Protocol):
    id: int
    tag: str
    item: str
    holder_id: int
    made_at: datetime
    unit: str
    key: str  # the unit's


async def _rows(tx: World, *where: ColumnElement[bool]) -> Sequence[_LabelRow]:
    mine = (await kept_by_actor(tx)) & (devices.c.status != "withdrawn")
    columns = (devices.c.id, devices.c.tag, devices.c.item, devices.c.holder_id, devices.c.made_at, units.c.key)
    statement = select(*columns, units.c.name.label("unit")).join(units, units.c.id == devices.c.holder_id)
    return await tx.work.rows(statement.where(mine, *where).order_by(devices.c.id))


async def _fresh(tx: World) -> Sequence[_LabelRow]:
    """Devices that came in behind the last one whose label was printed in their unit."""
    prefix = _mark(tx, "")
    kept = select(marks.c.name, marks.c.value).where(marks.c.name.startswith(prefix, autoescape=True))
    last = {int(name.removeprefix(prefix)): int(value) for name, value in await tx.work.rows(kept)}
    behind = [(devices.c.holder_id == unit) & (devices.c.id > number) for unit, number in last.items()]
    return await _rows(tx, or_(devices.c.holder_id.not_in(list(last)), *behind))


async def _today(tx: World) -> Sequence[_LabelRow]:
    midnight = datetime.combine(tx.today, time(), tx.zone)
    return await _rows(tx, devices.c.made_at >= midnight)


async def _tagged(tx: World, tags: str) -> Sequence[_LabelRow]:
    wanted = [read_tag(tx, piece) for piece in tags.replace(",", " ").split()[:MOST]]
    return await _rows(tx, devices.c.tag.in_([tag for tag in wanted if tag]))


def _mark(tx: World, unit: int | str) -> str:
    return f"labels:{tx.drive}:{unit}"
