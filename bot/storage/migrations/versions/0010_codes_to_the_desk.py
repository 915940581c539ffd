"""The web desk opens with a short code, too."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    with op.batch_alter_table("logins", recreate="never") as batch:
        batch.add_column(sa.Column("code_hash", sa.LargeBinary(), nullable=True))
    op.create_index("ix_logins_code_hash", "logins", ["code_hash"])
