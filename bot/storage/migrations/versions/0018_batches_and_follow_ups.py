"""Batches for a school, each hand-over with its proof, and the questions afterwards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.columns import Moment

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STRICT = {"sqlite_strict": True}

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "batches",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("drive", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("unit_id", BIG, nullable=False),
        sa.Column("school_id", BIG, nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["drive"], ["drives.slug"], name=op.f("fk_batches_drive_drives")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_batches_unit_id_units")),
        sa.ForeignKeyConstraint(["school_id"], ["units.id"], name=op.f("fk_batches_school_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
        sa.UniqueConstraint("drive", "number", name=op.f("uq_batches_drive_number")),
        **STRICT,
    )
    op.create_table(
        "deliveries",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("allocation_id", BIG, nullable=False),
        sa.Column("batch_id", BIG, nullable=False),
        sa.Column("draw", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("handed_at", Moment(), nullable=True),
        sa.Column("handed_by", BIG, nullable=True),
        sa.Column("photo", sa.Text(), nullable=True),
        sa.CheckConstraint("(handed_at is null) = (handed_by is null)", name=op.f("ck_deliveries_handed")),
        sa.ForeignKeyConstraint(
            ["allocation_id"], ["allocations.id"], name=op.f("fk_deliveries_allocation_id_allocations")
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_deliveries_batch_id_batches")),
        sa.ForeignKeyConstraint(["handed_by"], ["contacts.id"], name=op.f("fk_deliveries_handed_by_contacts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("allocation_id", name=op.f("uq_deliveries_allocation_id")),
        **STRICT,
    )
    op.create_table(
        "follow_ups",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("drive", sa.Text(), nullable=False),
        sa.Column("allocation_id", BIG, nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("ask_at", Moment(), nullable=True),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.CheckConstraint("answer in ('in_use','broken','no_line','moved','lost')", name=op.f("ck_follow_ups_answer")),
        sa.ForeignKeyConstraint(["drive"], ["drives.slug"], name=op.f("fk_follow_ups_drive_drives")),
        sa.ForeignKeyConstraint(
            ["allocation_id"], ["allocations.id"], name=op.f("fk_follow_ups_allocation_id_allocations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
        sa.UniqueConstraint("allocation_id", "day", name=op.f("uq_follow_ups_allocation_id_day")),
        **STRICT,
    )
    op.create_index(op.f("ix_batches_school_id"), "batches", ["school_id"])
    op.create_index(op.f("ix_deliveries_batch_id"), "deliveries", ["batch_id"])
    op.create_index("ix_follow_ups_drive_ask_at", "follow_ups", ["drive", "ask_at"])
