"""One device after it came in: seen by its tag, wiped, unlocked, judged anew, or taken out of the books again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import select, update

from bot import texts
from bot.chat.phrase import Cash, Phrase, _
from bot.chat.words import Refused, deed, fact
from bot.programme import codes
from bot.programme.devices import intake as devices
from bot.programme.devices.intake import LONGEST_NOTE, status_of, tag_prefix
from bot.programme.devices.reception import KEEPERS, VERDICTS, item_of, may_hold
from bot.programme.devices.repair_log import Repair, end, repairs_of
from bot.programme.devices.sorters import require_sorter
from bot.programme.giving import journey
from bot.programme.giving.bought import givers_of
from bot.programme.ledger import entries as ledger
from bot.programme.people.photos import photo_for
from bot.programme.people.roles import held_by, require
from bot.programme.people.units import name_of
from bot.programme.world import World
from bot.storage.rows.devices import StoredDevice
from bot.storage.tables import devices as rows
from bot.storage.tables import entries, pledges, purchases, transfers

IN_STORE: Final = ("received", "repair", "ready", "parts")
"""States of a device that is bound to nobody yet, so that it may still be changed."""
LEAST_REASON: Final = 5
REASONS: Final[dict[str, Phrase]] = {
    "given_back": _("Given back to the giver"),
    "mistake": _("Taken in by mistake"),
    "unsafe": _("Not safe to use, recycled"),
}
"""Why devices mostly go out of the books."""


class Happened(msgspec.Struct, frozen=True):
    """One entry of the ledger about a device."""

    at: datetime
    sort: str
    reason: str


class BoughtPiece(msgspec.Struct, frozen=True):
    """Which piece of which purchase a device is, what it cost, and how many gifts paid for it."""

    code: str
    place: int
    count: int
    price: Cash
    gifts: int


class Device(msgspec.Struct, frozen=True):
    """A device as its keepers see it; `holds` whether it can keep data or a lock of its owner.

    The photo is there only for those who are on the messenger it came by, which keeps it.
    """

    tag: str
    item: str
    name: dict[str, str]
    serial: str
    code: str  # of its pledge, or empty
    donor: str = msgspec.field(name="giver")
    place: str  # the unit where it lies
    condition: dict[str, str]
    verdict: str
    used: bool
    wiped: bool
    unlocked: bool
    holds: bool
    note: str
    status: str
    late: bool
    photo: str | None
    under_way: bool
    history: list[Happened]
    wipe_method: str = ""
    battery: str = ""
    system: str = ""
    source: str = "gift"
    bought: BoughtPiece | None = None
    keeps: bool = True  # whether it lies at the reader's
    sorts: bool = True  # whether the reader may judge and repair it
    repairs: list[Repair] = []


Watch = Callable[[World, StoredDevice, str], Awaitable[str]]
_watches: list[Watch] = []


def on_state(call: Watch) -> Watch:
    """Enters what a subject makes of a new state of a device in store, before it is written; it returns the state."""
    _watches.append(call)
    return call


async def watched(tx: World, row: StoredDevice, state: str) -> str:
    """The state that a device gets, once everybody whom it concerns has had their say."""
    for call in _watches:
        state = await call(tx, row, state)
    return state


def read_tag(tx: World, text: str) -> str:
    """The tag that was typed, with at most one slip mended; empty for anything else."""
    prefix = tag_prefix(tx.plan.code_prefix)
    return codes.read_code(text, prefix) or codes.repair(text, prefix) or ""


@fact("device.seen")
async def device_seen(tx: World, *, tag: str) -> Device:
    """A device the actor keeps or may sort; raises Refused, without a word about it, for anybody else.

    Who gave it is told to those who keep it alone.
    """
    row, keeps = await _kept(tx, tag)
    code, donor = "", row.giver if keeps else ""
    if row.pledge_id is not None and keeps:
        pledge = await tx.work.one(select(pledges.c.code, pledges.c.donor_name).where(pledges.c.id == row.pledge_id))
        code, donor = pledge.code, pledge.donor_name
    about = (entries.c.drive == tx.drive) & (entries.c.about == row.tag)
    told = await tx.work.rows(select(entries).where(about).order_by(entries.c.number))
    item = item_of(tx, row.item)
    return Device(
        row.tag,
        row.item,
        item.name if item else {"": row.item},
        row.serial or "",
        code,
        donor,
        await name_of(tx, row.holder_id),
        msgspec.json.decode(row.condition, type=dict[str, str]),
        row.verdict,
        row.used,
        row.wiped,
        row.unlocked,
        bool(item and may_hold(item.sort)),
        row.note,
        row.status,
        row.late,
        photo_for(tx, row.photo),
        await _under_way(tx, row),
        [Happened(entry.at, entry.sort, entry.reason) for entry in told],
        row.wipe_method or "",
        row.battery or "",
        row.system or "",
        row.source,
        await _bought(tx, row),
        keeps,
        await _may_sort(tx, row.holder_id),
        await repairs_of(tx, row.id),
    )


async def _bought(tx: World, row: StoredDevice) -> BoughtPiece | None:
    if row.purchase_id is None or row.purchase_place is None:
        return None
    found = await tx.work.one(select(purchases).where(purchases.c.id == row.purchase_id))
    gifts = len(await givers_of(tx, row))
    return BoughtPiece(found.code, row.purchase_place, found.count, Cash(found.price, found.currency), gifts)


async def _may_sort(tx: World, holder: int) -> bool:
    try:
        await require_sorter(tx, holder)
    except Refused:
        return False
    return True


@deed("device.clear")
async def clear(tx: World, *, tag: str, what: str) -> str:
    """Notes that the data is wiped, or the owner's lock removed (`what`: "wiped" or "unlocked"); returns the state."""
    row = await changeable(tx, tag)
    if what not in ("wiped", "unlocked"):
        raise Refused(_("That cannot be noted of a device."))
    return await set_state(tx, row, **{what: True})


@deed("device.judge")
async def judge(tx: World, *, tag: str, verdict: str, note: str) -> str:
    """Judges a device anew, with the reason, which stays within the house; returns its state.

    Whoever is repairing it need not go on: what is usable now is repaired, anything else was taken out of their hands.
    """
    row = await changeable(tx, tag)
    await require_sorter(tx, row.holder_id)
    if verdict not in VERDICTS:
        raise Refused(_("That cannot be noted of a device."))
    await end(tx, row.id, "done" if verdict == "usable" else "put_back")
    return await set_state(tx, row, verdict=verdict, note=note[:LONGEST_NOTE])


@deed("device.withdraw")
async def withdraw(tx: World, *, tag: str, reason: str) -> str:
    """Takes a device out of the books again, by a new entry of the ledger; returns its tag.

    `reason` is a key of REASONS or words; it is public.
    """
    row = await changeable(tx, tag)
    if not (await _kept(tx, tag))[1]:
        raise Refused(_("Only the reception desk where it lies can take it out of the books."))
    reason = texts.plain(REASONS[reason], tx.plan.language) if reason in REASONS else reason
    if len(reason.strip()) < LEAST_REASON:
        raise Refused(_("Please say in a few words why."))
    await take_out(tx, row, reason.strip()[:LONGEST_NOTE])
    return row.tag


async def take_out(tx: World, row: StoredDevice, reason: str) -> None:
    """Takes a device out of the books for those who may; everybody may read the reason."""
    await end(tx, row.id, "put_back")
    await watched(tx, row, "withdrawn")
    gone = update(rows).where(rows.c.id == row.id)
    await tx.work.execute(gone.values(status="withdrawn", changed_at=tx.now))
    await ledger.enter(tx, "device_out", about=row.tag, reason=reason)
    if row.source == "gift":
        devices.count(tx, row.item, row.unit_id, -1)
    if row.pledge_id is not None:
        await devices.weigh(tx, row.pledge_id)
    await journey.moved(tx, await givers_of(tx, row))


async def set_state(tx: World, row: StoredDevice, **values: str | bool) -> str:
    """Notes something of a device, and works out its state anew, which it returns."""
    before = {
        "verdict": row.verdict,
        "wiped": row.wiped,
        "unlocked": row.unlocked,
        "wipe_method": row.wipe_method,
        "battery": row.battery,
        "system": row.system,
    }
    now: dict[str, Any] = {**before, **values}
    item = item_of(tx, row.item)
    status = status_of(
        now["verdict"],
        used=row.used,
        holds=bool(item and may_hold(item.sort)),
        wiped=now["wiped"],
        unlocked=now["unlocked"],
        checked=None not in (now["wipe_method"], now["battery"], now["system"]),
    )
    status = await watched(tx, row, status)
    change = update(rows).where(rows.c.id == row.id)
    await tx.work.execute(change.values(status=status, changed_at=tx.now, **values))
    if status != row.status:
        await journey.moved(tx, await givers_of(tx, row))
    return status


async def _kept(tx: World, tag: str) -> tuple[StoredDevice, bool]:
    """The device with a tag, if the actor keeps it or may sort it; and whether they keep it."""
    that = (rows.c.tag == read_tag(tx, tag)) & (rows.c.drive == tx.drive)
    row: StoredDevice | None = await tx.work.one(select(rows).where(that))
    keeper = any(one.role in KEEPERS for one in await held_by(tx, tx.actor.person_id))
    if row is None and keeper:
        raise Refused(_("I can't find a device with the tag {tag}.", tag=tag[:20]))
    try:
        await require(tx, row.holder_id if row is not None else None, *KEEPERS)
    except Refused:
        if row is not None and await _may_sort(tx, row.holder_id):
            return row, False
        raise Refused(_("This is the label of a device that was given to the drive. Only the reception desk where it "
                        "lies can open it here.")) from None  # fmt: skip
    assert row is not None  # or the actor is no keeper, and was refused
    return row, True


async def changeable(tx: World, tag: str) -> StoredDevice:
    """The device with a tag, if the actor keeps or sorts it and it lies in store; raises Refused."""
    row, _keeps = await _kept(tx, tag)
    if row.status == "withdrawn":
        raise Refused(_("{tag} has gone out of the books already.", tag=codes.shown(row.tag)))
    if row.status not in IN_STORE:
        raise Refused(_("{tag} is bound to a pupil already and cannot be changed here.", tag=codes.shown(row.tag)))
    if await _under_way(tx, row):
        raise Refused(_("{tag} is on its way to another unit, which has to acknowledge it first.",
                        tag=codes.shown(row.tag)))  # fmt: skip
    return row


async def _under_way(tx: World, row: StoredDevice) -> bool:
    if row.transfer_id is None:
        return False
    sent = select(transfers.c.id).where(transfers.c.id == row.transfer_id, transfers.c.status == "sent")
    return await tx.work.one(sent) is not None
