"""A role that has ended may be given again, and says who ended it; an invitation may be taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.columns import Moment

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
HELD = sa.text("ended_at IS NULL")

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    once = "uq_roles_person_id_contact_id_role_drive_unit_id"
    with op.batch_alter_table("roles", recreate="auto", table_kwargs={"sqlite_strict": True}) as batch:
        batch.drop_constraint(op.f(once), type_="unique")
        batch.add_column(sa.Column("ended_by", BIG, nullable=True))
        batch.create_foreign_key(op.f("fk_roles_ended_by_contacts"), "contacts", ["ended_by"], ["id"])
    op.create_index(
        "ix_roles_held",
        "roles",
        ["person_id", "contact_id", "role", "drive", "unit_id"],
        unique=True,
        sqlite_where=HELD,
        postgresql_where=HELD,
    )
    with op.batch_alter_table("invites", recreate="never") as batch:
        batch.add_column(sa.Column("revoked_at", Moment(), nullable=True))
