"""Students on the list, who has approved them at which step, moves to other schools, and all that ever happened."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, LargeBinary, Text, UniqueConstraint, text

from bot.storage.columns import Big, Flag, Moment, Sealed
from bot.storage.tables.base import own_id, table

students = table(
    "students",
    own_id(),
    Column("code", Text, nullable=False, unique=True),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("school_id", Big, ForeignKey("units.id"), nullable=False, index=True),
    Column("contact_id", Big, ForeignKey("contacts.id"), nullable=False, index=True),
    # Encrypted JSON: name, birth, class, guardian, phone, consents; empty once forgotten.
    Column("secret", LargeBinary, nullable=False),
    Column("by_name", LargeBinary, nullable=False),  # name and birth date together
    Column("by_birth", LargeBinary, nullable=False),
    Column("by_phone", LargeBinary, nullable=False),
    Column("by_guardian", LargeBinary),  # guardian's and student's names together; nothing stands in old rows
    Column("level", Text),  # of school; nothing stands in old rows
    Column("home_id", Big, ForeignKey("units.id")),  # where the family lives; nothing where nobody was asked
    Column("household", Text, nullable=False),
    Column("needs_device", Flag, nullable=False),
    Column("needs_line", Flag, nullable=False),
    Column("status", Text, nullable=False),
    Column("step", Text),  # the plan's step at which a listed one waits; nothing stands in old rows: the first review
    Column("step_at", Moment),  # since when it waits there
    Column("verified_at", Moment),  # when the last step approved it
    Column("slot", Text, unique=True),  # its name in public, drawn when it is approved
    Column("reason", Sealed("students.reason")),  # why it was last returned or rejected
    Column("made_at", Moment, nullable=False),
    CheckConstraint("status in ('listed','returned','approved','rejected','withdrawn','merged')", name="status"),
    Index("ix_students_drive_by_birth", "drive", "by_birth"),
    Index("ix_students_drive_by_phone", "drive", "by_phone"),
    Index("ix_students_drive_by_name", "drive", "by_name"),
    Index("ix_students_drive_by_guardian", "drive", "by_guardian"),
    Index("ix_students_drive_status_step", "drive", "status", "step"),
)


approvals = table(
    "approvals",
    own_id(),
    Column("student_id", Big, ForeignKey("students.id"), nullable=False),
    Column("step", Text, nullable=False),
    Column("unit_id", Big, ForeignKey("units.id"), nullable=False),  # for whom it was approved
    UniqueConstraint("student_id", "step", "unit_id"),
)


student_events = table(
    "student_events",
    own_id(),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("student_id", Big, ForeignKey("students.id"), nullable=False, index=True),
    Column("contact_id", Big, ForeignKey("contacts.id")),  # nobody: the clock, or the command line
    Column("what", Text, nullable=False),
    Column("detail", Sealed("student_events.detail"), nullable=False),  # JSON: what of it, in words of the code
    Column("at", Moment, nullable=False),
    Index("ix_student_events_contact_id_what_at", "contact_id", "what", "at"),
)


student_moves = table(
    "student_moves",
    own_id(),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("student_id", Big, ForeignKey("students.id"), nullable=False, index=True),
    Column("to_id", Big, ForeignKey("units.id"), nullable=False),  # the school that is asked to take the student over
    Column("asked_at", Moment, nullable=False),
    Column("status", Text, nullable=False),
    CheckConstraint("status in ('asked','agreed','refused','taken_back')", name="status"),
    Index("ix_student_moves_to_id_status", "to_id", "status"),
    Index(
        "ix_student_moves_asked",
        "student_id",
        unique=True,
        sqlite_where=text("status = 'asked'"),  # the migration says postgresql_where too, see tellings
    ),
)
