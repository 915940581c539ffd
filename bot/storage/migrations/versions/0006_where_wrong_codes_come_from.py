"""A wrong invitation code is noted with the network address it came from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("invite_tries", sa.Column("network", sa.Text(), nullable=False, server_default=""))
    op.create_index("ix_invite_tries_network_at", "invite_tries", ["network", "at"])
