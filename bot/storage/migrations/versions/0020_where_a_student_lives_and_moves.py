"""A student has a level and a home, is found by the guardian's name, and moves to another school."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.columns import Moment

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ASKED = sa.text("status = 'asked'")

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    with op.batch_alter_table("students", recreate="auto", table_kwargs={"sqlite_strict": True}) as batch:
        batch.add_column(sa.Column("by_guardian", sa.LargeBinary(), nullable=True))
        batch.add_column(sa.Column("level", sa.Text(), nullable=True))
        batch.add_column(sa.Column("home_id", BIG, nullable=True))
        batch.create_foreign_key(op.f("fk_students_home_id_units"), "units", ["home_id"], ["id"])
    op.create_index("ix_students_drive_by_guardian", "students", ["drive", "by_guardian"])
    op.create_table(
        "student_moves",
        sa.Column("id", BIG, nullable=False, autoincrement=False),
        sa.Column("drive", sa.Text(), nullable=False),
        sa.Column("student_id", BIG, nullable=False),
        sa.Column("to_id", BIG, nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.CheckConstraint("status in ('asked','agreed','refused','taken_back')", name=op.f("ck_student_moves_status")),
        sa.ForeignKeyConstraint(["drive"], ["drives.slug"], name=op.f("fk_student_moves_drive_drives")),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_student_moves_student_id_students")),
        sa.ForeignKeyConstraint(["to_id"], ["units.id"], name=op.f("fk_student_moves_to_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_student_moves")),
        sqlite_strict=True,
    )
    op.create_index("ix_student_moves_student_id", "student_moves", ["student_id"])
    op.create_index("ix_student_moves_to_id_status", "student_moves", ["to_id", "status"])
    op.create_index(
        "ix_student_moves_asked",
        "student_moves",
        ["student_id"],
        unique=True,
        sqlite_where=ASKED,
        postgresql_where=ASKED,
    )
