"""Which student gets what: rounds with their draw, the order each of them published, and what is bound to whom."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, Text, UniqueConstraint, text

from bot.storage.columns import Big, Moment, Sealed
from bot.storage.tables.base import own_id, table

UNDER_WAY = text("status in ('open','proposed')")
ACTIVE = text("status <> 'ended'")

allocation_rounds = table(
    "allocation_rounds",
    own_id(),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("need", Text, nullable=False),
    Column("number", Integer, nullable=False),  # 1, 2, 3 … of this need
    Column("secret", Sealed("allocation_rounds.secret"), nullable=False),  # hex; told once the list is closed
    Column("secret_hash", Text, nullable=False),  # hex; public since the round was opened
    Column("status", Text, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("closed_at", Moment),  # when the order was drawn up and published
    Column("mark_number", Big),  # the ledger's last entry at that moment
    Column("mark", Text),  # its hash, hex
    Column("stock", Text),  # JSON: what there was to give then, by item
    Column("objections_until", Moment),
    Column("proposed_by", Big, ForeignKey("contacts.id")),
    Column("decided_by", Big, ForeignKey("contacts.id")),
    Column("decided_at", Moment),
    Column("reason", Sealed("allocation_rounds.reason")),  # why it was cancelled
    UniqueConstraint("drive", "need", "number"),
    CheckConstraint("need in ('device','line')", name="need"),
    CheckConstraint("status in ('open','proposed','decided','cancelled')", name="status"),
    CheckConstraint("(closed_at is null) = (mark is null)", name="mark"),
    CheckConstraint("status <> 'decided' or decided_by <> proposed_by", name="two"),  # two persons: the deed sees to it
    # The migration says postgresql_where too, see tellings.
    Index("ix_allocation_rounds_under_way", "drive", "need", unique=True, sqlite_where=UNDER_WAY),
)
"""One list closed, ordered and given to. open: its secret is drawn; proposed: its order is public and may be objected
to; decided: a second person has signed it; cancelled: another list takes its place."""


allocation_places = table(
    "allocation_places",
    Column("round_id", Big, ForeignKey("allocation_rounds.id"), primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),  # 1, 2, 3 …
    Column("student_id", Big, ForeignKey("students.id"), nullable=False, index=True),
    Column("slot", Text, nullable=False),
    Column("household", Text, nullable=False),  # the class; the rest as it was when the order was drawn up, too
    Column("verified_on", Text, nullable=False),  # ISO day
    Column("level", Text, nullable=False),
    UniqueConstraint("round_id", "student_id"),
)
"""The order of a round as it was published; it never changes."""


allocations = table(
    "allocations",
    own_id(),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("round_id", Big, ForeignKey("allocation_rounds.id"), nullable=False, index=True),
    Column("student_id", Big, ForeignKey("students.id"), nullable=False, index=True),
    Column("need", Text, nullable=False),
    Column("device_id", Big, ForeignKey("devices.id"), index=True),
    Column("pledge_id", Big, ForeignKey("pledges.id")),  # of a service: one of its quota
    Column("part", Integer),  # which one of that quota: 1, 2, 3 …
    Column("place", Integer, nullable=False),
    Column("way", Text, nullable=False),  # why it was this student's
    Column("override", Text),  # the public reason for leaving the order
    Column("words", Sealed("allocations.words")),  # the same in the words of whoever left it; within the house
    Column("salt", LargeBinary, nullable=False),
    Column("status", Text, nullable=False),
    Column("proposed_by", Big, ForeignKey("contacts.id"), nullable=False),
    Column("decided_by", Big, ForeignKey("contacts.id")),
    Column("made_at", Moment, nullable=False),
    Column("decided_at", Moment),
    Column("ended_at", Moment),
    Column("ended_by", Big, ForeignKey("contacts.id")),  # nobody: the clock, or the command line
    Column("end_reason", Text),
    CheckConstraint("need in ('device','line')", name="need"),
    CheckConstraint("(device_id is null) <> (pledge_id is null)", name="one_thing"),
    CheckConstraint("(pledge_id is null) = (part is null)", name="part"),
    CheckConstraint("way in ('order','local','override')", name="way"),
    CheckConstraint("(way = 'override') = (override is not null)", name="override"),
    CheckConstraint("status in ('proposed','decided','handed_over','in_use','ended')", name="status"),
    CheckConstraint("(status = 'ended') = (ended_at is not null)", name="ended"),
    CheckConstraint("(status = 'ended') = (end_reason is not null)", name="end_reason"),
    CheckConstraint("status in ('proposed','ended') or decided_by is not null", name="decided"),
    # Once per student and need, once per thing: the database itself refuses the second, whoever comes at once.
    Index("ix_allocations_student_id_need_active", "student_id", "need", unique=True, sqlite_where=ACTIVE),
    Index("ix_allocations_device_id_active", "device_id", unique=True, sqlite_where=ACTIVE),
    Index("ix_allocations_pledge_id_part_active", "pledge_id", "part", unique=True, sqlite_where=ACTIVE),
    Index("ix_allocations_drive_status", "drive", "status"),
)
"""One thing bound to one student's need. proposed: it is to be theirs; decided: two persons say so; handed_over and
in_use: as it happened; ended: bound no more, and why. An ended row stays as it was."""
