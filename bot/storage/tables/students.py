"""Students on the list."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, LargeBinary, Text

from bot.storage.columns import Big, Flag, Moment
from bot.storage.tables.base import own_id, table

students = table(
    "students",
    own_id(),
    Column("code", Text, nullable=False, unique=True),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("school_id", Big, ForeignKey("units.id"), nullable=False, index=True),
    Column("contact_id", Big, ForeignKey("contacts.id"), nullable=False, index=True),
    # Encrypted JSON: name, birth, class, guardian, phone, consent; empty once forgotten.
    Column("secret", LargeBinary, nullable=False),
    Column("by_name", LargeBinary, nullable=False),  # name and birth date together
    Column("by_birth", LargeBinary, nullable=False),
    Column("by_phone", LargeBinary, nullable=False),
    Column("household", Text, nullable=False),
    Column("needs_device", Flag, nullable=False),
    Column("needs_line", Flag, nullable=False),
    Column("status", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    CheckConstraint("status in ('listed','withdrawn')", name="status"),
    Index("ix_students_drive_by_birth", "drive", "by_birth"),
    Index("ix_students_drive_by_phone", "drive", "by_phone"),
    Index("ix_students_drive_by_name", "drive", "by_name"),
)
