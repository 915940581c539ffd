"""Entries that may be one child, objections with their answers, and who asked how often."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.columns import Flag, Moment

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("state = 'open'")

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "doubles",
        sa.Column("id", BIG, nullable=False, autoincrement=False),
        sa.Column("drive", sa.Text(), nullable=False),
        sa.Column("student_id", BIG, nullable=False),
        sa.Column("other_id", BIG, nullable=False),
        sa.Column("certain", Flag(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("gone_id", BIG, nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.CheckConstraint("state in ('open','apart','merged')", name=op.f("ck_doubles_state")),
        sa.CheckConstraint("(state = 'merged') = (gone_id is not null)", name=op.f("ck_doubles_gone")),
        sa.ForeignKeyConstraint(["drive"], ["drives.slug"], name=op.f("fk_doubles_drive_drives")),
        sa.ForeignKeyConstraint(["gone_id"], ["students.id"], name=op.f("fk_doubles_gone_id_students")),
        sa.ForeignKeyConstraint(["other_id"], ["students.id"], name=op.f("fk_doubles_other_id_students")),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_doubles_student_id_students")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doubles")),
        sa.UniqueConstraint("student_id", "other_id", name=op.f("uq_doubles_student_id_other_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_doubles_other_id", "doubles", ["other_id"])
    op.create_index("ix_doubles_drive_state", "doubles", ["drive", "state"])
    op.create_table(
        "appeals",
        sa.Column("id", BIG, nullable=False, autoincrement=False),
        sa.Column("drive", sa.Text(), nullable=False),
        sa.Column("student_id", BIG, nullable=False),
        sa.Column("contact_id", BIG, nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("answered_by", BIG, nullable=True),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.Column("made_at", Moment(), nullable=False),
        sa.CheckConstraint("about in ('rejected','order')", name=op.f("ck_appeals_about")),
        sa.CheckConstraint("state in ('open','upheld','denied')", name=op.f("ck_appeals_state")),
        sa.CheckConstraint("(state = 'open') = (answer is null)", name=op.f("ck_appeals_answer")),
        sa.ForeignKeyConstraint(["answered_by"], ["contacts.id"], name=op.f("fk_appeals_answered_by_contacts")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_appeals_contact_id_contacts")),
        sa.ForeignKeyConstraint(["drive"], ["drives.slug"], name=op.f("fk_appeals_drive_drives")),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_appeals_student_id_students")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        sqlite_strict=True,
    )
    op.create_index("ix_appeals_student_id", "appeals", ["student_id"])
    op.create_index(
        "ix_appeals_open", "appeals", ["student_id", "about"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_index("ix_appeals_drive_state", "appeals", ["drive", "state"])
    op.create_index("ix_student_events_contact_id_what_at", "student_events", ["contact_id", "what", "at"])
