"""Things, each with its own tag."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text, UniqueConstraint, text

from bot.storage.columns import Big, Flag, Moment, Sealed
from bot.storage.tables.base import own_id, table

STANDING = text("purchase_id is not null and status <> 'withdrawn'")
UNDER_WAY = text("state = 'under_way'")

devices = table(
    "devices",
    own_id(),
    Column("tag", Text, nullable=False, unique=True),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("item", Text, nullable=False),  # the catalogue's key
    Column("serial", Text),  # folded: a serial number, or an IMEI
    Column("pledge_id", Big, ForeignKey("pledges.id"), index=True),
    Column("unit_id", Big, ForeignKey("units.id"), index=True),  # the unit it counts for
    Column("holder_id", Big, ForeignKey("units.id"), nullable=False, index=True),  # where it lies
    Column("transfer_id", Big, ForeignKey("transfers.id"), index=True),  # on its way by this
    Column("giver", Sealed("devices.giver"), nullable=False),  # who brought it, where there is no pledge
    Column("photo", Text),
    Column("condition", Text, nullable=False),  # JSON: answers to the plan's questions, as seen at the reception
    Column("verdict", Text, nullable=False),
    Column("used", Flag, nullable=False),
    Column("wiped", Flag, nullable=False),
    Column("unlocked", Flag, nullable=False),
    Column("note", Sealed("devices.note"), nullable=False),
    Column("status", Text, nullable=False),
    Column("late", Flag, nullable=False),
    Column("made_by", Big, ForeignKey("contacts.id"), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("wipe_method", Text),  # how the data of its owner before was wiped; none where nothing is recorded yet
    Column("battery", Text),
    Column("system", Sealed("devices.system")),  # what runs on it, with its version, as typed
    Column("source", Text, nullable=False, server_default="gift"),
    Column("purchase_id", Big, ForeignKey("purchases.id")),
    Column("purchase_place", Integer),  # which piece of its purchase it is: 1, 2, 3 …
    UniqueConstraint("drive", "serial"),
    CheckConstraint("verdict in ('usable','repair','parts')", name="verdict"),
    CheckConstraint(
        "status in ('received','repair','ready','parts','withdrawn','matched','handed_over','in_use')", name="status"
    ),
    CheckConstraint("status <> 'ready' or (wiped = 1 and unlocked = 1) or used = 0", name="cleared"),
    CheckConstraint("wipe_method in ('reset','reinstalled','replaced','empty')", name="wipe_method"),
    CheckConstraint("battery in ('good','weak','none')", name="battery"),
    CheckConstraint("source in ('gift','bought','budget','central')", name="source"),
    CheckConstraint("(source = 'bought') = (purchase_id is not null)", name="bought"),
    CheckConstraint("(purchase_id is null) = (purchase_place is null)", name="purchase_place"),
    Index("ix_devices_drive_status", "drive", "status"),
    # The migration says postgresql_where too; here that would load PostgreSQL's dialect at every start.
    Index("ix_devices_purchase", "purchase_id", "purchase_place", unique=True, sqlite_where=STANDING),
)


repairs = table(
    "repairs",
    own_id(),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("device_id", Big, ForeignKey("devices.id"), nullable=False, index=True),
    Column("unit_id", Big, ForeignKey("units.id"), nullable=False),  # the unit that repairs it
    Column("contact_id", Big, ForeignKey("contacts.id"), nullable=False),  # who took it on
    Column("broken", Sealed("repairs.broken"), nullable=False),
    Column("state", Text, nullable=False),
    Column("taken_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("parts", Sealed("repairs.parts"), nullable=False),  # what was put in
    Column("cost", Big, nullable=False),  # in đồng
    Column("minutes", Integer, nullable=False),  # of work
    Column("why", Text, nullable=False),  # it was given up
    CheckConstraint("state in ('under_way','done','given_up','put_back')", name="state"),
    CheckConstraint("(state = 'under_way') = (ended_at is null)", name="ended"),
    CheckConstraint("why in ('','no_parts','too_dear','beyond','unsafe')", name="why"),
    CheckConstraint("(state = 'given_up') = (why <> '')", name="given_up"),
    CheckConstraint("cost >= 0", name="cost"),
    CheckConstraint("minutes >= 0", name="minutes"),
    Index("ix_repairs_under_way", "device_id", unique=True, sqlite_where=UNDER_WAY),
)
"""Every time somebody set about repairing a device; what waits for it is a device whose state says so."""
