"""What units report and say is done, and how they are reminded."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Text, UniqueConstraint

from bot.storage.columns import Big, Flag, Moment, Sealed
from bot.storage.tables.base import own_id, table

reports = table(
    "reports",
    own_id(),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("period", Text, nullable=False),
    Column("unit_id", Big, ForeignKey("units.id"), nullable=False),
    Column("contact_id", Big, ForeignKey("contacts.id"), nullable=False),
    Column("figures", Text, nullable=False),  # JSON: item → {gifts, amount}; what came in, as its contact says
    Column("book", Text),  # JSON: item → amount; what the books said then. Nothing in reports of before 0005
    Column("answers", Sealed("reports.answers")),  # JSON: the plan's other fields, by key; None for nothing to tell
    Column("corrected", Flag, nullable=False),
    Column("zero", Flag, nullable=False),
    Column("publicity", Sealed("reports.publicity")),
    Column("difficulty", Sealed("reports.difficulty")),
    Column("made_at", Moment, nullable=False),
    UniqueConstraint("drive", "period", "unit_id"),
)


reminders = table(
    "reminders",
    own_id(),
    Column("occasion", Text, nullable=False),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("about", Text, nullable=False),  # "unit:7" or "pledge:12"
    Column("contact_id", Big, ForeignKey("contacts.id")),
    Column("state", Text, nullable=False),
    Column("why", Text),
    Column("outbox_id", Big),
    Column("at", Moment, nullable=False),
    UniqueConstraint("occasion", "about", "contact_id"),
    CheckConstraint("state in ('sent','suppressed','failed')", name="state"),
)


deadline_marks = table(
    "deadline_marks",
    own_id(),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("deadline", Text, nullable=False),  # the plan's key
    Column("unit_id", Big, ForeignKey("units.id"), nullable=False),
    Column("contact_id", Big, ForeignKey("contacts.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("note", Sealed("deadline_marks.note")),
    UniqueConstraint("drive", "deadline", "unit_id"),
)


list_closings = table(
    "list_closings",
    own_id(),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("school_id", Big, ForeignKey("units.id"), nullable=False, index=True),
    Column("contact_id", Big, ForeignKey("contacts.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("listed", Integer, nullable=False),  # how many were on the list when nobody was left
)
