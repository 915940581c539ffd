"""Of receipts it is known whether somebody brought the money by hand whose name stands there."""

from typing import Final

import sqlalchemy as sa
from alembic import op

from bot.storage.columns import Sealed

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BATCH: Final = 1_000

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    with op.batch_alter_table("receipts", recreate="never") as batch:
        batch.add_column(sa.Column("brought", sa.Integer(), nullable=False, server_default="0"))
    receipts = sa.table(
        "receipts",
        sa.column("id", BIG),
        sa.column("holder_id", BIG),
        sa.column("payer", Sealed("receipts.payer")),
        sa.column("brought", sa.Integer()),
    )
    bind, last = op.get_bind(), -1
    by_hand = sa.select(receipts.c.id, receipts.c.payer).where(receipts.c.holder_id.is_not(None))
    while rows := bind.execute(by_hand.where(receipts.c.id > last).order_by(receipts.c.id).limit(BATCH)).all():
        named = [row.id for row in rows if row.payer.strip()]
        bind.execute(sa.update(receipts).where(receipts.c.id.in_(named)).values(brought=1))
        last = rows[-1].id
