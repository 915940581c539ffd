"""Devices as their keepers see them at the desk: a list to be searched, and those that came in for a pledge."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Protocol

import msgspec
from sqlalchemy import ColumnElement, false, func, or_, select

from bot.chat.alphabet import alphabetical
from bot.chat.words import Refused
from bot.desk.scan import ScanPage, scan
from bot.programme import codes
from bot.programme.devices.care import read_tag
from bot.programme.devices.reception import KEEPERS
from bot.programme.devices.serials import LEAST, fold_serial
from bot.programme.devices.stock import kept_by_actor
from bot.programme.people.roles import held_by
from bot.programme.world import World
from bot.storage.rows.devices import StoredDevice
from bot.storage.tables import devices, pledges, transfers, units

STATES: Final = ("received", "repair", "ready", "parts", "way", "all")
"""What the list can be narrowed to; "way" is whatever is on its way to another unit, and in none of those before."""
MOST_UNITS: Final = 300
MOST_OF_ONE: Final = 200
"""So many devices of one pledge are listed."""


class DeviceRow(msgspec.Struct, frozen=True):
    """One device in a list; `code` of its pledge, or empty."""

    tag: str
    name: dict[str, str]
    serial: str
    code: str
    unit: str
    status: str
    under_way: bool
    made_at: datetime


class DeviceSearch(msgspec.Struct, frozen=True):
    """What somebody looks for: `text` as typed, `unit` and `after` as numbers, 0 for none."""

    state: str
    text: str = ""
    unit: int = 0
    after: int = 0


class DevicePage(msgspec.Struct, frozen=True):
    """A page of devices, as in `receipt_list.ReceiptPage`, and the units whose devices the reader keeps."""

    rows: list[DeviceRow]
    after: int
    bounded: bool
    units: dict[int, str]


class PledgeDevices(msgspec.Struct, frozen=True):
    """What came in for a pledge: the devices the reader keeps, and how many others there are."""

    rows: list[DeviceRow]
    others: int


sent = (transfers.c.id == devices.c.transfer_id) & (transfers.c.status == "sent")
"""How devices are joined with the transfer they are on their way by."""


class _ListedDevice(StoredDevice, Protocol):
    unit: str
    code: str | None
    load: int | None


_all = (
    select(devices, units.c.name.label("unit"), pledges.c.code, transfers.c.id.label("load"))
    .join(units, units.c.id == devices.c.holder_id)
    .outerjoin(pledges, pledges.c.id == devices.c.pledge_id)
    .outerjoin(transfers, sent)
)


async def keeps(tx: World) -> bool:
    """Whether the actor keeps devices in this drive at all."""
    held = await held_by(tx, tx.actor.person_id)
    return "devices" in tx.plan.modules and any(one.role in KEEPERS and one.unit is not None for one in held)


async def device_list(tx: World, asked: DeviceSearch) -> DevicePage:
    """Devices by state, unit, tag, number or gift code; the oldest first of what is to be checked."""
    mine = await kept_by_actor(tx)
    statement = _all.where(mine)
    if asked.state == "way":
        statement = statement.where(transfers.c.id.is_not(None))
    elif asked.state != "all":
        statement = statement.where(devices.c.status == asked.state, transfers.c.id.is_(None))
    if asked.unit:
        statement = statement.where(devices.c.holder_id == asked.unit)
    if asked.text.strip():
        statement = statement.where(_meant(tx, asked.text))
    found: ScanPage[_ListedDevice] = await scan(
        tx, statement, devices.c.id, after=asked.after, rising=asked.state == "received", fits=None
    )
    places = select(units.c.id, units.c.name).join(devices, units.c.id == devices.c.holder_id).where(mine)
    rows = await tx.work.rows(places.group_by(units.c.id, units.c.name))
    listed = sorted(rows, key=lambda row: alphabetical(row.name))[:MOST_UNITS]
    named = {int(number): str(name) for number, name in listed}
    return DevicePage([_row(tx, row) for row in found.rows], found.after, found.bounded, named)


async def came_for(tx: World, pledge: int) -> PledgeDevices:
    """The devices of a pledge; whoever does not keep them learns their number only."""
    its = devices.c.pledge_id == pledge
    there = await tx.work.one(select(func.count()).where(its, devices.c.status != "withdrawn"))
    try:
        mine = await kept_by_actor(tx)
    except Refused:
        return PledgeDevices([], int(there[0]))
    rows = await tx.work.rows(_all.where(its, mine).order_by(devices.c.id).limit(MOST_OF_ONE))
    listed = [_row(tx, row) for row in rows]
    return PledgeDevices(listed, max(int(there[0]) - sum(device.status != "withdrawn" for device in listed), 0))


def _meant(tx: World, text: str) -> ColumnElement[bool]:
    """The condition under which a device is what was typed: its tag, its pledge's code, or a part of its number."""
    prefix = tx.plan.code_prefix
    tag, code, serial = read_tag(tx, text), codes.read_code(text, prefix), fold_serial(text)
    ways = [devices.c.tag == tag] if tag else []
    if code:
        ways.append(pledges.c.code == code)
    if serial:
        whole = len(serial) < LEAST
        ways.append(devices.c.serial == serial if whole else devices.c.serial.contains(serial, autoescape=True))
    return or_(false(), *ways)


def _row(tx: World, row: _ListedDevice) -> DeviceRow:
    names = {item.key: item.name for item in tx.plan.catalogue}
    return DeviceRow(
        tag=row.tag,
        name=names.get(row.item, {"": row.item}),
        serial=row.serial or "",
        code=row.code or "",
        unit=row.unit,
        status=row.status,
        under_way=row.load is not None,
        made_at=row.made_at,
    )
