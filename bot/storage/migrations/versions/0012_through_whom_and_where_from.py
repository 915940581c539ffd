"""Through whom a gift came about, and where its donor gives from, where the plan asks for it."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    with op.batch_alter_table("pledges", recreate="never") as batch:
        batch.add_column(sa.Column("through", sa.LargeBinary(), nullable=True))
        batch.add_column(sa.Column("giving_from", sa.LargeBinary(), nullable=True))
