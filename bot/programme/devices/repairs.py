"""The repair queue: what is broken, who is at it, and how it ends: repaired, for spare parts, recycled, or put back."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import func, select

from bot import texts
from bot.chat.phrase import _
from bot.chat.words import Refused, deed, fact
from bot.programme import codes
from bot.programme.devices import care
from bot.programme.devices.intake import LONGEST_NOTE
from bot.programme.devices.repair_log import WHY_GIVEN_UP, end, under_way
from bot.programme.devices.sorters import require_sorter, sortable
from bot.programme.world import World
from bot.storage.ids import new_id
from bot.storage.rows.devices import StoredDevice, StoredRepair
from bot.storage.tables import devices, repairs, transfers, units

MOST_SHOWN: Final = 8
MOST_COST: Final = 10**10
MOST_MINUTES: Final = 100_000
LEAST_WORDS: Final = 3
_LEFT: Final = (transfers.c.id == devices.c.transfer_id) & (transfers.c.status == "sent")


class BrokenDevice(msgspec.Struct, frozen=True):
    """One device of the queue; `found` are the answers that spoke against it when it came in: (question, answer).

    `broken` is what whoever repairs it says of it, `by` their unit; both empty while it waits.
    """

    tag: str
    name: dict[str, str]
    place: str
    since: datetime
    found: list[tuple[dict[str, str], dict[str, str]]]
    note: str
    broken: str
    by: str


class RepairQueue(msgspec.Struct, frozen=True):
    """What waits and is under way, the oldest first; and how repairs have ended so far, with their cost in đồng."""

    devices: list[BrokenDevice]
    whole: int
    done: int
    given_up: int
    cost: int
    minutes: int


@fact("repair.queue")
async def repair_queue(tx: World) -> RepairQueue:
    """The queue of what the actor may repair; those on their way to another unit left out."""
    broken = (await sortable(tx)) & (devices.c.status == "repair") & transfers.c.id.is_(None)
    at = (repairs.c.device_id == devices.c.id) & (repairs.c.state == "under_way")
    who = units.alias("who")
    whole = select(func.count()).select_from(devices).join(units, units.c.id == devices.c.holder_id)
    count = await tx.work.one(whole.outerjoin(transfers, _LEFT).where(broken))
    found = (
        select(devices, units.c.name.label("place"), repairs.c.broken, who.c.name.label("by"))
        .join(units, units.c.id == devices.c.holder_id)
        .outerjoin(transfers, _LEFT)
        .outerjoin(repairs, at)
        .outerjoin(who, who.c.id == repairs.c.unit_id)
        .where(broken)
    )
    order = found.order_by(repairs.c.id.is_not(None), devices.c.changed_at, devices.c.id)
    rows = await tx.work.rows(order.limit(MOST_SHOWN))
    ends = select(repairs.c.state, func.count(), func.sum(repairs.c.cost), func.sum(repairs.c.minutes))
    past = {row[0]: row for row in await tx.work.rows(ends.where(repairs.c.drive == tx.drive).group_by("state"))}
    names = {item.key: item.name for item in tx.plan.catalogue}
    return RepairQueue(
        [
            BrokenDevice(row.tag, names.get(row.item, {"": row.item}), row.place, row.changed_at,
                         _against(tx, row), row.note, row.broken or "", row.by or "")
            for row in rows
        ],
        int(count[0]),
        int(past["done"][1]) if "done" in past else 0,
        int(past["given_up"][1]) if "given_up" in past else 0,
        sum(int(row[2]) for row in past.values()),
        sum(int(row[3]) for row in past.values()),
    )  # fmt: skip


@deed("repair.take_on")
async def take_on(tx: World, *, tag: str, broken: str) -> str:
    """Somebody sets about repairing a device and says what is broken; returns its tag."""
    row = await _broken(tx, tag)
    held = await require_sorter(tx, row.holder_id)
    if len(broken.strip()) < LEAST_WORDS:
        raise Refused(_("Please say in a few words what is broken."))
    before = await under_way(tx, row.id)
    if before is not None:
        by = await tx.work.one(select(units.c.name).where(units.c.id == before.unit_id))
        raise Refused(_("{tag} is being repaired already, by {unit}.", tag=codes.shown(row.tag), unit=by.name))
    assert held.unit is not None  # nobody sorts for no unit
    tx.work.add(
        repairs,
        id=new_id(),
        drive=tx.drive,
        device_id=row.id,
        unit_id=held.unit,
        contact_id=tx.actor.id,
        broken=broken.strip()[:LONGEST_NOTE],
        state="under_way",
        taken_at=tx.now,
        ended_at=None,
        parts="",
        cost=0,
        minutes=0,
        why="",
    )
    return row.tag


@fact("repair.mine")
async def repair_of_mine(tx: World, *, tag: str) -> str:
    """The tag of a device whose repair the actor may end; raises Refused, so that nobody is asked for nothing."""
    row, _repair = await _mine(tx, tag)
    return row.tag


@deed("repair.finish")
async def finish_repair(tx: World, *, tag: str, parts: str, cost: int, minutes: int) -> str:
    """A device is repaired: what was put in, for how many đồng, in how many minutes; returns its state."""
    row, _repair = await _mine(tx, tag)
    _require_figures(cost, minutes)
    await end(tx, row.id, "done", parts=parts.strip()[:LONGEST_NOTE], cost=cost, minutes=minutes)
    return await care.set_state(tx, row, verdict="usable")


@deed("repair.give_up")
async def give_up_repair(tx: World, *, tag: str, why: str, recycle: bool, cost: int = 0, minutes: int = 0) -> str:
    """A repair is given up: the device serves for spare parts, or goes out of the books to be recycled.

    Returns its state. In the public ledger stands the reason.
    """
    row, _repair = await _mine(tx, tag)
    _require_figures(cost, minutes)
    if why not in WHY_GIVEN_UP:
        raise Refused(_("That cannot be noted of a device."))
    await end(tx, row.id, "given_up", why=why, cost=cost, minutes=minutes)
    if not recycle:
        return await care.set_state(tx, row, verdict="parts")
    said = _("Recycled: {why}", why=WHY_GIVEN_UP[why])
    await care.take_out(tx, row, texts.plain(said, tx.plan.language))
    return "withdrawn"


@deed("repair.put_back")
async def put_back(tx: World, *, tag: str) -> str:
    """Whoever took a device on leaves it to others; returns its tag."""
    row, _repair = await _mine(tx, tag)
    await end(tx, row.id, "put_back")
    return row.tag


def _against(tx: World, row: StoredDevice) -> list[tuple[dict[str, str], dict[str, str]]]:
    """The answers about a device that spoke against it."""
    condition = msgspec.json.decode(row.condition, type=dict[str, str])
    return [
        (question.asks, answer.says)
        for question in (tx.plan.goods.questions if tx.plan.goods else ())
        for answer in question.answers
        if condition.get(question.key) == answer.key and answer.verdict != "usable"
    ]


async def _broken(tx: World, tag: str) -> StoredDevice:
    row = await care.changeable(tx, tag)
    if row.status != "repair":
        raise Refused(_("{tag} does not wait for a repair.", tag=codes.shown(row.tag)))
    return row


async def _mine(tx: World, tag: str) -> tuple[StoredDevice, StoredRepair]:
    """A device and its repair, if the actor's unit is at it, or one above."""
    row = await _broken(tx, tag)
    held = await require_sorter(tx, row.holder_id)
    repair = await under_way(tx, row.id)
    if repair is None:
        raise Refused(_("Nobody has taken {tag} on yet.", tag=codes.shown(row.tag)))
    by = await tx.work.one(select(units.c.name, units.c.path).where(units.c.id == repair.unit_id))
    if not by.path.startswith(held.path):
        raise Refused(_("{tag} is being repaired already, by {unit}.", tag=codes.shown(row.tag), unit=by.name))
    return row, repair


def _require_figures(cost: int, minutes: int) -> None:
    if not 0 <= cost <= MOST_COST or not 0 <= minutes <= MOST_MINUTES:
        raise Refused(_("That cannot be noted of a device."))
