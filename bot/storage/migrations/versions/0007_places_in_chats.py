"""Where within a chat somebody was last heard: a topic."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("contacts", sa.Column("place", sa.Text(), nullable=True))
