"""What is handed over to the families: batches for a school, each hand-over with its proof, and what followed."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text, UniqueConstraint

from bot.storage.columns import Big, Moment
from bot.storage.tables.base import own_id, table

batches = table(
    "batches",
    own_id(),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("number", Integer, nullable=False),  # 1, 2, 3 … of the drive
    Column("unit_id", Big, ForeignKey("units.id"), nullable=False),  # the reception that hands over
    Column("school_id", Big, ForeignKey("units.id"), nullable=False, index=True),
    Column("made_at", Moment, nullable=False),
    UniqueConstraint("drive", "number"),
)


deliveries = table(
    "deliveries",
    own_id(),
    Column("allocation_id", Big, ForeignKey("allocations.id"), nullable=False, unique=True),
    Column("batch_id", Big, ForeignKey("batches.id"), nullable=False, index=True),
    Column("draw", Integer, nullable=False),  # which code on a slip counts: the first, or one drawn after it was lost
    Column("tries", Integer, nullable=False),  # how often a wrong one was said since
    Column("handed_at", Moment),
    Column("handed_by", Big, ForeignKey("contacts.id")),
    Column("photo", Text),  # of the thing, without a face
    CheckConstraint("(handed_at is null) = (handed_by is null)", name="handed"),
)
"""One allocation's way to its family. The code on the slip is nowhere in the database: it follows from the key."""


follow_ups = table(
    "follow_ups",
    own_id(),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("allocation_id", Big, ForeignKey("allocations.id"), nullable=False),
    Column("day", Integer, nullable=False),  # after the hand-over; 0 is the first lesson
    Column("ask_at", Moment),  # when it is to be asked next; never again once it is answered
    Column("asked", Integer, nullable=False),  # how often it was asked by itself
    Column("answer", Text),
    UniqueConstraint("allocation_id", "day"),
    CheckConstraint("answer in ('in_use','broken','no_line','moved','lost')", name="answer"),
    Index("ix_follow_ups_drive_ask_at", "drive", "ask_at"),
)
