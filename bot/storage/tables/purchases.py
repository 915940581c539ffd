"""What the drive's money bought, and which đồng of which receipt paid for it."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text

from bot.storage.columns import Big, Moment
from bot.storage.tables.base import own_id, table

purchases = table(
    "purchases",
    own_id(),
    Column("code", Text, nullable=False, unique=True),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False, index=True),
    Column("receipt_id", Big, ForeignKey("receipts.id"), nullable=False, index=True),  # the money that went out for it
    Column("item", Text, nullable=False),  # the catalogue's key
    Column("count", Integer, nullable=False),
    Column("price", Big, nullable=False),  # of one, in minor units of what was paid
    Column("currency", Text, nullable=False),
    Column("seller", Text, nullable=False),  # public
    Column("status", Text, nullable=False),
    Column("made_by", Big, ForeignKey("contacts.id"), nullable=False),
    Column("made_at", Moment, nullable=False),
    CheckConstraint("count > 0", name="count"),
    CheckConstraint("price > 0", name="price"),
    CheckConstraint("status in ('standing','taken_back')", name="status"),
)


purchase_funds = table(
    "purchase_funds",
    Column("purchase_id", Big, ForeignKey("purchases.id"), primary_key=True, autoincrement=False),
    Column("start", Big, primary_key=True, autoincrement=False),  # the first of these đồng within the purchase, from 0
    Column("receipt_id", Big, ForeignKey("receipts.id"), nullable=False),  # the money that came in
    Column("minor", Big, nullable=False),
    CheckConstraint("start >= 0", name="start"),
    CheckConstraint("minor > 0", name="minor"),
    Index("ix_purchase_funds_receipt_id", "receipt_id"),
)
"""The đồng of a purchase, from the first to the last, by the receipt they came from."""
