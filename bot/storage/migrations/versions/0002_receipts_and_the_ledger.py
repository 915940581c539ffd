"""Receipts and the ledger."""

import sqlalchemy as sa
from alembic import op

from bot.storage.columns import Flag, Moment

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "statements",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("drive", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.CheckConstraint(
            "status in ('reading','read','taking','taken','dropped','failed')", name=op.f("ck_statements_status")
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_statements_contact_id_contacts")),
        sa.ForeignKeyConstraint(["drive"], ["drives.slug"], name=op.f("fk_statements_drive_drives")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
        sqlite_strict=True,
    )
    op.create_table(
        "receipts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("drive", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("statement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("pledge_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("likely", sa.Text(), nullable=False),
        sa.Column("minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("vnd", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("memo", sa.LargeBinary(), nullable=False),
        sa.Column("payer", sa.LargeBinary(), nullable=False),
        sa.Column("moved_at", Moment(), nullable=False),
        sa.Column("late", Flag(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("settled_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("(status = 'matched') = (pledge_id is not null)", name=op.f("ck_receipts_pledge")),
        sa.CheckConstraint("status in ('open','matched','unknown')", name=op.f("ck_receipts_status")),
        sa.CheckConstraint("minor <> 0", name=op.f("ck_receipts_minor")),
        sa.ForeignKeyConstraint(["drive"], ["drives.slug"], name=op.f("fk_receipts_drive_drives")),
        sa.ForeignKeyConstraint(["pledge_id"], ["pledges.id"], name=op.f("fk_receipts_pledge_id_pledges")),
        sa.ForeignKeyConstraint(["settled_by"], ["contacts.id"], name=op.f("fk_receipts_settled_by_contacts")),
        sa.ForeignKeyConstraint(["statement_id"], ["statements.id"], name=op.f("fk_receipts_statement_id_statements")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipts")),
        sa.UniqueConstraint(
            "drive", "account", "reference", "minor", name=op.f("uq_receipts_drive_account_reference_minor")
        ),
        sqlite_strict=True,
    )
    with op.batch_alter_table("receipts", schema=None) as batch_op:
        batch_op.create_index("ix_receipts_drive_status_id", ["drive", "status", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_receipts_pledge_id"), ["pledge_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_receipts_statement_id"), ["statement_id"], unique=False)

    op.create_table(
        "entries",
        sa.Column("drive", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("sort", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("receipt_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "sort in ('money_in','money_out','matched','unmatched','unknown')", name=op.f("ck_entries_sort")
        ),
        sa.ForeignKeyConstraint(["drive"], ["drives.slug"], name=op.f("fk_entries_drive_drives")),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipts.id"], name=op.f("fk_entries_receipt_id_receipts")),
        sa.PrimaryKeyConstraint("drive", "number", name=op.f("pk_entries")),
        sqlite_strict=True,
    )
