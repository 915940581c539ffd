"""The ledger, entry by entry, and the running sums."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, LargeBinary, Text

from bot.storage.columns import Big, Moment
from bot.storage.tables.base import table

entries = table(
    "entries",
    Column("drive", Text, ForeignKey("drives.slug"), primary_key=True),
    Column("number", Big, primary_key=True, autoincrement=False),  # 1, 2, 3 … without a gap
    Column("at", Moment, nullable=False),
    Column("day", Text),  # of the drive's own zone, as it is hashed and shown; none of what was entered before 0008
    Column("sort", Text, nullable=False),
    Column("about", Text, nullable=False),  # the code of a gift, transfer or device, or nothing; never a name
    Column("reason", Text, nullable=False, server_default=""),  # public: what was paid for, why an entry was corrected
    Column("receipt_id", Big, ForeignKey("receipts.id")),
    Column("minor", Big, nullable=False),
    Column("currency", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),  # of this entry and the hash before it
    Index("ix_entries_drive_about", "drive", "about"),
    CheckConstraint(
        "sort in ('money_in','money_out','matched','unmatched','unknown','split','granted','spent','corrected',"
        "'handed_on','taken_over','device_in','device_out','device_moved','drawn','bought','list_opened',"
        "'list_closed')",
        name="sort",
    ),
)


anchors = table(
    "anchors",
    Column("drive", Text, ForeignKey("drives.slug"), primary_key=True),
    Column("name", Text, primary_key=True),  # of what showed the mark: digest:PERIOD:MICROSECONDS or day:2021-09-28
    Column("number", Big, nullable=False),  # of the last line then
    Column("hash", LargeBinary, nullable=False),
    Column("at", Moment, nullable=False),
)
"""Where the ledger's head stood when people saw it: what they hold in their hands must still be true."""


tallies = table(
    "tallies",
    Column("drive", Text, primary_key=True),
    Column("period", Text, primary_key=True),
    Column("unit_id", Big, primary_key=True, autoincrement=False),  # 0: for no unit
    Column("item", Text, primary_key=True),  # "cash", or the catalogue's key
    Column("gifts", Big, nullable=False),
    Column("amount", Big, nullable=False),
)
