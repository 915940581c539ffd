"""What reviewers settle beside their yes and no: entries that may be one child, and objections with their answers."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Text, UniqueConstraint, text

from bot.storage.columns import Big, Flag, Moment, Sealed
from bot.storage.tables.base import own_id, table

doubles = table(
    "doubles",
    own_id(),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("student_id", Big, ForeignKey("students.id"), nullable=False),  # the entry that came later
    Column("other_id", Big, ForeignKey("students.id"), nullable=False, index=True),
    Column("certain", Flag, nullable=False),  # the same to the letter
    Column("state", Text, nullable=False),
    Column("gone_id", Big, ForeignKey("students.id")),  # which of the two was merged into the other
    Column("before", Text),  # JSON: what merging changed of both, for the undo
    Column("settled_at", Moment),  # who settled it stands in the trails of both
    UniqueConstraint("student_id", "other_id"),
    CheckConstraint("state in ('open','apart','merged')", name="state"),
    CheckConstraint("(state = 'merged') = (gone_id is not null)", name="gone"),
    Index("ix_doubles_drive_state", "drive", "state"),
)
"""Two entries that may be one child: open until a reviewer says that they are two, or makes one of them."""


appeals = table(
    "appeals",
    own_id(),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("student_id", Big, ForeignKey("students.id"), nullable=False, index=True),
    Column("contact_id", Big, ForeignKey("contacts.id"), nullable=False),  # who objects
    Column("about", Text, nullable=False),  # what to: that the entry was rejected, or its place in an order
    Column("step", Text),  # the plan's step whose people answer; nothing: the organiser does
    Column("words", Sealed("appeals.words"), nullable=False),
    Column("state", Text, nullable=False),
    Column("answer", Sealed("appeals.answer")),
    Column("answered_by", Big, ForeignKey("contacts.id")),
    Column("answered_at", Moment),
    Column("made_at", Moment, nullable=False),
    CheckConstraint("about in ('rejected','order')", name="about"),
    CheckConstraint("state in ('open','upheld','denied')", name="state"),
    CheckConstraint("(state = 'open') = (answer is null)", name="answer"),
    # The migration says postgresql_where too, see tellings.
    Index("ix_appeals_open", "student_id", "about", unique=True, sqlite_where=text("state = 'open'")),
    Index("ix_appeals_drive_state", "drive", "state"),
)
"""An objection, kept with the answer to it."""
