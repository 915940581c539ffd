"""Devices as they come in: each gets a tag, a verdict and an entry of the ledger, with a pledge or without.

A pledge and what comes in are apart:

    fewer pieces than pledged         the pledge stays open for the rest
    more, or of another kind          taken in all the same and shown with the pledge, whose own pieces it needs still
    for a cancelled pledge            the pledge stands again
    after the drive's end             flagged as late, and counted all the same
    the same serial number twice      refused, with the tag that has it
    given back, then brought again    a new tag; the old one keeps its history and gives the number up
"""

from __future__ import annotations

from typing import Any, Final

import msgspec
from sqlalchemy import select, update

from bot.chat.kind import NotUnderstood
from bot.chat.phrase import _
from bot.chat.words import Refused, deed, fact
from bot.programme import codes
from bot.programme.calendar import drives
from bot.programme.devices.bought_devices import places_for, still_to_come
from bot.programme.devices.reception import KEEPERS, VERDICTS, find_pledge, item_of, may_hold, pieces_of, proposed
from bot.programme.devices.serials import has_imei, read_serial
from bot.programme.giving import journey
from bot.programme.ledger import entries as ledger
from bot.programme.ledger import tallies
from bot.programme.money.purchases import payers
from bot.programme.people.roles import require
from bot.programme.plan.gifts import Item
from bot.programme.world import World
from bot.storage.ids import new_id
from bot.storage.rows.devices import StoredDevice
from bot.storage.rows.giving import StoredPledge
from bot.storage.tables import devices, pledge_goods, pledges

TAG: Final = "M"
"""Stands behind the drive's prefix in a tag, as in TOM-7K2P-QXR, so that no tag is ever a pledge's code."""
MOST_AT_ONCE: Final = 50
GRANTED_OR_GIFT: Final = ("gift", "budget", "central")
"""Where a device may come from that the drive's money did not buy."""
LONGEST_NOTE: Final = 300


class Arrival(msgspec.Struct, frozen=True):
    """A device as the reception sees it; `pieces` alike ones without a number may be taken in at once."""

    item: str
    serial: str | None = None
    pieces: int = 1
    condition: dict[str, str] = {}
    used: bool = False
    wiped: bool = False
    unlocked: bool = False
    verdict: str = "usable"
    note: str = ""
    photo: str | None = None

    def but(self, **changes: Any) -> Arrival:
        """The same device with some of this changed."""
        return msgspec.structs.replace(self, **changes)


class Taken(msgspec.Struct, frozen=True):
    """What was taken in: its tags, its state, and how many pledged pieces of its kind are still to come."""

    tags: list[str]
    status: str
    left: int
    whole: bool = False  # whether all of the pledge is in now
    late: bool = False


def tag_prefix(prefix: str) -> str:
    """What the tags of a drive begin with."""
    return prefix + TAG


def status_of(verdict: str, *, used: bool, holds: bool, wiped: bool, unlocked: bool, checked: bool = False) -> str:
    """The state of a device that is in store and bound to nobody.

    A used one that `holds` data is ready only once it was `checked`: how it was wiped, its battery and its system.
    """
    if verdict != "usable":
        return verdict
    cleared = wiped and unlocked and (checked or not holds)
    return "ready" if not used or cleared else "received"


async def holder_of(tx: World, serial: str) -> StoredDevice | None:
    """The device of this drive with a serial number, or None."""
    that = (devices.c.drive == tx.drive) & (devices.c.serial == serial)
    row: StoredDevice | None = await tx.work.one(select(devices).where(that))
    return row


@fact("device.tag_with")
async def tag_with(tx: World, *, desk: int, serial: str) -> str:
    """The tag that has this serial number already; empty if none has it, or only a device that went out again."""
    await require(tx, desk, *KEEPERS)
    row = await holder_of(tx, serial)
    return row.tag if row is not None and row.status != "withdrawn" else ""


@deed("device.take_in")
async def take_in(
    tx: World, *, desk: int, arrival: Arrival, code: str = "", giver: str = "", source: str = "gift", purchase: str = ""
) -> Taken:
    """Takes a device in, or several alike; `code` is its pledge, `giver` who brought it without one, or nobody.

    What is no gift has its `source`: "budget" or "central", of `giver`, whom everybody may know; or it was bought by
    the `purchase` of this code.
    """
    await require(tx, desk, *KEEPERS)
    if source not in GRANTED_OR_GIFT or (source != "gift" and (code or purchase or not giver.strip())):
        raise Refused(_("Please say from whose budget or fund it comes."))
    item, arrival = _checked(tx, arrival)
    pledge = (await find_pledge(tx, code))[0] if code else None
    if arrival.serial is not None:
        row = await holder_of(tx, arrival.serial)
        if row is not None and row.status != "withdrawn":
            raise Refused(_("The number {serial} is on the device {tag} already.",
                            serial=arrival.serial, tag=codes.shown(row.tag)))  # fmt: skip
    bought, places = await places_for(tx, purchase, arrival.item, arrival.pieces) if purchase else (None, [])
    tags = await _tags(tx, arrival.pieces)
    if arrival.serial is not None and row is not None:  # it is back: the old tag keeps the number in its note only
        note = f"{row.note} {arrival.serial} → {tags[0]}".strip()
        await tx.work.execute(update(devices).where(devices.c.id == row.id).values(serial=None, note=note))
    wiped, unlocked = (arrival.wiped, arrival.unlocked) if may_hold(item.sort) else (True, True)
    holds = may_hold(item.sort)
    status = status_of(arrival.verdict, used=arrival.used, holds=holds, wiped=wiped, unlocked=unlocked)
    unit = pledge.unit_id if pledge is not None else desk
    late = drives.state_of(tx.plan, tx.now) == "after"
    if pledge is not None and pledge.status == "cancelled":
        await _stands_again(tx, pledge)
    reason = codes.shown(bought.code) if bought is not None else "" if source == "gift" else giver.strip()[:120]
    for number, tag in enumerate(tags):
        tx.work.add(
            devices,
            id=new_id(),
            tag=tag,
            drive=tx.drive,
            item=item.key,
            serial=arrival.serial,
            pledge_id=pledge.id if pledge is not None else None,
            unit_id=unit,
            holder_id=desk,
            transfer_id=None,
            giver="" if pledge is not None else giver[:120],
            photo=arrival.photo,
            condition=msgspec.json.encode(arrival.condition).decode(),
            verdict=arrival.verdict,
            used=arrival.used,
            wiped=wiped,
            unlocked=unlocked,
            note=arrival.note[:LONGEST_NOTE],
            status=status,
            late=late,
            made_by=tx.actor.id,
            made_at=tx.now,
            changed_at=tx.now,
            wipe_method=None,
            battery=None,
            system=None,
            source="bought" if bought is not None else source,
            purchase_id=bought.id if bought is not None else None,
            purchase_place=places[number] if bought is not None else None,
        )
        await ledger.enter(tx, "device_in", about=tag, reason=reason)
    if bought is None and source == "gift":  # what was bought counts already, as the money that came in
        count(tx, item.key, unit, len(tags))
    whole, left = False, 0
    if bought is not None:
        left = await still_to_come(tx, bought)
        await journey.moved(tx, await payers(tx, bought.id))
    if pledge is not None:
        whole = await weigh(tx, pledge.id)
        left = sum(part.left for part in await pieces_of(tx, pledge.id) if part.item == item.key)
        await journey.moved(tx, [pledge.id])
    return Taken(tags, status, left, whole, late)


def count(tx: World, item: str, unit: int | None, pieces: int) -> None:
    """Adds pieces that came in to the running sums; below zero for those that went out."""
    tx.work.tally(tx.drive, tallies.period_at(tx.plan, tx.now), unit or 0, tallies.came_in(item), pieces, pieces)


async def weigh(tx: World, pledge: int) -> bool:
    """Sets a pledge's state by what is in of it, and says whether all of it is; a cancelled one stays so."""
    lines = [part for part in await pieces_of(tx, pledge) if part.count]
    whole = all(not part.left for part in lines)
    mine = update(pledges).where(pledges.c.id == pledge)
    if whole:
        there = mine.where(pledges.c.status == "promised")
        await tx.work.execute(there.values(status="received", ended_at=tx.now, remind_at=None))
    else:
        await tx.work.execute(mine.where(pledges.c.status == "received").values(status="promised", ended_at=None))
    return whole


def _checked(tx: World, arrival: Arrival) -> tuple[Item, Arrival]:
    """The thing of the catalogue, and the arrival with its number folded; raises Refused for what is not right."""
    item = item_of(tx, arrival.item)
    if item is None:
        raise Refused(_("This drive does not take such things."))
    questions = tx.plan.goods.questions if tx.plan.goods else ()
    asked = {one.key: [answer.key for answer in one.answers] for one in questions if one.key in item.questions}
    if set(arrival.condition) != set(asked) or any(arrival.condition[key] not in asked[key] for key in asked):
        raise Refused(_("The questions about this device have changed. Please take it in once more."))
    if arrival.verdict not in VERDICTS or not 1 <= arrival.pieces <= MOST_AT_ONCE:
        raise Refused(_("This drive does not take such things."))
    if arrival.verdict != proposed(tx, arrival.condition) and not arrival.note.strip():
        raise Refused(_("Please say in a few words why it is judged otherwise than the answers suggest."))
    if arrival.serial is None:
        return item, arrival
    if arrival.pieces != 1:
        raise Refused(_("Devices with a number are taken in one by one."))
    try:
        serial = read_serial(arrival.serial, has_imei(item.sort))
    except NotUnderstood as no:
        raise Refused(no.why) from no
    return item, arrival.but(serial=serial)


async def _tags(tx: World, pieces: int) -> list[str]:
    """Fresh tags, none of which is in use."""
    found: dict[str, None] = {}
    while len(found) < pieces:
        drawn = [codes.new_code(tag_prefix(tx.plan.code_prefix)) for _one in range(pieces - len(found))]
        used = {row.tag for row in await tx.work.rows(select(devices.c.tag).where(devices.c.tag.in_(drawn)))}
        found.update(dict.fromkeys(tag for tag in drawn if tag not in used))
    return list(found)


async def _stands_again(tx: World, pledge: StoredPledge) -> None:
    """What was cancelled comes all the same: it counts as pledged again."""
    revived = update(pledges).where(pledges.c.id == pledge.id)
    await tx.work.execute(revived.values(status="promised", ended_at=None))
    period = tallies.period_at(tx.plan, tx.now)
    for part in await tx.work.rows(select(pledge_goods).where(pledge_goods.c.pledge_id == pledge.id)):
        tx.work.tally(tx.drive, period, pledge.unit_id or 0, part.item, 1, part.count)
