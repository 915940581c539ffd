"""Certificates and nominations."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Text, UniqueConstraint

from bot.storage.columns import Big, Moment, Sealed
from bot.storage.tables.base import own_id, table

certificates = table(
    "certificates",
    own_id(),
    Column("code", Text, nullable=False, unique=True),
    Column("number", Integer, nullable=False),  # 1, 2, 3 … in this drive
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("pledge_id", Big, ForeignKey("pledges.id"), nullable=False, index=True),
    Column("form", Text, nullable=False),
    Column("name", Sealed("certificates.name"), nullable=False),
    Column("gift", Text, nullable=False),  # JSON: what it certifies, fixed when it was made
    Column("shown", Text, nullable=False),  # what of it whoever verifies it may see
    Column("made_at", Moment, nullable=False),
    Column("revoked_at", Moment),
    UniqueConstraint("drive", "number"),
    CheckConstraint("form in ('person','organisation')", name="form"),
    CheckConstraint("shown in ('nothing','name','name_and_gift')", name="shown"),
)


nominations = table(
    "nominations",
    own_id(),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("school_id", Big, ForeignKey("units.id"), nullable=False),
    Column("contact_id", Big, ForeignKey("contacts.id"), nullable=False),
    Column("pledge_id", Big, ForeignKey("pledges.id"), nullable=False),
    Column("why", Sealed("nominations.why"), nullable=False),
    Column("status", Text, nullable=False),
    Column("ended_by", Big, ForeignKey("contacts.id")),
    Column("made_at", Moment, nullable=False),
    UniqueConstraint("drive", "school_id", "pledge_id"),
    CheckConstraint("status in ('proposed','honoured','declined')", name="status"),
)
