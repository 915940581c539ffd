"""Lists of pupils come in as files, wait with their rows for a yes, and are forgotten."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.columns import Moment

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "list_imports",
        sa.Column("id", BIG, nullable=False, autoincrement=False),
        sa.Column("drive", sa.Text(), nullable=False),
        sa.Column("school_id", BIG, nullable=False),
        sa.Column("contact_id", BIG, nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("pasted", sa.LargeBinary(), nullable=False),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.Column("days", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("found", sa.LargeBinary(), nullable=True),
        sa.Column("annotated", sa.Text(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.CheckConstraint(
            "status in ('reading','asking','read','taking','taken','dropped','failed','paper')",
            name=op.f("ck_list_imports_status"),
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_list_imports_contact_id_contacts")),
        sa.ForeignKeyConstraint(["drive"], ["drives.slug"], name=op.f("fk_list_imports_drive_drives")),
        sa.ForeignKeyConstraint(["school_id"], ["units.id"], name=op.f("fk_list_imports_school_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_imports")),
        sqlite_strict=True,
    )
    op.create_index("ix_list_imports_school_id", "list_imports", ["school_id"])
    op.create_table(
        "list_rows",
        sa.Column("id", BIG, nullable=False, autoincrement=False),
        sa.Column("list_id", BIG, nullable=False),
        sa.Column("place", BIG, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("lacks", sa.Text(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "outcome in ('new','known','changed','elsewhere','likely','flawed','added','updated','same')",
            name=op.f("ck_list_rows_outcome"),
        ),
        sa.ForeignKeyConstraint(["list_id"], ["list_imports.id"], name=op.f("fk_list_rows_list_id_list_imports")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_rows")),
        sqlite_strict=True,
    )
    op.create_index("ix_list_rows_list_id_place", "list_rows", ["list_id", "place"], unique=True)
