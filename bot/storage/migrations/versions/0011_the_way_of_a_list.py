"""A student's entry goes from step to step, and keeps who did what to it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.columns import Moment

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    with op.batch_alter_table("students", recreate="auto", table_kwargs={"sqlite_strict": True}) as batch:
        batch.drop_constraint(op.f("ck_students_status"), type_="check")
        batch.create_check_constraint(
            op.f("ck_students_status"), "status in ('listed','returned','approved','rejected','withdrawn','merged')"
        )
        batch.add_column(sa.Column("step", sa.Text(), nullable=True))
        batch.add_column(sa.Column("step_at", Moment(), nullable=True))
        batch.add_column(sa.Column("verified_at", Moment(), nullable=True))
        batch.add_column(sa.Column("slot", sa.Text(), nullable=True))
        batch.add_column(sa.Column("reason", sa.LargeBinary(), nullable=True))
        batch.create_unique_constraint(op.f("uq_students_slot"), ["slot"])
    op.create_index("ix_students_drive_status_step", "students", ["drive", "status", "step"])
    op.create_table(
        "approvals",
        sa.Column("id", BIG, nullable=False, autoincrement=False),
        sa.Column("student_id", BIG, nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("unit_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_approvals_student_id_students")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_approvals_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approvals")),
        sa.UniqueConstraint("student_id", "step", "unit_id", name=op.f("uq_approvals_student_id_step_unit_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "student_events",
        sa.Column("id", BIG, nullable=False, autoincrement=False),
        sa.Column("drive", sa.Text(), nullable=False),
        sa.Column("student_id", BIG, nullable=False),
        sa.Column("contact_id", BIG, nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("detail", sa.LargeBinary(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_student_events_contact_id_contacts")),
        sa.ForeignKeyConstraint(["drive"], ["drives.slug"], name=op.f("fk_student_events_drive_drives")),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_student_events_student_id_students")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_student_events")),
        sqlite_strict=True,
    )
    op.create_index("ix_student_events_student_id", "student_events", ["student_id"])
