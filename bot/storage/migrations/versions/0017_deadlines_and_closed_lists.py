"""Units say that they have done what was due, and schools that nobody is left to be listed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.columns import Moment

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "deadline_marks",
        sa.Column("id", BIG, nullable=False, autoincrement=False),
        sa.Column("drive", sa.Text(), nullable=False),
        sa.Column("deadline", sa.Text(), nullable=False),
        sa.Column("unit_id", BIG, nullable=False),
        sa.Column("contact_id", BIG, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_deadline_marks_contact_id_contacts")),
        sa.ForeignKeyConstraint(["drive"], ["drives.slug"], name=op.f("fk_deadline_marks_drive_drives")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_deadline_marks_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_marks")),
        sa.UniqueConstraint("drive", "deadline", "unit_id", name=op.f("uq_deadline_marks_drive_deadline_unit_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "list_closings",
        sa.Column("id", BIG, nullable=False, autoincrement=False),
        sa.Column("drive", sa.Text(), nullable=False),
        sa.Column("school_id", BIG, nullable=False),
        sa.Column("contact_id", BIG, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("listed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_list_closings_contact_id_contacts")),
        sa.ForeignKeyConstraint(["drive"], ["drives.slug"], name=op.f("fk_list_closings_drive_drives")),
        sa.ForeignKeyConstraint(["school_id"], ["units.id"], name=op.f("fk_list_closings_school_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_closings")),
        sqlite_strict=True,
    )
    op.create_index("ix_list_closings_school_id", "list_closings", ["school_id"])
