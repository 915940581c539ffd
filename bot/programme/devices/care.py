"""One device after it came in: seen by its tag, wiped, unlocked, judged anew, or taken out of the books again."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import select, update

from bot import texts
from bot.chat.phrase import Phrase, _
from bot.chat.words import Refused, deed, fact
from bot.programme import codes
from bot.programme.devices import intake as devices
from bot.programme.devices.intake import LONGEST_NOTE, status_of, tag_prefix
from bot.programme.devices.reception import KEEPERS, VERDICTS, item_of, may_hold
from bot.programme.giving import journey
from bot.programme.ledger import entries as ledger
from bot.programme.people.photos import photo_for
from bot.programme.people.roles import held_by, require
from bot.programme.people.units import name_of
from bot.programme.world import World
from bot.storage.rows.devices import StoredDevice
from bot.storage.tables import devices as rows
from bot.storage.tables import entries, pledges, transfers

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


def read_tag(tx: World, text: str) -> str:
    """The tag that was typed, with at most one slip mended; empty for anything else."""
    prefix = tag_prefix(tx.plan.code_prefix)
    return codes.read_code(text, prefix) or codes.repair(text, prefix) or ""


@fact("device.seen")
async def device_seen(tx: World, *, tag: str) -> Device:
    """A device of the actor's unit or one below it; raises Refused, without a word about it, for anybody else."""
    row = await _kept(tx, tag)
    code, donor = "", row.giver
    if row.pledge_id is not None:
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
    )


@deed("device.clear")
async def clear(tx: World, *, tag: str, what: str) -> str:
    """Notes that the data is wiped, or the owner's lock removed (`what`: "wiped" or "unlocked"); returns the state."""
    row = await _changeable(tx, tag)
    if what not in ("wiped", "unlocked"):
        raise Refused(_("That cannot be noted of a device."))
    values = {"wiped": row.wiped, "unlocked": row.unlocked, what: True}
    return await _set(tx, row, **values)


@deed("device.judge")
async def judge(tx: World, *, tag: str, verdict: str, note: str) -> str:
    """Judges a device anew, with the reason, which stays within the house; returns its state."""
    row = await _changeable(tx, tag)
    if verdict not in VERDICTS:
        raise Refused(_("That cannot be noted of a device."))
    return await _set(tx, row, verdict=verdict, note=note[:LONGEST_NOTE])


@deed("device.withdraw")
async def withdraw(tx: World, *, tag: str, reason: str) -> str:
    """Takes a device out of the books again, by a new entry of the ledger; returns its tag.

    `reason` is a key of REASONS or words; it is public.
    """
    row = await _changeable(tx, tag)
    reason = texts.plain(REASONS[reason], tx.plan.language) if reason in REASONS else reason
    if len(reason.strip()) < LEAST_REASON:
        raise Refused(_("Please say in a few words why."))
    gone = update(rows).where(rows.c.id == row.id)
    await tx.work.execute(gone.values(status="withdrawn", changed_at=tx.now))
    await ledger.enter(tx, "device_out", about=row.tag, reason=reason.strip()[:LONGEST_NOTE])
    devices.count(tx, row.item, row.unit_id, -1)
    if row.pledge_id is not None:
        await devices.weigh(tx, row.pledge_id)
        await journey.moved(tx, [row.pledge_id])
    return row.tag


async def _set(tx: World, row: StoredDevice, **values: str | bool) -> str:
    now = {name: values.get(name, getattr(row, name)) for name in ("verdict", "wiped", "unlocked")}
    status = status_of(now["verdict"], row.used, now["wiped"], now["unlocked"])
    change = update(rows).where(rows.c.id == row.id)
    await tx.work.execute(change.values(status=status, changed_at=tx.now, **values))
    if row.pledge_id is not None and status != row.status:
        await journey.moved(tx, [row.pledge_id])
    return status


async def _kept(tx: World, tag: str) -> StoredDevice:
    """The device with a tag, if the actor keeps it."""
    that = (rows.c.tag == read_tag(tx, tag)) & (rows.c.drive == tx.drive)
    row: StoredDevice | None = await tx.work.one(select(rows).where(that))
    keeper = any(one.role in KEEPERS for one in await held_by(tx, tx.actor.person_id))
    if row is None and keeper:
        raise Refused(_("I can't find a device with the tag {tag}.", tag=tag[:20]))
    try:
        await require(tx, row.holder_id if row is not None else None, *KEEPERS)
    except Refused:
        raise Refused(_("This is the label of a device that was given to the drive. Only the reception desk where it "
                        "lies can open it here.")) from None  # fmt: skip
    assert row is not None  # or the actor is no keeper, and was refused
    return row


async def _changeable(tx: World, tag: str) -> StoredDevice:
    row = await _kept(tx, tag)
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
