"""Things, each with its own tag."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Text, UniqueConstraint

from bot.storage.columns import Big, Flag, Moment, Sealed
from bot.storage.tables.base import own_id, table

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
    UniqueConstraint("drive", "serial"),
    CheckConstraint("verdict in ('usable','repair','parts')", name="verdict"),
    CheckConstraint(
        "status in ('received','repair','ready','parts','withdrawn','matched','handed_over','in_use')", name="status"
    ),
    CheckConstraint("status <> 'ready' or (wiped = 1 and unlocked = 1) or used = 0", name="cleared"),
    Index("ix_devices_drive_status", "drive", "status"),
)
