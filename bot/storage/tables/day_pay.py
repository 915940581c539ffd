"""What a unit's people give of one day's pay."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Text

from bot.storage.columns import Big, Moment
from bot.storage.tables.base import table

expectations = table(
    "desks",
    Column("drive", Text, ForeignKey("drives.slug"), primary_key=True),
    Column("unit_id", Big, ForeignKey("units.id"), primary_key=True, autoincrement=False),
    Column("head_count", Integer, nullable=False),
    Column("expected", Big, nullable=False),  # đồng; one day's pay of all, never anybody's own
    Column("took_part", Integer, nullable=False),  # how many people
    Column("contact_id", Big, ForeignKey("contacts.id"), nullable=False),
    Column("made_at", Moment, nullable=False),
    CheckConstraint("head_count > 0", name="head_count"),
    CheckConstraint("expected >= 0", name="expected"),
    CheckConstraint("took_part between 0 and head_count", name="took_part"),
)
